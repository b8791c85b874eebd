using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Courses;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Courses;

public static class CoursesModule
{
    public static IServiceCollection AddCourses(this IServiceCollection services) => services
        .AddView<CatalogueView>()
        .AddView<CourseReviewsView>()
        .AddReactor<CourseReviewReactor>()
        .AddReactor<PublishingReactor>()
        .AddWorkflow<IPublishingWorkflowGrain>(PublishingWorkflow.Kind);
}
