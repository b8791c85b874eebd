using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Enrolments;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Enrolments;

public static class EnrolmentsModule
{
    public static IServiceCollection AddEnrolments(this IServiceCollection services) => services
        .AddView<EnrolmentsView>()
        .AddView<LicencesListView>()
        .AddReactor<ChatEvictionReactor>()
        .AddReactor<SeatReactor>()
        .AddReactor<LicenceReactor>()
        .AddReactor<WaitingListReactor>()
        .AddReactor<SettlingReactor>()
        .AddWorkflow<IWaitingListWorkflowGrain>(WaitingListWorkflowGrain.WorkflowKind)
        .AddWorkflow<ISettlingWorkflowGrain>(SettlingWorkflow.Kind);
}
