using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>At start, resumes every unfinished run: reminders may have been in the memory of a process that is gone. Resuming what another silo is
/// busy with does nothing.</summary>
internal sealed partial class RecoverySweep(
    NpgsqlDataSource database, IEnumerable<WorkflowRegistration> workflows, IGrainFactory grains, IHostApplicationLifetime lifetime, ILogger<RecoverySweep> log) : BackgroundService
{
    private const int AtOnce = 8;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
        try
        {
            var unfinished = await Unfinished(stoppingToken);
            await Parallel.ForEachAsync(unfinished, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, (run, _) => Resume(run.Kind, run.Key));
            if (unfinished.Count > 0) LogResumed(log, unfinished.Count);
        }
        catch (OperationCanceledException) { }
        catch (Exception e) when (e is NpgsqlException or IOException) { LogFailed(log, e); }
    }

    private async Task<List<(string Kind, string Key)>> Unfinished(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select doc ->> 'kind', key from aggregate where type = 'workflow' and doc ->> 'phase' in ('running', 'waiting', 'compensating') order by key
            """);
        var runs = new List<(string, string)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) runs.Add((reader.GetString(0), reader.GetString(1)));
        return runs;
    }

    private async ValueTask Resume(string kind, string key)
    {
        if (workflows.FirstOrDefault(w => w.Kind == kind) is not { } workflow) { LogUnknown(log, kind); return; }
        using var _ = ActorContext.As(Actor.System(WorkflowKey.Parse(key).Tenant));
        try { await ((IWorkflowGrain)grains.GetGrain(workflow.GrainInterface, key)).Resume(); }
        catch (Exception e) { LogNotResumed(log, kind, e); }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Resumed {Count} unfinished workflows")]
    private static partial void LogResumed(ILogger log, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "There are unfinished workflows of kind {Kind}, which this version does not know")]
    private static partial void LogUnknown(ILogger log, string kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A workflow of kind {Kind} could not be resumed; its reminder will try again")]
    private static partial void LogNotResumed(ILogger log, string kind, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Unfinished workflows could not be looked for; their reminders resume them")]
    private static partial void LogFailed(ILogger log, Exception e);
}
