using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans.InProcess.Hosting;

internal static class EngineServices
{
    /// <summary>Adds the engine once; a second time finds the first builder.</summary>
    public static ISiloBuilder AddEngine(IServiceCollection services, IConfiguration configuration)
    {
        if (services.FirstOrDefault(static d => d.ServiceType == typeof(SiloBuilder))?.ImplementationInstance is SiloBuilder existing) return existing;
        var builder = new SiloBuilder(services, configuration);
        services.AddSingleton(builder);
        services.AddOptions();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SiloPorts>();
        services.TryAddSingleton<ILocalSiloDetails, LocalSiloDetails>();
        services.AddSingleton<Engine>();
        services.AddSingleton<IdleCollector>();
        services.AddSingleton<IClusterClient>(static s => s.GetRequiredService<Engine>().Factory);
        services.AddSingleton<IGrainFactory>(static s => s.GetRequiredService<Engine>().Factory);
        services.AddSingleton<IGrainContextAccessor, GrainContextAccessor>();
        services.AddScoped<IGrainContext>(static _ => GrainThread.Current ?? throw new InvalidOperationException("There is no grain context outside of a grain."));
        services.AddSingleton<IHostedService, EngineHost>();
        return builder;
    }
}
