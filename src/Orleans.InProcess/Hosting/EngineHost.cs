using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.InProcess.Activations;
using Orleans.InProcess.Reminders;
using Orleans.Runtime;

namespace Orleans.InProcess.Hosting;

/// <summary>Starts and stops the engine with its host. Stopping deactivates every grain, bounded in time; then calls are refused.</summary>
internal sealed class EngineHost(Engine engine, IdleCollector collector, IOptions<GrainCollectionOptions> options) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.CollectionQuantum <= TimeSpan.Zero || options.Value.CollectionAge <= options.Value.CollectionQuantum)
        {
            throw new OrleansConfigurationException($"{nameof(GrainCollectionOptions.CollectionAge)} must be greater than {nameof(GrainCollectionOptions.CollectionQuantum)}, and that greater than 0.");
        }
        engine.Log.Started(engine.Kinds.All.Count);
        collector.Start();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        collector.Dispose();
        engine.Services.GetService<ReminderTable>()?.Dispose();
        await engine.Stop(cancellationToken);
    }
}
