using System.Collections.Immutable;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Common;

/// <summary>A store in which something happens at a chosen moment: after a save was committed and before its grain learns of it, or between the read of a
/// document and the read of its records.</summary>
internal sealed class MeddlingStore(AggregateStore inner, Meddling meddling) : IAggregateStore
{
    public async Task<SaveResult> Save(SaveRequest request, CancellationToken cancellation = default)
    {
        var result = await inner.Save(request, cancellation);
        await meddling.Committed(request.Key);
        return result;
    }

    public async Task<ImmutableArray<StoredRecord>> LoadRecords(string type, string key, int limit = 10_000, CancellationToken cancellation = default)
    {
        await meddling.BeforeRecords(key);
        return await inner.LoadRecords(type, key, limit, cancellation);
    }

    public Task<Loaded<TState>> Load<TState>(string key, CancellationToken cancellation = default) where TState : class, IAggregateState<TState> => inner.Load<TState>(key, cancellation);
    public Task<ImmutableArray<StoredRecord>> LoadRecordsAfter(string type, string key, long afterSeq, int limit, CancellationToken cancellation = default) => inner.LoadRecordsAfter(type, key, afterSeq, limit, cancellation);
    public Task<ImmutableArray<StoredRecord>> LoadRecordsBefore(string type, string key, string? beforeId, int limit, CancellationToken cancellation = default) => inner.LoadRecordsBefore(type, key, beforeId, limit, cancellation);
    public Task<ImmutableArray<StoredRecord>> LoadRecordsBelow(string type, string key, (long Seq, string Id)? below, int limit, CancellationToken cancellation = default) => inner.LoadRecordsBelow(type, key, below, limit, cancellation);
    public Task<StoredRecord?> LoadRecord(string type, string key, string id, CancellationToken cancellation = default) => inner.LoadRecord(type, key, id, cancellation);
    public Task<string?> FindOperation(string type, string key, string operationId, CancellationToken cancellation = default) => inner.FindOperation(type, key, operationId, cancellation);
}

internal sealed class Meddling
{
    public Func<string, Task> Committed { get; set; } = _ => Task.CompletedTask;
    public Func<string, Task> BeforeRecords { get; set; } = _ => Task.CompletedTask;

    public static Task<TestHost> Host(string database, Meddling meddling) => TestHost.Start(database,
        builder => builder.Services.AddSingleton(meddling).AddSingleton<AggregateStore>().AddSingleton<IAggregateStore, MeddlingStore>());
}
