using LearningHub.Bench.Common;
using LearningHub.Grains.Common;
using LearningHub.Silo.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LearningHub.Bench.Faults;

/// <summary>The host with one fault built in from outside: its store answers before it commits. The production program has no such switch.</summary>
internal static class SabotagedHost
{
    public static async Task<int> Run(string[] args)
    {
        if (args is not ["--sabotage", .. var rest]) throw new UsageException("host --sabotage --port N --data DIR");
        await using var host = await HubHost.Create(HostSettings.Parse(rest), builder =>
        {
            builder.Services.RemoveAll<IAggregateStore>();
            builder.Services.AddSingleton<AggregateStore>();
            builder.Services.AddSingleton<IAggregateStore, EarlyAnsweringStore>();
        });
        await host.App.StartAsync();
        await host.App.WaitForShutdownAsync();
        return 0;
    }
}
