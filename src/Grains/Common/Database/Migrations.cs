using System.Data;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Numbered, forward-only scripts: the resources <c>NNNN_name.sql</c> of this assembly, each applied once, in a transaction of its own,
/// under an advisory lock. Each capability numbers in its own range, so a script is applied when it is missing, in the order of numbers.
/// Two lines at a script's head change that:
/// <c>-- concurrently: index_name</c>: the script is one <c>create index concurrently</c> of that index, run outside a transaction, so that commits go on while it builds. What a kill or a failure left
/// half built is dropped and built again.
/// <c>-- replaces: NNNN</c>: where that script was not applied yet it is left out, as this one does what it did.</summary>
public static partial class Migrations
{
    private const long Lock = 0x6C6561726E687562; // "learnhub"
    private static readonly TimeSpan LockAgain = TimeSpan.FromMilliseconds(100);

    public static IReadOnlyList<Migration> All { get; } = Read(typeof(Migrations).Assembly);

    public static int SchemaVersion => All.Count == 0 ? 0 : All[^1].Number;

    /// <summary>Applies what is missing and makes the feed's epoch fit the server. Safe to call from many starters at once.</summary>
    /// <exception cref="SchemaRefusedException">The schema is newer than this program, or a script was changed after it was applied.</exception>
    public static Task Apply(NpgsqlDataSource database, CancellationToken cancellation = default) => Apply(database, All, cancellation);

    internal static async Task Apply(NpgsqlDataSource database, IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await Execute(connection, "set statement_timeout = 0; set lock_timeout = 0", cancellation);
        await TakeLock(connection, cancellation);
        try
        {
            await Execute(connection, """
                create table if not exists schema_migration (number int primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
                """, cancellation);
            var applied = await Applied(connection, cancellation);
            Check(applied, migrations);
            var replaced = migrations.Select(m => m.Replaces).ToHashSet();
            foreach (var migration in migrations.Where(m => !applied.ContainsKey(m.Number) && !replaced.Contains(m.Number)))
            {
                if (migration.Concurrently is { } index) await Build(connection, migration, index, cancellation);
                else await ApplyOne(connection, migration, cancellation);
            }
            await FeedEpoch.FitServer(connection, cancellation);
        }
        finally
        {
            // A connection that was cut has let go already; what cut it is to be told.
            if (connection.State == ConnectionState.Open) await Execute(connection, $"select pg_advisory_unlock({Lock}); reset statement_timeout; reset lock_timeout", CancellationToken.None);
        }
    }

    /// <summary>Held to the end of the session; another starter comes again and then finds nothing left to do. It does not wait inside a statement: that would hold a snapshot, for whose end an index
    /// that is built concurrently waits, and so each for the other.</summary>
    private static async Task TakeLock(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
        while (await command.ExecuteScalarAsync(cancellation) is not true) await Task.Delay(LockAgain, TimeProvider.System, cancellation);
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
        await Record(connection, migration, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>May die at any line: an index that is there and valid is done, one that is invalid (a build that was killed or failed) goes, and it begins again. There is no limit of time: a build that is
    /// cut off would only begin anew at the next start.</summary>
    private static async Task Build(NpgsqlConnection connection, Migration migration, string index, CancellationToken cancellation)
    {
        try
        {
            if (await IsValid(connection, index, cancellation) is { } there)
            {
                if (there)
                {
                    await Record(connection, migration, cancellation);
                    return;
                }
                await Execute(connection, $"drop index concurrently \"{index}\"", cancellation, seconds: 0);
            }
            await Execute(connection, migration.Sql, cancellation, seconds: 0);
            if (await IsValid(connection, index, cancellation) is not true)
                throw new SchemaRefusedException($"Migration {migration.Number:0000} ({migration.Name}) did not make the index {index}.");
        }
        catch (PostgresException e)
        {
            throw new SchemaRefusedException($"Migration {migration.Number:0000} ({migration.Name}) failed: {e.MessageText}");
        }
        await Record(connection, migration, cancellation);
    }

    /// <summary>Null: there is no such index.</summary>
    private static async Task<bool?> IsValid(NpgsqlConnection connection, string index, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select indisvalid from pg_index where indexrelid = to_regclass($1)", connection) { Parameters = { new() { Value = index } } };
        return (bool?)await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task Record(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var record = new NpgsqlCommand("insert into schema_migration (number, name, checksum) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<Dictionary<int, (string, string)>> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new Dictionary<int, (string, string)>();
        await using var command = new NpgsqlCommand("select number, name, checksum from schema_migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    /// <param name="seconds">0: as long as it takes.</param>
    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation, int seconds = 600)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = seconds };
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

    [GeneratedRegex(@"\A(?:--.*\n)*?-- concurrently: ([a-z0-9_]+)\r?\n")]
    internal static partial Regex ConcurrentlyLine();

    [GeneratedRegex(@"\A(?:--.*\n)*?-- replaces: (\d{4})\r?\n")]
    internal static partial Regex ReplacesLine();
}

/// <param name="Checksum">SHA-256 of the script with LF line ends.</param>
public sealed record Migration(int Number, string Name, string Sql, string Checksum)
{
    /// <summary>The index that it builds while others commit; null: it runs in a transaction.</summary>
    public string? Concurrently { get; } = Migrations.ConcurrentlyLine().Match(Sql) is { Success: true } named ? named.Groups[1].Value : null;

    /// <summary>The script that it stands for.</summary>
    public int? Replaces { get; } = Migrations.ReplacesLine().Match(Sql) is { Success: true } number ? int.Parse(number.Groups[1].Value, CultureInfo.InvariantCulture) : null;
}
