namespace LearningHub.WebFrontend.Common;

/// <summary>Starts the web server before the other hosted services (a co-hosted silo, the database), so that people see "starting" rather than
/// a refused connection. WebApplicationBuilder registers its server last; this moves it to the front when the container is built.</summary>
public sealed class KestrelFirst : IServiceProviderFactory<IServiceCollection>
{
    private readonly DefaultServiceProviderFactory inner = new(new ServiceProviderOptions());

    public IServiceCollection CreateBuilder(IServiceCollection services)
    {
        var server = services.FirstOrDefault(d => d.ServiceType == typeof(IHostedService) && d.ImplementationType?.Name == "GenericWebHostService");
        if (server is not null)
        {
            services.Remove(server);
            services.Insert(0, server);
        }
        return services;
    }

    public IServiceProvider CreateServiceProvider(IServiceCollection services) => inner.CreateServiceProvider(services);
}
