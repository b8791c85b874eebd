using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Cluster;

/// <summary>The table of what silos say of themselves. Ages are told by the database's clock alone.</summary>
internal sealed class SiloReports(NpgsqlDataSource database)
{
    public async Task Write(string silo, SiloReport report, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            insert into silo_report (silo, at, doc) values ($1, clock_timestamp(), $2::jsonb)
            on conflict (silo) do update set at = excluded.at, doc = excluded.doc
            """);
        command.Parameters.Add(new() { Value = silo });
        command.Parameters.Add(new() { Value = JsonSerializer.Serialize(report, HubJson.Options) });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Those of the last hour.</summary>
    public async Task<ImmutableArray<(string Silo, TimeSpan Age, SiloReport Report)>> Read(CancellationToken cancellation = default)
    {
        await using var command = database.CreateCommand(
            "select silo, greatest(0, extract(epoch from clock_timestamp() - at))::float8, doc from silo_report where at > clock_timestamp() - interval '1 hour' order by silo");
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var reports = ImmutableArray.CreateBuilder<(string, TimeSpan, SiloReport)>();
        while (await row.ReadAsync(cancellation))
            if (Parse(row.GetString(2)) is { } report) reports.Add((row.GetString(0), TimeSpan.FromSeconds(row.GetDouble(1)), report));
        return reports.ToImmutable();
    }

    /// <summary>A silo that leaves says so by taking its row along; one that died is forgotten after an hour.</summary>
    public async Task Remove(string silo, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from silo_report where silo = $1 or at < clock_timestamp() - interval '1 hour'");
        command.Parameters.Add(new() { Value = silo });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Null for a row that another version wrote, which this one cannot read.</summary>
    private static SiloReport? Parse(string json)
    {
        try { return JsonSerializer.Deserialize<SiloReport>(json, HubJson.Options) is { Grains.IsDefault: false, Trend.IsDefault: false, Published: not null } report ? report : null; }
        catch (JsonException) { return null; }
    }
}
