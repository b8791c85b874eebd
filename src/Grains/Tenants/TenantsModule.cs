using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Tenants;

public static class TenantsModule
{
    public static IServiceCollection AddTenants(this IServiceCollection services) => services;
}
