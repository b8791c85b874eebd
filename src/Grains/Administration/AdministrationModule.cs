using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Administration;

public static class AdministrationModule
{
    public static IServiceCollection AddAdministration(this IServiceCollection services) => services.AddSingleton<DatabaseProbe>().AddSingleton<WorkflowList>();
}
