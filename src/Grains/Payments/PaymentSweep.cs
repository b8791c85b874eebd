using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Payments;

/// <summary>Looks every few seconds for payments whose question to the provider is due, also for those of a process that is gone: what waits stands in the
/// documents, not in anybody's memory. Any number of silos may sweep: a payment that was asked a moment ago does nothing.</summary>
internal sealed partial class PaymentSweep(NpgsqlDataSource database, IGrainFactory grains, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<PaymentSweep> log) : BackgroundService
{
    private const int AtOnce = 8, Batch = 200;
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = new TaskCompletionSource();
            await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
            using var timer = new PeriodicTimer(Every, time);
            do
            {
                try { await Sweep(stoppingToken); }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested) { LogFailed(log, e); }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>One round. Returns how many were asked to look.</summary>
    internal async Task<int> Sweep(CancellationToken cancellation)
    {
        var due = await Due(cancellation);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, (key, _) => Reconcile(key));
        return due.Count;
    }

    private async ValueTask Reconcile(string key)
    {
        var payment = PaymentKey.Parse(key);
        using var _ = ActorContext.As(Actor.System(payment.Tenant));
        try { await grains.Payment(payment).Reconcile(); }
        catch (Exception e) { LogNotAsked(log, e); }
    }

    private async Task<List<string>> Due(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select key from aggregate where type = 'payment' and doc ->> 'askAt' is not null and (doc ->> 'askAt')::bigint <= $1 order by (doc ->> 'askAt')::bigint limit $2
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = time.GetUtcNow().ToUnixTimeSeconds() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Batch });
        var keys = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) keys.Add(reader.GetString(0));
        return keys;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Payments that wait could not be looked for; the next round tries again")]
    private static partial void LogFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A payment that waits could not be reconciled; the next round tries again")]
    private static partial void LogNotAsked(ILogger log, Exception e);
}
