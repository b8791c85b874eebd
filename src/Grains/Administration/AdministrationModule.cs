using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LearningHub.Grains.Administration;

public static class AdministrationModule
{
    /// <summary>A host registers its <see cref="EngineInfo"/> before or after; the last counts.</summary>
    public static IServiceCollection AddAdministration(this IServiceCollection services)
    {
        services.TryAddSingleton(new EngineInfo("grain engine", false));
        return services.AddSingleton<SiloProcess>().AddSingleton<DatabaseFacts>().AddSingleton<WorkflowList>();
    }
}
