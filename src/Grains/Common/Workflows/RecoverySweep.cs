using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Resumes unfinished runs. At start all of them: reminders may have been in the memory of a process that is gone. Later, now and then, those that have
/// not moved for a while: one whose silo died between its first commit and its reminder has nobody else. Resuming what is under way does nothing, so
/// that every silo may sweep, at once too.</summary>
internal sealed partial class RecoverySweep(
    NpgsqlDataSource database, IEnumerable<WorkflowRegistration> workflows, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RecoverySweep> log) : BackgroundService
{
    private const int AtOnce = 8, PageSize = 500;
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(2), FirstPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = new TaskCompletionSource();
            await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
            // Nothing but this knows of them here, so it is not given up.
            for (var pause = FirstPause; !await Sweep(TimeSpan.Zero, stoppingToken); pause = pause * 2 < Again ? pause * 2 : Again)
                await Task.Delay(pause, time, stoppingToken);
            while (true)
            {
                await Task.Delay(Again, time, stoppingToken);
                await Sweep(Again, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    /// <summary>Resumes the unfinished runs that have not moved for so long. False: not all could be.</summary>
    internal async Task<bool> Sweep(TimeSpan unmoved, CancellationToken cancellation)
    {
        var (resumed, failed) = (0, 0);
        try
        {
            List<(string Kind, string Key)> page;
            for (var after = ""; (page = await Unfinished(after, unmoved, cancellation)).Count > 0; after = page[^1].Key)
                await Parallel.ForEachAsync(page, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (run, _) =>
                {
                    if (await Resume(run.Kind, run.Key)) Interlocked.Increment(ref resumed);
                    else Interlocked.Increment(ref failed);
                });
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
        {
            LogFailed(log, e);
            return false;
        }
        if (resumed > 0) LogResumed(log, resumed);
        return failed == 0;
    }

    private async Task<List<(string Kind, string Key)>> Unfinished(string after, TimeSpan unmoved, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select doc ->> 'kind', key from aggregate
            where type = 'workflow' and doc ->> 'phase' in ('running', 'waiting', 'compensating') and key > $1 and changed_at <= now() - $2 order by key limit $3
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = unmoved });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PageSize });
        var runs = new List<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) runs.Add((reader.GetString(0), reader.GetString(1)));
        return runs;
    }

    /// <summary>False: it is worth another try.</summary>
    private async Task<bool> Resume(string kind, string key)
    {
        if (workflows.FirstOrDefault(w => w.Kind == kind) is not { } workflow) { LogUnknown(log, kind); return true; }
        using var _ = ActorContext.As(Actor.System(WorkflowKey.Parse(key).Tenant));
        try
        {
            await ((IWorkflowGrain)grains.GetGrain(workflow.GrainInterface, key)).Resume();
            return true;
        }
        catch (Exception e)
        {
            LogNotResumed(log, kind, e);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Resumed {Count} unfinished workflows")]
    private static partial void LogResumed(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are unfinished workflows of kind {Kind}, which this version does not know")]
    private static partial void LogUnknown(ILogger log, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A workflow of kind {Kind} could not be resumed; the next sweep or its reminder will try again")]
    private static partial void LogNotResumed(ILogger log, string kind, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unfinished workflows could not be looked for; the sweep comes again")]
    private static partial void LogFailed(ILogger log, Exception e);
}
