using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Quizzes;

/// <summary>Hands in and marks what no timer did: those of attempts whose process is gone, or whose grain went to sleep. Looks for what is due in the documents themselves, so that it
/// depends on no projection. Any number of silos may run it: attending to what another has attended to does nothing.</summary>
internal sealed partial class DueAttempts(NpgsqlDataSource database, IGrainFactory grains, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<DueAttempts> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private const int AtOnce = 16, Batch = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try { await Sweep(stoppingToken); }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested) { LogFailed(log, e); }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round. Answers how many were due.</summary>
    internal async Task<int> Sweep(CancellationToken cancellation)
    {
        var due = await Due(cancellation);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (key, _) =>
        {
            using var actor = ActorContext.As(Actor.System(AttemptsKey.Parse(key).Tenant));
            try { await grains.Attempts(AttemptsKey.Parse(key)).Attend(); }
            catch (Exception e) { LogNotAttended(log, e); }
        });
        return due.Count;
    }

    private async Task<List<string>> Due(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select key from aggregate where type = 'attempts' and (doc ->> 'dueAtMs')::bigint <= $1 order by (doc ->> 'dueAtMs')::bigint limit $2
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = time.GetUtcNow().ToUnixTimeMilliseconds() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Batch });
        var keys = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) keys.Add(reader.GetString(0));
        return keys;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A look for attempts that are due failed; the next one tries again")]
    private static partial void LogFailed(ILogger log, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt that is due could not be attended to; the next look tries again")]
    private static partial void LogNotAttended(ILogger log, Exception e);
}
