using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Reads the end of the event table, one a process and once for all projections: on a commit of this process, on a notification of another's,
/// and every quarter of a second whatever happens. Wakes the projections that want a row, and moves the others past it in one statement.</summary>
internal sealed partial class Feed(
    NpgsqlDataSource database, FeedSignal signal, ProjectionRunners runners, ProjectionServices services, IGrainFactory grains,
    IHostApplicationLifetime lifetime, TimeProvider time, ILogger<Feed> log) : BackgroundService
{
    /// <summary>Who is behind is woken now and then without cause: a projection that lost its silo starts on another.</summary>
    private static readonly TimeSpan LookAfterAll = TimeSpan.FromSeconds(5);
    private const int Chunk = 500;
    private readonly ProjectionWakes _wakes = new(grains, time);

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
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                // One connection for as long as it is well: no look at the pool four times a second.
                await using var connection = await database.OpenConnectionAsync(stopping);
                await Follow(connection, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested) { return; }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException) { LogUnreadable(log, e.Message); }
            services.Window.Forget();
            try { await Task.Delay(services.Options.Poll, time, stopping); }
            catch (OperationCanceledException) { return; }
        }
    }

    private async Task Follow(NpgsqlConnection connection, CancellationToken stopping)
    {
        services.Window.Begin(await EventTable.Head(connection, stopping) ?? default);
        long? lookedAt = null;
        while (true)
        {
            await FeedMetrics.Observe(connection, time, stopping);
            var start = services.Window.End!.Value;
            var rows = await EventTable.ReadAfter(connection, start, Chunk, runners.PayloadsOf, stopping);
            services.Window.Append(rows, mayGoOn: rows.Count == Chunk);
            if (rows.Count > 0) await Tell(connection, start, rows, stopping);
            // Where one was not reached, another silo has just gone, perhaps: soon, but rings must not make this a spin until its grains have moved.
            if (lookedAt is null || time.GetElapsedTime(lookedAt.Value) > (_wakes.HasMissed ? services.Options.Poll : LookAfterAll))
            {
                lookedAt = time.GetTimestamp();
                if (_wakes.TakeMissed() is { } missed) LogNotWoken(log, missed);
                Wake(await Checkpoint.Behind(connection, services.Window.End.Value, stopping));
            }
            if (rows.Count < Chunk) await signal.Wait(services.Options.Poll, time, stopping);
        }
    }

    private async Task Tell(NpgsqlConnection connection, FeedPosition start, IReadOnlyList<EventRow> rows, CancellationToken cancellation)
    {
        var wanted = runners.All.Where(r => rows.Any(r.Wants)).Select(r => r.Name).ToHashSet();
        Wake(wanted);
        var known = services.Known.Before(rows, log);
        foreach (var others in runners.All.Where(r => !wanted.Contains(r.Name)).ToLookup(r => r.PassesUnknown))
            await Pass(connection, [.. others.Select(r => r.Name)], start, others.Key ? rows : known, cancellation);
    }

    private async Task Pass(NpgsqlConnection connection, IReadOnlyCollection<string> names, FeedPosition start, IReadOnlyList<EventRow> rows, CancellationToken cancellation)
    {
        if (rows.Count == 0) return;
        foreach (var name in await Checkpoint.PassAll(connection, names, start, rows, cancellation)) runners.Find(name)?.Passed(rows[^1].Place);
    }

    private void Wake(IEnumerable<string> names)
    {
        foreach (var name in names)
            if (runners.Find(name) is not null) _wakes.Wake(name);
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
