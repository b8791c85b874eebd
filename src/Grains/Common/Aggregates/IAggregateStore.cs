using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>The one door to durable state. <see cref="Save"/> is one transaction: document, events, records, claims, operation; many saves
/// that wait at the same moment are one statement (group commit). See docs/adr.</summary>
internal interface IAggregateStore
{
    /// <summary>The document and its version; version 0 and <c>Empty</c> where there is none.</summary>
    Task<Loaded<TState>> Load<TState>(string key, CancellationToken cancellation = default) where TState : class, IAggregateState<TState>;

    /// <summary>The aggregate's records of a type, ordered by seq then id. At most <paramref name="limit"/>.</summary>
    Task<ImmutableArray<StoredRecord>> LoadRecords(string type, string key, int limit = 10_000, CancellationToken cancellation = default);

    /// <summary>The records whose seq is above <paramref name="afterSeq"/>, ordered by seq: what a reader missed since it last looked.</summary>
    Task<ImmutableArray<StoredRecord>> LoadRecordsAfter(string type, string key, long afterSeq, int limit, CancellationToken cancellation = default);

    /// <summary>The last records whose id (compared as text, byte by byte) is below <paramref name="beforeId"/> (null: the very last), ordered
    /// by id: a page of a history whose ids sort by time.</summary>
    Task<ImmutableArray<StoredRecord>> LoadRecordsBefore(string type, string key, string? beforeId, int limit, CancellationToken cancellation = default);

    /// <summary>The last records below a place (null: the very last), ordered by seq, then id: a page of a history whose seq is a moment.</summary>
    Task<ImmutableArray<StoredRecord>> LoadRecordsBelow(string type, string key, (long Seq, string Id)? below, int limit, CancellationToken cancellation = default);

    Task<StoredRecord?> LoadRecord(string type, string key, string id, CancellationToken cancellation = default);

    /// <summary>Commits or tells why not. An outcome lost with the connection is resolved by asking again with the same save id; if the
    /// database cannot be reached within the save's patience (10 s) the answer is <see cref="SaveOutcome.Unknown"/>.</summary>
    Task<SaveResult> Save(SaveRequest request, CancellationToken cancellation = default);

    /// <summary>The recorded answer of an operation, or null.</summary>
    Task<string?> FindOperation(string type, string key, string operationId, CancellationToken cancellation = default);
}

internal sealed record Loaded<TState>(TState State, long Version);

internal sealed record StoredRecord(string Id, long Seq, string Json)
{
    public T Read<T>() => JsonSerializer.Deserialize<T>(Json, HubJson.Options)!;
}

/// <param name="ExpectedVersion">What the caller loaded; the row's version becomes one more.</param>
/// <param name="Operation">The operation id with the answer to record, or null.</param>
internal sealed record SaveRequest(
    string Type, string Key, long ExpectedVersion, int SchemaVersion, string Json,
    ImmutableArray<DomainEvent> Events, ImmutableArray<RecordChange> Records, ImmutableArray<Claim> Claims, ImmutableArray<Claim> Released,
    OperationRecord? Operation, Actor Actor, string? Trace);

internal sealed record OperationRecord(string Id, string ResultJson);

internal enum SaveOutcome
{
    Committed,
    /// <summary>Another activation wrote: load again and decide again.</summary>
    VersionConflict,
    /// <summary>The operation was recorded before; <see cref="SaveResult.OperationResult"/> is its answer.</summary>
    DuplicateOperation,
    /// <summary>A claim is held by another aggregate.</summary>
    ClaimTaken,
    /// <summary>The database refuses what is to be stored (NUL, lone surrogate, over 64 KB).</summary>
    Rejected,
    /// <summary>Nobody knows. The caller drops its memory and says so.</summary>
    Unknown,
}

internal sealed record SaveResult(SaveOutcome Outcome, long Version = 0, string? OperationResult = null, string? Detail = null);
