using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Courses;

public static class CoursesModule
{
    public static IServiceCollection AddCourses(this IServiceCollection services) => services
        .AddView<CatalogueView>();
}
