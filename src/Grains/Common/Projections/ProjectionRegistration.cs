using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Common;

internal static class ProjectionRegistration
{
    public static IServiceCollection AddView<T>(this IServiceCollection services) where T : class, IProjection => services.AddSingleton<IProjection, T>();
    public static IServiceCollection AddFold<T>(this IServiceCollection services) where T : Fold => services.AddSingleton<IProjection, T>();
    public static IServiceCollection AddReactor<T>(this IServiceCollection services) where T : Reactor => services.AddSingleton<IProjection, T>();

    /// <summary>Makes a workflow known to the recovery sweep at start: its unfinished runs are resumed.</summary>
    public static IServiceCollection AddWorkflow<TGrain>(this IServiceCollection services, string kind) where TGrain : IWorkflowGrain =>
        services.AddSingleton(new WorkflowRegistration(kind, typeof(TGrain)));
}

internal sealed record WorkflowRegistration(string Kind, Type GrainInterface);
