using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.InProcess.Calls;
using Orleans.InProcess.Hosting;

namespace Orleans.Hosting;

/// <summary>What a silo is made of.</summary>
public static class CoreHostingExtensions
{
    /// <summary>Carries the caller's trace into grains and records a span for each call.</summary>
    public static ISiloBuilder AddActivityPropagation(this ISiloBuilder builder)
    {
        builder.Services.TryAddSingleton<CallActivities>();
        return builder;
    }

    /// <summary>Names the cluster. In this engine the ports are names too: nothing listens, and any number may run side by side.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        builder.Services.Replace(ServiceDescriptor.Singleton(new SiloPorts { Silo = siloPort, Gateway = gatewayPort }));
        return builder.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (serviceId, clusterId));
    }
}
