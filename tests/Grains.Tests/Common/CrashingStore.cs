using System.Collections.Immutable;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Common;

/// <summary>A process that dies at its n-th encounter with the database: just before a save is sent, or just after it was committed and before
/// anybody learns of it. From then on nothing works, as in a process that is gone.</summary>
internal sealed class CrashingStore(AggregateStore inner, CrashPoint point) : IAggregateStore
{
    public async Task<SaveResult> Save(SaveRequest request, CancellationToken cancellation = default)
    {
        point.Pass();
        var result = await inner.Save(request, cancellation);
        point.Pass();
        return result;
    }

    public Task<Loaded<TState>> Load<TState>(string key, CancellationToken cancellation = default) where TState : class, IAggregateState<TState> => inner.Load<TState>(key, cancellation);
    public Task<ImmutableArray<StoredRecord>> LoadRecords(string type, string key, int limit = 10_000, CancellationToken cancellation = default) => inner.LoadRecords(type, key, limit, cancellation);
    public Task<ImmutableArray<StoredRecord>> LoadRecordsAfter(string type, string key, long afterSeq, int limit, CancellationToken cancellation = default) => inner.LoadRecordsAfter(type, key, afterSeq, limit, cancellation);
    public Task<ImmutableArray<StoredRecord>> LoadRecordsBefore(string type, string key, string? beforeId, int limit, CancellationToken cancellation = default) => inner.LoadRecordsBefore(type, key, beforeId, limit, cancellation);
    public Task<ImmutableArray<StoredRecord>> LoadRecordsBelow(string type, string key, (long Seq, string Id)? below, int limit, CancellationToken cancellation = default) => inner.LoadRecordsBelow(type, key, below, limit, cancellation);
    public Task<StoredRecord?> LoadRecord(string type, string key, string id, CancellationToken cancellation = default) => inner.LoadRecord(type, key, id, cancellation);
    public Task<string?> FindOperation(string type, string key, string operationId, CancellationToken cancellation = default) => inner.FindOperation(type, key, operationId, cancellation);
}

internal sealed class CrashPoint(int after)
{
    private int _passed;

    /// <summary>Ends when the process has died.</summary>
    public TaskCompletionSource Died { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Pass()
    {
        if (Interlocked.Increment(ref _passed) <= after) return;
        Died.TrySetResult();
        throw new IOException("The process is dead.");
    }
}
