using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Reads documents with their records, for views.</summary>
internal static class AggregateTable
{
    private const string Columns = "select tenant, key, version, schema_version, doc, changed_at from aggregate where type = $1";

    public static Task<List<StoredAggregate>> ReadMany(NpgsqlConnection connection, string type, string[] keys, IReadOnlyList<string> recordTypes, CancellationToken cancellation) =>
        Read(connection, new(Columns + " and key = any($2) order by key", connection) { Parameters = { new() { Value = type }, new() { Value = keys } } }, recordTypes, cancellation);

    public static Task<List<StoredAggregate>> ReadAfter(NpgsqlConnection connection, string type, string key, int limit, IReadOnlyList<string> recordTypes, CancellationToken cancellation) =>
        Read(connection, new(Columns + " and key > $2 order by key limit $3", connection) { Parameters = { new() { Value = type }, new() { Value = key }, new() { Value = limit } } }, recordTypes, cancellation);

    private static async Task<List<StoredAggregate>> Read(NpgsqlConnection connection, NpgsqlCommand documents, IReadOnlyList<string> recordTypes, CancellationToken cancellation)
    {
        var found = new List<StoredAggregate>();
        await using (documents)
        await using (var reader = await documents.ExecuteReaderAsync(cancellation))
            while (await reader.ReadAsync(cancellation))
                found.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt32(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5), NoRecords));
        if (recordTypes.Count == 0 || found.Count == 0) return found;

        var records = await Records(connection, [.. found.Select(a => a.Key)], [.. recordTypes], cancellation);
        return [.. found.Select(a => a with { Records = records[a.Key].ToLookup(r => r.Type, r => r.Record) })];
    }

    private static async Task<ILookup<string, (string Type, StoredRecord Record)>> Records(NpgsqlConnection connection, string[] keys, string[] types, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select key, type, id, seq, doc from record where type = any($1) and key = any($2) order by key, type, seq, id", connection)
        {
            Parameters = { new() { Value = types }, new() { Value = keys } },
        };
        var records = new List<(string Key, string Type, StoredRecord Record)>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) records.Add((reader.GetString(0), reader.GetString(1), new(reader.GetString(2), reader.GetInt64(3), reader.GetString(4))));
        return records.ToLookup(r => r.Key, r => (r.Type, r.Record));
    }

    private static readonly ILookup<string, StoredRecord> NoRecords = Array.Empty<StoredRecord>().ToLookup(r => r.Id);
}
