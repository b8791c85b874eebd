using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Numbered, forward-only scripts: the resources <c>NNNN_name.sql</c> of this assembly, each applied once, in a transaction of its own,
/// under an advisory lock. Each capability numbers in its own range, so a script is applied when it is missing, in the order of numbers.</summary>
public static partial class Migrations
{
    private const long Lock = 0x6C6561726E687562; // "learnhub"

    public static IReadOnlyList<Migration> All { get; } = Read(typeof(Migrations).Assembly);

    public static int SchemaVersion => All.Count == 0 ? 0 : All[^1].Number;

    /// <summary>Applies what is missing and makes the feed's epoch fit the server. Safe to call from many starters at once.</summary>
    /// <exception cref="SchemaRefusedException">The schema is newer than this program, or a script was changed after it was applied.</exception>
    public static Task Apply(NpgsqlDataSource database, CancellationToken cancellation = default) => Apply(database, All, cancellation);

    internal static async Task Apply(NpgsqlDataSource database, IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        // Held to the end of the session; another starter waits here and then finds nothing left to do.
        await Execute(connection, $"set statement_timeout = 0; set lock_timeout = 0; select pg_advisory_lock({Lock})", cancellation);
        try
        {
            await Execute(connection, """
                create table if not exists schema_migration (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
                """, cancellation);
            var applied = await Applied(connection, cancellation);
            Check(applied, migrations);
            foreach (var migration in migrations.Where(m => !applied.ContainsKey(m.Number))) await ApplyOne(connection, migration, cancellation);
            await FeedEpoch.FitServer(connection, cancellation);
        }
        finally
        {
            await Execute(connection, $"select pg_advisory_unlock({Lock}); reset statement_timeout; reset lock_timeout", CancellationToken.None);
        }
    }

    private static void Check(Dictionary<int, (string Name, string Checksum)> applied, IReadOnlyList<Migration> migrations)
    {
        var known = migrations.ToDictionary(m => m.Number);
        foreach (var (number, (name, checksum)) in applied.OrderByDescending(a => a.Key))
        {
            if (!known.TryGetValue(number, out var migration))
                throw new SchemaRefusedException($"The database is newer than this program: it holds migration {number:0000} ({name}), which this version does not know. Start the newer version.");
            if (migration.Checksum != checksum)
                throw new SchemaRefusedException($"Migration {number:0000} ({name}) was changed after it was applied to this database. Restore the script, or the database it belongs to.");
        }
    }

    private static async Task ApplyOne(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            await Execute(connection, migration.Sql, cancellation);
        }
        catch (PostgresException e)
        {
            throw new SchemaRefusedException($"Migration {migration.Number:0000} ({migration.Name}) failed: {e.MessageText}");
        }
        await using var record = new NpgsqlCommand("insert into schema_migration (number, name, checksum) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<Dictionary<int, (string, string)>> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new Dictionary<int, (string, string)>();
        await using var command = new NpgsqlCommand("select number, name, checksum from schema_migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    internal static IReadOnlyList<Migration> Read(Assembly assembly)
    {
        var found = new SortedDictionary<int, Migration>();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            if (Numbered().Match(resource) is not { Success: true } match) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            var sql = reader.ReadToEnd();
            var number = int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            var migration = new Migration(number, match.Groups[2].Value, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql.ReplaceLineEndings("\n")))));
            if (!found.TryAdd(number, migration)) throw new InvalidOperationException($"Two migrations have the number {number:0000}: {found[number].Name}, {migration.Name}.");
        }
        return [.. found.Values];
    }

    [GeneratedRegex(@"(?:^|[/\\.])(\d{4})_([a-z0-9_]+)\.sql$")]
    private static partial Regex Numbered();
}

/// <param name="Checksum">SHA-256 of the script with LF line ends.</param>
public sealed record Migration(int Number, string Name, string Sql, string Checksum);
