using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Enrolments;

public static class EnrolmentsModule
{
    public static IServiceCollection AddEnrolments(this IServiceCollection services) => services
        .AddView<EnrolmentsView>()
        .AddView<LicencesListView>()
        .AddReactor<ChatEvictionReactor>()
        .AddReactor<SeatReactor>()
        .AddReactor<LicenceReactor>();
}
