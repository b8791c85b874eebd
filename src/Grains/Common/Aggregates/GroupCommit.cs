using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Commits saves of many aggregates in one statement: two committers take all that waits, at most <see cref="MaxBatch"/>. What a batch
/// cannot settle (an error, a lost answer, claims) is settled alone, beside the committers, so that one save holds up nobody.</summary>
internal sealed partial class GroupCommit : IAsyncDisposable
{
    private const int MaxBatch = 500;
    private const int Committers = 2;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly Channel<PendingSave> _waiting = Channel.CreateUnbounded<PendingSave>();
    private readonly SemaphoreSlim _alone = new(6);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _committers;
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly FeedSignal _feed;
    private readonly ILogger<GroupCommit> _log;

    public GroupCommit(NpgsqlDataSource database, TimeProvider time, FeedSignal feed, ILogger<GroupCommit> log)
    {
        (_database, _time, _feed, _log) = (database, time, feed, log);
        // The committers outlive the call that happened to make them: no trace and no actor of its own may stick to them.
        using (ExecutionContext.SuppressFlow())
            _committers = Task.WhenAll(Enumerable.Range(0, Committers).Select(_ => Task.Run(TakeAndCommit)));
    }

    public Task<SaveResult> Save(PendingSave save)
    {
        if (save.HasClaims) _ = SettleAlone(save);
        else if (!_waiting.Writer.TryWrite(save)) save.Complete(new(SaveOutcome.Unknown, Detail: "The host is stopping."));
        return save.Result;
    }

    private async Task TakeAndCommit()
    {
        var held = new List<PendingSave>();
        while (held.Count > 0 || await _waiting.Reader.WaitToReadAsync())
        {
            var batch = new Dictionary<(string, string), PendingSave>();
            // A second save of a key waits for the next batch: one statement cannot write a row twice.
            var again = held.Where(s => !batch.TryAdd(s.AggregateKey, s)).ToList();
            while (batch.Count < MaxBatch && _waiting.Reader.TryRead(out var next))
                if (!batch.TryAdd(next.AggregateKey, next)) again.Add(next);
            held = again;
            await Commit([.. batch.Values.OrderBy(s => s.Request.Type, StringComparer.Ordinal).ThenBy(s => s.Request.Key, StringComparer.Ordinal)]);
        }
    }

    private async Task Commit(IReadOnlyList<PendingSave> batch)
    {
        if (batch.Count == 0) return;
        try
        {
            var results = await SaveStatement.Run(_database, batch, _stop.Token);
            _feed.Ring();
            StoreMetrics.Batch(batch.Count);
            for (var i = 0; i < batch.Count; i++) batch[i].Complete(results[i]);
        }
        catch (Exception e)
        {
            LogBatchFailed(_log, batch.Count, e);
            foreach (var save in batch)
            {
                save.MaybeCommitted |= DatabaseFailure.IsOutcomeUnknown(e);
                _ = SettleAlone(save);
            }
        }
    }

    private async Task SettleAlone(PendingSave save)
    {
        try
        {
            while (true)
            {
                var result = await TryAlone(save);
                if (result is not null) { save.Complete(result); return; }
                if (_time.GetUtcNow() >= save.Patience || _stop.IsCancellationRequested) break;
                await Task.Delay(Pause, _time, _stop.Token);
            }
            save.Complete(new(SaveOutcome.Unknown));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested) { save.Complete(new(SaveOutcome.Unknown, Detail: "The host is stopping.")); }
        catch (Exception e) { save.Fail(e); }
    }

    /// <summary>Null: not settled, try again.</summary>
    private async Task<SaveResult?> TryAlone(PendingSave save)
    {
        await _alone.WaitAsync(_stop.Token);
        try
        {
            // It waited for others too long: its caller has been told, or is about to be, that nobody knows.
            if (_time.GetUtcNow() >= save.Patience) return null;
            var result = save.HasClaims
                ? await SaveStatement.RunWithClaims(_database, save, _stop.Token)
                : (await SaveStatement.Run(_database, [save], _stop.Token))[0];
            if (result.Outcome is SaveOutcome.Committed) _feed.Ring();
            else if (save.MaybeCommitted) return await Resolve(save, result);
            return result;
        }
        catch (Exception e) when (DatabaseFailure.IsOutcomeUnknown(e)) { save.MaybeCommitted = true; return null; }
        catch (PostgresException e) when (DatabaseFailure.IsWorthAnotherTry(e)) { return null; }
        catch (PostgresException e) when (save.MaybeCommitted && e.SqlState == PostgresErrorCodes.UniqueViolation) { return await Resolve(save, new(SaveOutcome.VersionConflict)); }
        catch (PostgresException e) when (DatabaseFailure.IsRefusal(e)) { return new(SaveOutcome.Rejected, Detail: e.SqlState); }
        finally { _alone.Release(); }
    }

    /// <summary>An earlier try lost its answer and this one was refused: perhaps by our own success.</summary>
    private async Task<SaveResult> Resolve(PendingSave save, SaveResult refused)
    {
        var committed = await SaveStatement.IsCommitted(_database, save, _stop.Token);
        if (committed is true) _feed.Ring();
        return committed switch
        {
            true => new(SaveOutcome.Committed, save.Request.ExpectedVersion + 1),
            false => refused,
            null => refused.Outcome is SaveOutcome.DuplicateOperation ? refused : new(SaveOutcome.Unknown),
        };
    }

    public async ValueTask DisposeAsync()
    {
        // What waits is still committed; what the database does not answer in time is given up.
        _waiting.Writer.TryComplete();
        try { await _committers.WaitAsync(TimeSpan.FromSeconds(5), _time); }
        catch (TimeoutException) { }
        // Not disposed: saves that are still being settled look at its token.
        await _stop.CancelAsync();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of {Count} saves failed; each is tried alone")]
    private static partial void LogBatchFailed(ILogger log, int count, Exception e);
}
