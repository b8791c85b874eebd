using System.Collections.Immutable;
using LearningHub.Grains.Common;

namespace LearningHub.Bench.Faults;

/// <summary>The bug the checks must see: <see cref="Save"/> answers "committed" at once and saves a moment later, in order. What holds a claim (an
/// e-mail, a place for an upload) is saved honestly, so that people can get in and there is something to lose; and who reads waits for what was promised,
/// so that everything works until the process dies.</summary>
internal sealed class EarlyAnsweringStore(AggregateStore store, TimeProvider time) : IAggregateStore
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(400);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string, string), Task> _saving = [];

    public async Task<SaveResult> Save(SaveRequest request, CancellationToken cancellation = default)
    {
        var honest = request.Claims.Length + request.Released.Length > 0;
        Task before;
        lock (_lock)
        {
            var key = (request.Type, request.Key);
            before = _saving.GetValueOrDefault(key) ?? Task.CompletedTask;
            if (!honest) _saving[key] = Later(before, request);
        }
        if (!honest) return new(SaveOutcome.Committed, request.ExpectedVersion + 1);
        await before;
        return await store.Save(request, cancellation);
    }

    private async Task Later(Task before, SaveRequest request)
    {
        await Task.Delay(Late, time);
        await before;
        await store.Save(request);
    }

    public async Task<Loaded<TState>> Load<TState>(string key, CancellationToken cancellation = default) where TState : class, IAggregateState<TState>
    {
        await Promised(key);
        return await store.Load<TState>(key, cancellation);
    }

    public async Task<ImmutableArray<StoredRecord>> LoadRecords(string type, string key, int limit = 10_000, CancellationToken cancellation = default)
    {
        await Promised(key);
        return await store.LoadRecords(type, key, limit, cancellation);
    }

    public async Task<ImmutableArray<StoredRecord>> LoadRecordsAfter(string type, string key, long afterSeq, int limit, CancellationToken cancellation = default)
    {
        await Promised(key);
        return await store.LoadRecordsAfter(type, key, afterSeq, limit, cancellation);
    }

    public async Task<ImmutableArray<StoredRecord>> LoadRecordsBefore(string type, string key, string? beforeId, int limit, CancellationToken cancellation = default)
    {
        await Promised(key);
        return await store.LoadRecordsBefore(type, key, beforeId, limit, cancellation);
    }

    public async Task<ImmutableArray<StoredRecord>> LoadRecordsBelow(string type, string key, (long Seq, string Id)? below, int limit, CancellationToken cancellation = default)
    {
        await Promised(key);
        return await store.LoadRecordsBelow(type, key, below, limit, cancellation);
    }

    public async Task<StoredRecord?> LoadRecord(string type, string key, string id, CancellationToken cancellation = default)
    {
        await Promised(key);
        return await store.LoadRecord(type, key, id, cancellation);
    }

    public async Task<string?> FindOperation(string type, string key, string operationId, CancellationToken cancellation = default)
    {
        await Promised(key);
        return await store.FindOperation(type, key, operationId, cancellation);
    }

    private Task Promised(string key)
    {
        lock (_lock) return Task.WhenAll(_saving.Where(s => s.Key.Item2 == key).Select(s => s.Value.ContinueWith(static _ => { }, TaskScheduler.Default)));
    }
}
