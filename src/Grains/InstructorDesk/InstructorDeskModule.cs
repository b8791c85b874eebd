using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.InstructorDesk;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.InstructorDesk;

public static class InstructorDeskModule
{
    public static IServiceCollection AddInstructorDesk(this IServiceCollection services) =>
        services.AddReactor<AnnouncingReactor>().AddWorkflow<IAnnouncingWorkflowGrain>(AnnouncingWorkflowGrain.WorkflowKind);
}
