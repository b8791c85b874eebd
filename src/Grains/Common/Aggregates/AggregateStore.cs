using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;

namespace LearningHub.Grains.Common;

internal sealed class AggregateStore(NpgsqlDataSource database, GroupCommit commits, TimeProvider time) : IAggregateStore
{
    /// <summary>How long a save whose outcome is not known is asked after.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a read is tried again while the database restarts.</summary>
    private static readonly TimeSpan ReadPatience = TimeSpan.FromSeconds(3);

    public Task<Loaded<TState>> Load<TState>(string key, CancellationToken cancellation = default) where TState : class, IAggregateState<TState> =>
        Reading(() => LoadOnce<TState>(key, cancellation), cancellation);

    private async Task<Loaded<TState>> LoadOnce<TState>(string key, CancellationToken cancellation) where TState : class, IAggregateState<TState>
    {
        await using var command = database.CreateCommand("select doc, version, schema_version from aggregate where type = $1 and key = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TState.AggregateType });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = key });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return new(TState.Empty, 0);
        return new(ReadDocument<TState>(reader.GetString(0), reader.GetInt32(2)), reader.GetInt64(1));
    }

    /// <summary>The state in a document, brought up to date when its shape is older.</summary>
    public static TState ReadDocument<TState>(string json, int schemaVersion) where TState : class, IAggregateState<TState>
    {
        var state = JsonSerializer.Deserialize<TState>(json, HubJson.Options)!;
        return schemaVersion < TState.SchemaVersion ? TState.Upgrade(state, schemaVersion) : state;
    }

    public Task<ImmutableArray<StoredRecord>> LoadRecords(string type, string key, int limit = 10_000, CancellationToken cancellation = default) =>
        Records("select id, seq, doc from record where type = $1 and key = $2 order by seq, id limit $3", cancellation, type, key, limit);

    public Task<ImmutableArray<StoredRecord>> LoadRecordsAfter(string type, string key, long afterSeq, int limit, CancellationToken cancellation = default) =>
        Records("select id, seq, doc from record where type = $1 and key = $2 and seq > $3 order by seq, id limit $4", cancellation, type, key, afterSeq, limit);

    public async Task<ImmutableArray<StoredRecord>> LoadRecordsBefore(string type, string key, string? beforeId, int limit, CancellationToken cancellation = default)
    {
        const string all = "select id, seq, doc from record where type = $1 and key = $2 order by id desc limit $3";
        const string before = "select id, seq, doc from record where type = $1 and key = $2 and id < $4 order by id desc limit $3";
        var page = beforeId is null ? await Records(all, cancellation, type, key, limit) : await Records(before, cancellation, type, key, limit, beforeId);
        return [.. page.Reverse()];
    }

    public async Task<ImmutableArray<StoredRecord>> LoadRecordsBelow(string type, string key, (long Seq, string Id)? below, int limit, CancellationToken cancellation = default)
    {
        const string all = "select id, seq, doc from record where type = $1 and key = $2 order by seq desc, id desc limit $3";
        const string some = "select id, seq, doc from record where type = $1 and key = $2 and (seq, id) < ($4, $5) order by seq desc, id desc limit $3";
        var page = below is var (seq, id) ? await Records(some, cancellation, type, key, limit, seq, id) : await Records(all, cancellation, type, key, limit);
        return [.. page.Reverse()];
    }

    public async Task<StoredRecord?> LoadRecord(string type, string key, string id, CancellationToken cancellation = default) =>
        (await Records("select id, seq, doc from record where type = $1 and key = $2 and id = $3", cancellation, type, key, id)).FirstOrDefault();

    private Task<ImmutableArray<StoredRecord>> Records(string sql, CancellationToken cancellation, params object[] values) => Reading(() => RecordsOnce(sql, cancellation, values), cancellation);

    private async Task<ImmutableArray<StoredRecord>> RecordsOnce(string sql, CancellationToken cancellation, object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var records = ImmutableArray.CreateBuilder<StoredRecord>();
        while (await reader.ReadAsync(cancellation)) records.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetString(2)));
        return records.ToImmutable();
    }

    public async Task<SaveResult> Save(SaveRequest request, CancellationToken cancellation = default)
    {
        if (Storable.Refusal(request) is { } why) return new(SaveOutcome.Rejected, Detail: why);
        var started = time.GetTimestamp();
        var now = time.GetUtcNow();
        // A cancelled caller stops waiting; the save itself goes its way, as a commit cannot be called back.
        var result = await commits.Save(new(request, now, now + Patience)).WaitAsync(cancellation);
        StoreMetrics.Saved(time.GetElapsedTime(started), result.Outcome);
        return result;
    }

    public Task<string?> FindOperation(string type, string key, string operationId, CancellationToken cancellation = default) =>
        Reading(() => FindOperationOnce(type, key, operationId, cancellation), cancellation);

    private async Task<T> Reading<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try { return await read(); }
            catch (Exception e) when (DatabaseFailure.IsOutcomeUnknown(e) && time.GetElapsedTime(started) < ReadPatience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
            }
        }
    }

    private async Task<string?> FindOperationOnce(string type, string key, string operationId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select result from operation where type = $1 and key = $2 and op_id = $3");
        foreach (var value in (string[])[type, key, operationId]) command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }
}
