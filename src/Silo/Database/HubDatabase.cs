using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Silo.Hosting;
using LearningHub.WebFrontend.Media;
using Npgsql;

namespace LearningHub.Silo.Database;

/// <summary>The opened database: reachable, new enough, migrated. Owns the embedded server, where there is one.</summary>
public sealed class HubDatabase : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;

    private HubDatabase(NpgsqlDataSource source, string connectionString, EmbeddedPostgres? embedded) =>
        (Source, ConnectionString, _embedded) = (source, connectionString, embedded);

    public NpgsqlDataSource Source { get; }
    public string ConnectionString { get; }
    public bool IsEmbedded => _embedded is not null;
    internal EmbeddedPostgres? Embedded => _embedded;

    public static async Task<HubDatabase> Open(DatabaseSettings settings, CancellationToken cancellation = default)
    {
        EmbeddedPostgres? embedded = null;
        NpgsqlDataSource? source = null;
        try
        {
            if (settings.ConnectionString is null)
                embedded = await EmbeddedPostgres.Start(settings.Folder?.Path ?? throw new ArgumentException("The embedded server needs a data folder."), PostgresBinaries.Find(), cancellation: cancellation);
            var connectionString = Tuned(settings.ConnectionString ?? embedded!.ConnectionString, settings.MaxPoolSize);
            source = NpgsqlDataSource.Create(connectionString);
            await CheckServer(source, cancellation);
            await Migrations.Apply(source, cancellation);
            return new(source, connectionString, embedded);
        }
        catch (Exception e)
        {
            if (source is not null) await source.DisposeAsync();
            if (embedded is not null) await embedded.DisposeAsync();
            throw e switch
            {
                SchemaRefusedException => new StartRefusedException(StartRefusal.SchemaRefused, e.Message, e),
                PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new StartRefusedException(StartRefusal.DiskFull, "There is no space left on the database's disk.", e),
                PostgresException p => new StartRefusedException(StartRefusal.DatabaseUnreachable, $"The database refuses: {p.MessageText}", e),
                UnauthorizedAccessException or IOException when settings.Folder is { } folder => DataFolder.Refused(folder.Path, e),
                NpgsqlException or ArgumentException when settings.Folder is { } folder && IsCrowded(folder.Path) =>
                    new StartRefusedException(StartRefusal.DiskFull, $"There is no space left for the database in {folder.Path}.", e),
                NpgsqlException or ArgumentException => new StartRefusedException(StartRefusal.DatabaseUnreachable, $"The database cannot be reached: {e.Message}", e),
                _ => e,
            };
        }
    }

    /// <summary>Less is free than PostgreSQL needs for one segment of its log: what failed just now failed of that.</summary>
    internal static bool IsCrowded(string folder) => DiskSpace.Free(folder) < 17 << 20;

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_embedded is not null) await _embedded.DisposeAsync();
    }

    /// <summary>What every connection of ours has: a transaction that its owner forgot may hold back the feed for seconds only.</summary>
    internal static string Tuned(string connectionString, int maxPoolSize)
    {
        // What the operator's string says stays. (ContainsKey would not tell: it is true of every keyword there is.)
        var tuned = new NpgsqlConnectionStringBuilder(connectionString);
        if (!tuned.ShouldSerialize("Maximum Pool Size")) tuned.MaxPoolSize = maxPoolSize;
        if (!tuned.ShouldSerialize("Max Auto Prepare")) tuned.MaxAutoPrepare = 64;
        if (!tuned.ShouldSerialize("Timeout")) tuned.Timeout = 5;
        if (!tuned.ShouldSerialize("Command Timeout")) tuned.CommandTimeout = 15;
        tuned.ApplicationName ??= "learning-hub";
        tuned.Options ??= "-c statement_timeout=15s -c idle_in_transaction_session_timeout=5s";
        return tuned.ConnectionString;
    }

    private static async Task CheckServer(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select current_setting('server_version_num')::int, current_setting('server_encoding')");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var major = reader.GetInt32(0) / 10_000;
        if (major < 15)
            throw new StartRefusedException(StartRefusal.DatabaseUnreachable, string.Create(CultureInfo.InvariantCulture, $"The database server is PostgreSQL {major}; 15 or later is needed."));
        if (reader.GetString(1) != "UTF8")
            throw new StartRefusedException(StartRefusal.DatabaseUnreachable, $"The database's encoding is {reader.GetString(1)}; UTF8 is needed.");
    }
}
