using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using LearningHub.Silo.Hosting;
using Npgsql;

namespace LearningHub.Silo.Database;

/// <summary>A PostgreSQL server of the hub's own, in its data folder: made on the first start, adopted when an earlier hub was killed and left it
/// running, started again when it dies (<see cref="PostgresSupervisor"/>), stopped with the hub. Loopback TCP only (a socket's path can be too
/// long), a random password, never as root.</summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const string User = "hub";
    private readonly PostgresBinaries _binaries;
    private readonly PostgresUser _user;
    private readonly string _folder;
    private readonly bool _durable;

    /// <summary>Held while the server is started again or stopped: a stopped one is never started.</summary>
    private readonly SemaphoreSlim _turn = new(1);
    private bool _stopped;

    private EmbeddedPostgres(PostgresBinaries binaries, PostgresUser user, string folder, string connectionString, bool adopted, bool durable)
    {
        (_binaries, _user, _folder, ConnectionString, WasAdopted, _durable) = (binaries, user, folder, connectionString, adopted, durable);
    }

    /// <summary>To the database <c>hub</c>.</summary>
    public string ConnectionString { get; }

    /// <summary>The server was found running.</summary>
    public bool WasAdopted { get; }

    /// <param name="folder">The data folder, whose lock the caller holds.</param>
    /// <param name="durable">False only where the data is thrown away: tests.</param>
    public static async Task<EmbeddedPostgres> Start(string folder, PostgresBinaries binaries, bool durable = true, CancellationToken cancellation = default)
    {
        var user = await PostgresUser.Find(folder, binaries, cancellation);
        var cluster = Path.Combine(folder, "postgres");
        var password = await Password(folder, cancellation);
        if (!Directory.Exists(cluster)) await Create(folder, cluster, binaries, user, durable, cancellation);
        CheckCluster(cluster);

        if (await Adopt(cluster, password, cancellation) is { } running) return new(binaries, user, folder, running, adopted: true, durable);
        await StopStranger(cluster, binaries, user, cancellation);

        var connection = await Launch(folder, cluster, binaries, user, password, durable, null, cancellation);
        return new(binaries, user, folder, connection, adopted: false, durable);
    }

    /// <summary>Returns when the server has cut a connection that only waits, or lets nobody in: it has died, or is starting again by itself.</summary>
    internal async Task UntilLost(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(ConnectionString) { Pooling = false, Timeout = 5, ApplicationName = "learning-hub-watch" }.ConnectionString);
            await connection.OpenAsync(cancellation);
            while (true) await connection.WaitAsync(cancellation);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or SocketException or TimeoutException)
        {
            // Lost. Why is in the server's log.
        }
    }

    /// <summary>Makes a lost server answer again, on its port. One whose process lives is waited for (when a backend is killed it restarts by itself),
    /// never stopped; a dead one is started. Nothing happens after <see cref="DisposeAsync"/>.</summary>
    internal async Task Revive(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_stopped) return;
            var cluster = Path.Combine(_folder, "postgres");
            if (RunningProcess(cluster) is { } process && IsPostgres(process))
            {
                await WaitUntilReady(ConnectionString, TimeSpan.FromSeconds(60), cancellation);
                return;
            }
            File.Delete(Path.Combine(cluster, "postmaster.pid"));
            await Launch(_folder, cluster, _binaries, _user, await Password(_folder, cancellation), _durable, new NpgsqlConnectionStringBuilder(ConnectionString).Port, cancellation);
        }
        finally { _turn.Release(); }
    }

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _stopped = true;
        _turn.Release();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(40), TimeProvider.System);
        await CommandLine.Run([.. _user.Prefix, _binaries.PgCtl, "stop", "-D", Path.Combine(_folder, "postgres"), "-m", "fast", "-w", "-t", "30"], timeout.Token);
    }

    private static async Task<string> Password(string folder, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, "postgres.password");
        if (File.Exists(path) && (await File.ReadAllTextAsync(path, cancellation)).Trim() is { Length: > 0 } known) return known;
        if (Directory.Exists(Path.Combine(folder, "postgres")))
            throw new StartRefusedException(StartRefusal.DataFolderDamaged, $"The password of the database is missing: {path}. Restore the file from the backup of the data folder.");
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, options);
        await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(password + "\n"), cancellation);
        return password;
    }

    private static async Task Create(string folder, string cluster, PostgresBinaries binaries, PostgresUser user, bool durable, CancellationToken cancellation)
    {
        // Under another name until it is whole: a start that was cut off leaves nothing that looks like a database.
        var making = cluster + ".new";
        var passwordFile = Path.Combine(folder, "postgres.password.new");
        if (Directory.Exists(making)) Directory.Delete(making, recursive: true);
        Directory.CreateDirectory(making);
        try
        {
            File.Copy(Path.Combine(folder, "postgres.password"), passwordFile, overwrite: true);
            await user.Own(making, cancellation);
            await user.Own(passwordFile, cancellation);
            var (code, output) = await CommandLine.Run([.. user.Prefix, binaries.InitDb, "-D", making, "-U", User, "--auth=scram-sha-256", $"--pwfile={passwordFile}",
                "--encoding=UTF8", "--locale=C", .. durable ? (string[])[] : ["--no-sync"]], cancellation);
            if (code != 0) throw Failed("PostgreSQL could not make its database", HubDatabase.IsCrowded(folder) ? "No space left on device" : output, folder);
            Directory.Move(making, cluster);
        }
        finally { File.Delete(passwordFile); }
    }

    private static void CheckCluster(string cluster)
    {
        var version = Path.Combine(cluster, "PG_VERSION");
        if (!File.Exists(version) || !File.Exists(Path.Combine(cluster, "global", "pg_control")))
            throw new StartRefusedException(StartRefusal.DataFolderDamaged, $"The database in {cluster} is damaged: files are missing. Restore the data folder from a backup.");
        var major = File.ReadAllText(version).Trim();
        if (major != PostgresBinaries.Major.ToString(CultureInfo.InvariantCulture))
            throw new StartRefusedException(StartRefusal.DataFolderOfAnotherVersion,
                $"The database in {cluster} was made by PostgreSQL {major}, this hub brings PostgreSQL {PostgresBinaries.Major}. See \"Moving to another PostgreSQL\" in docs/operations.md.");
    }

    private static async Task<string?> Adopt(string cluster, string password, CancellationToken cancellation)
    {
        if (RunningPort(cluster) is not { } port) return null;
        var connectionString = ConnectionTo(port, password);
        try
        {
            // A crashed server may still be recovering: it answers, and soon lets us in.
            await WaitUntilReady(connectionString, TimeSpan.FromSeconds(30), cancellation);
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.OpenAsync(cancellation);
            await using var command = new NpgsqlCommand("select current_setting('data_directory')", connection);
            // Another server may have been given the port of a dead one.
            return Same((string)(await command.ExecuteScalarAsync(cancellation))!, cluster) ? connectionString : null;
        }
        catch (NpgsqlException) { return null; }
    }

    /// <summary>A server that runs and does not let us in is stopped. The file of a dead one goes: its process id may be another program's by now, and
    /// the lock of the data folder says that no other hub is here.</summary>
    private static async Task StopStranger(string cluster, PostgresBinaries binaries, PostgresUser user, CancellationToken cancellation)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        if (!File.Exists(file)) return;
        if (RunningProcess(cluster) is { } id && IsPostgres(id))
            await CommandLine.Run([.. user.Prefix, binaries.PgCtl, "stop", "-D", cluster, "-m", "fast", "-w", "-t", "20"], cancellation);
        else
            File.Delete(file);
    }

    private static int? RunningProcess(string cluster)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
    }

    private static bool IsPostgres(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited && process.ProcessName.StartsWith("postgres", StringComparison.Ordinal) && !IsZombie(id);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException) { return false; }
    }

    /// <summary>It has ended, and whoever should ask for its exit code has not: in a container that may be nobody.</summary>
    private static bool IsZombie(int id)
    {
        if (!OperatingSystem.IsLinux()) return false;
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z');
        }
        catch (IOException) { return true; } // gone meanwhile
    }

    private static bool Same(string a, string b) => Path.GetFullPath(a).TrimEnd('/', '\\') == Path.GetFullPath(b).TrimEnd('/', '\\');

    private static int? RunningPort(string cluster)
    {
        var file = Path.Combine(cluster, "postmaster.pid");
        if (!File.Exists(file)) return null;
        // Lines: process id, data folder, start time, port, …
        var lines = File.ReadAllLines(file);
        return lines.Length >= 4 && int.TryParse(lines[3].Trim(), out var port) ? port : null;
    }

    private static async Task<string> Launch(string folder, string cluster, PostgresBinaries binaries, PostgresUser user, string password, bool durable, int? samePort, CancellationToken cancellation)
    {
        var log = Path.Combine(folder, "postgres.log");
        if (new FileInfo(log) is { Exists: true, Length: > 4 << 20 }) File.Move(log, log + ".1", overwrite: true);
        if (!File.Exists(log)) await File.WriteAllTextAsync(log, "", cancellation);
        await user.Own(log, cancellation);

        for (var attempt = 1; ; attempt++)
        {
            var port = samePort ?? FreePorts.Take();
            var before = new FileInfo(log).Length;
            // pg_ctl gives the server a session of its own: Ctrl-C reaches us, and we stop it in good order.
            string[] options = ["-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=120", "-c", "shared_buffers=128MB",
                "-c", "max_wal_size=512MB", "-c", "log_min_messages=warning", .. durable ? (string[])[] : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]];
            var (code, output) = await CommandLine.Run([.. user.Prefix, binaries.PgCtl, "start", "-D", cluster, "-l", log, "-w", "-t", "60", "-s", "-o", string.Join(' ', options)], cancellation);
            var said = Tail(log, before);
            if (code == 0)
            {
                var connectionString = ConnectionTo(port, password);
                await WaitUntilReady(connectionString, TimeSpan.FromSeconds(60), cancellation);
                return connectionString;
            }
            if (attempt < 3 && samePort is null && said.Contains("Address already in use", StringComparison.Ordinal)) continue;
            // Of a server that was killed, a process still writes: it sees that its postmaster has gone, and ends.
            if (attempt < 40 && said.Contains("pre-existing shared memory block", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, cancellation);
                continue;
            }
            said += output;
            // A full disk also holds no line of the log that would say so.
            if (said.Contains("No space left", StringComparison.Ordinal) || HubDatabase.IsCrowded(folder)) throw new StartRefusedException(StartRefusal.DiskFull, $"There is no space left for the database in {cluster}.");
            // A recovery that ends where the log does says "invalid record length", and that is well.
            if (said.Split('\n').Any(l => !l.Contains("LOG:", StringComparison.Ordinal) && (l.Contains("PANIC", StringComparison.Ordinal) || l.Contains("invalid", StringComparison.Ordinal) || l.Contains("corrupt", StringComparison.Ordinal))))
                throw new StartRefusedException(StartRefusal.DataFolderDamaged, $"The database in {cluster} is damaged: {LastLine(said)} Restore the data folder from a backup.");
            throw Failed("PostgreSQL did not start", said, folder);
        }
    }

    private static async Task WaitUntilReady(string connectionString, TimeSpan patience, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var postgres = new NpgsqlConnectionStringBuilder(connectionString) { Database = "postgres", Pooling = false, Timeout = 5 }.ConnectionString;
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(postgres);
                await connection.OpenAsync(cancellation);
                await using var exists = new NpgsqlCommand("select exists (select from pg_database where datname = 'hub')", connection);
                if (!(bool)(await exists.ExecuteScalarAsync(cancellation))!)
                {
                    await using var create = new NpgsqlCommand("create database hub", connection);
                    await create.ExecuteNonQueryAsync(cancellation);
                }
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow && time.GetElapsedTime(started) < patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
            }
        }
    }

    private static string ConnectionTo(int port, string password) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = port, Username = User, Password = password, Database = "hub", SslMode = SslMode.Disable }.ConnectionString;

    private static string Tail(string log, long from)
    {
        using var stream = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Seek(from, SeekOrigin.Begin);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static StartRefusedException Failed(string what, string output, string folder) => output.Contains("No space left", StringComparison.Ordinal)
        ? new(StartRefusal.DiskFull, $"There is no space left for the data folder {folder}.")
        : new(StartRefusal.PostgresFailed, $"{what}: {LastLine(output)}");

    private static string LastLine(string text) =>
        text.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.Length > 0 && !l.StartsWith("stopped waiting", StringComparison.Ordinal) && !l.StartsWith("Examine", StringComparison.Ordinal)) ?? "no reason given.";
}
