using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Watches the end of the event table, one a process, and wakes the projections when there is more: on a commit of this process, on a
/// notification of another's, and every quarter of a second whatever happens.</summary>
internal sealed partial class Feed(
    NpgsqlDataSource database, FeedSignal signal, ProjectionRunners runners, ProjectionServices services, IGrainFactory grains,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Feed> log) : BackgroundService
{
    /// <summary>Wakes everybody now and then without cause: a projection that lost its silo starts on another.</summary>
    private static readonly TimeSpan WakeAnyway = TimeSpan.FromSeconds(5);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using (var connection = await database.OpenConnectionAsync(cancellationToken))
            foreach (var projection in runners.Projections) await Checkpoint.Ensure(connection, projection, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // Before the engine stops: reactors call grains.
        await runners.DisposeAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
        await Task.WhenAll(Listen(stoppingToken), Watch(stoppingToken));
    }

    private async Task Watch(CancellationToken stopping)
    {
        FeedPosition? told = null;
        var toldAt = time.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var head = await Head(stopping);
                if (head != told || time.GetElapsedTime(toldAt) > WakeAnyway)
                {
                    toldAt = time.GetTimestamp();
                    if (await WakeAll()) told = head;
                    // Another silo has just gone, perhaps: rings must not make this a spin until its grains have moved.
                    else await Task.Delay(services.Options.Poll, time, stopping);
                }
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException) { LogUnreadable(log, e.Message); }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return; }
            try { await signal.Wait(services.Options.Poll, time, stopping); }
            catch (OperationCanceledException) { return; }
        }
    }

    private async Task<FeedPosition?> Head(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await FeedMetrics.Observe(connection, time, cancellation);
        return await EventTable.Head(connection, cancellation);
    }

    private async Task<bool> WakeAll()
    {
        using var actor = ActorContext.As(Actor.System("system"));
        try
        {
            await Task.WhenAll(runners.Projections.Select(p => grains.GetGrain<IProjectionGrain>($"system/{p.Name}").Wake()));
            return true;
        }
        catch (Exception e)
        {
            LogNotWoken(log, e);
            return false;
        }
    }

    private async Task Listen(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stopping);
                connection.Notification += (_, _) => signal.Ring();
                await using (var listen = new NpgsqlCommand("listen hub_feed", connection)) await listen.ExecuteNonQueryAsync(stopping);
                while (true) await connection.WaitAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return; }
            catch (Exception e) when (e is NpgsqlException or IOException) { LogUnreadable(log, e.Message); }
            try { await Task.Delay(TimeSpan.FromSeconds(1), time, stopping); }
            catch (OperationCanceledException) { return; }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The feed cannot read the database and will try again: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Not every projection could be woken; they are woken again soon")]
    private static partial void LogNotWoken(ILogger log, Exception e);
}
