using Npgsql;

namespace LearningHub.Bench.Faults;

/// <summary>Reads of the database by the checks.</summary>
internal sealed class DatabaseRows(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<string[]>> Read(string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(cancellation))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture)!)]);
        return rows;
    }

    public async Task<long> Count(string sql, CancellationToken cancellation) => long.Parse((await Read(sql, cancellation))[0][0], System.Globalization.CultureInfo.InvariantCulture);
}
