using System.Diagnostics.Metrics;

namespace LearningHub.Silo.Database;

/// <summary>Watches the embedded server and starts it again when it dies under a living hub: at once the first time, then with a growing pause. While it
/// is away requests are answered with 503 and saves wait, bounded; what was acknowledged is in its write-ahead log.</summary>
internal sealed partial class PostgresSupervisor(EmbeddedPostgres server, TimeProvider time, ILogger<PostgresSupervisor> log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250), LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A server that ran for this long is not one that dies at each start.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(1);

    private static readonly Counter<long> Restarts =
        new Meter("LearningHub.Database").CreateCounter<long>("hub.database.restarts", description: "Times the embedded PostgreSQL was lost and answered again");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var pause = TimeSpan.Zero;
        try
        {
            while (true)
            {
                var since = time.GetTimestamp();
                await server.UntilLost(stoppingToken);
                stoppingToken.ThrowIfCancellationRequested();
                if (time.GetElapsedTime(since) > Calm) pause = TimeSpan.Zero;
                Lost(log, pause.TotalSeconds);
                await Task.Delay(pause, time, stoppingToken);
                pause = pause == TimeSpan.Zero ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
                try
                {
                    var lost = time.GetTimestamp();
                    await server.Revive(stoppingToken);
                    Restarts.Add(1);
                    Back(log, time.GetElapsedTime(lost).TotalSeconds);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    StillDown(log, e.Message, pause.TotalSeconds);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The hub stops; the server is stopped after it.
        }
    }

    [LoggerMessage(LogLevel.Error, "The embedded PostgreSQL was lost (see postgres.log in the data folder); it is started again in {Seconds} s")]
    private static partial void Lost(ILogger log, double seconds);

    [LoggerMessage(LogLevel.Warning, "The embedded PostgreSQL answers again; it took {Seconds:0.0} s")]
    private static partial void Back(ILogger log, double seconds);

    [LoggerMessage(LogLevel.Error, "The embedded PostgreSQL does not start: {Reason} The next try is in {Seconds} s")]
    private static partial void StillDown(ILogger log, string reason, double seconds);
}
