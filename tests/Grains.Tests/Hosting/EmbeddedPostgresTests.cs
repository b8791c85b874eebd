using System.Diagnostics;
using LearningHub.Silo.Database;
using LearningHub.Silo.Hosting;
using Npgsql;

namespace LearningHub.Grains.Tests.Hosting;

/// <summary>The server in the data folder. These run as whoever runs the tests; as root they also show that PostgreSQL gets a user of its own.</summary>
public sealed class EmbeddedPostgresTests : IDisposable
{
    // Only its owner may enter, as root's home and mktemp -d are.
    private readonly string _folder = LeftBehind.NewFolder($"{Environment.ProcessId}-embedded-{Guid.NewGuid():n}");

    public EmbeddedPostgresTests()
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Dispose() => LeftBehind.Remove(_folder);

    private async Task<EmbeddedPostgres> Start() => await EmbeddedPostgres.Start(_folder, await TestBinaries.Find());

    private static async Task<T> Ask<T>(EmbeddedPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private int PostmasterId() => int.Parse(File.ReadLines(Path.Combine(_folder, "postgres", "postmaster.pid")).First());

    [Fact]
    public async Task A_folder_that_only_its_owner_may_enter_holds_a_server_with_all_that_the_hub_needs()
    {
        await using var postgres = await Start();
        (await Ask<string>(postgres, "select current_setting('server_version_num')")).ShouldStartWith("18");
        await Ask<int>(postgres, "create extension pg_trgm; create extension unaccent; select 1");
        (await Ask<string>(postgres, "select current_setting('listen_addresses') || current_setting('unix_socket_directories')")).ShouldBe("127.0.0.1");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_folder, "postgres.password")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Data_survives_a_stop_and_a_start()
    {
        await using (var first = await Start()) await Ask<int>(first, "create table kept (a int); insert into kept values (7); select 1");
        await using var second = await Start();
        second.WasAdopted.ShouldBeFalse();
        (await Ask<int>(second, "select a from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_server_that_a_killed_hub_left_behind_is_adopted_and_stopped_with_us()
    {
        var left = await Start();
        await Ask<int>(left, "create table kept (a int); insert into kept values (7); select 1");
        var id = PostmasterId();
        await using (var adopted = await Start())
        {
            adopted.WasAdopted.ShouldBeTrue();
            PostmasterId().ShouldBe(id);
            (await Ask<int>(adopted, "select a from kept")).ShouldBe(7);
        }
        File.Exists(Path.Combine(_folder, "postgres", "postmaster.pid")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_was_killed_recovers_what_was_committed()
    {
        var killed = await Start();
        await Ask<int>(killed, "create table kept (a int); insert into kept values (7); select 1");
        using (var postmaster = Process.GetProcessById(PostmasterId()))
        {
            postmaster.Kill();
            await Wait.Until(() => postmaster.HasExited);
        }
        await using var again = await Start();
        again.WasAdopted.ShouldBeFalse();
        (await Ask<int>(again, "select a from kept")).ShouldBe(7);
    }

    [Fact]
    public async Task A_process_id_that_is_another_programs_by_now_is_left_in_peace()
    {
        await (await Start()).DisposeAsync();
        using var other = Process.Start("sleep", "3600");
        // As after a crash of the machine: the file names a process that now is something else.
        try
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "postmaster.pid"), $"{other.Id}\n{Path.Combine(_folder, "postgres")}\n1\n1\n\n127.0.0.1\n");
            await using (var postgres = await Start()) (await Ask<int>(postgres, "select 1")).ShouldBe(1);
            other.HasExited.ShouldBeFalse();
        }
        finally { other.Kill(); }
    }

    [Fact]
    public async Task A_start_that_was_cut_off_while_making_the_database_is_begun_anew()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "postgres.new", "half"));
        await using var postgres = await Start();
        (await Ask<int>(postgres, "select 1")).ShouldBe(1);
    }

    [Fact]
    public async Task A_damaged_database_and_one_of_another_version_are_refused_with_one_line()
    {
        await (await Start()).DisposeAsync();
        var version = Path.Combine(_folder, "postgres", "PG_VERSION");
        var control = Path.Combine(_folder, "postgres", "global", "pg_control");

        await Replaced(version, "19\n"u8.ToArray(), StartRefusal.DataFolderOfAnotherVersion);
        await Replaced(control, new byte[8192], StartRefusal.DataFolderDamaged);
        await Replaced(control, null, StartRefusal.DataFolderDamaged);
        await Replaced(version, null, StartRefusal.DataFolderDamaged);
        await Replaced(Path.Combine(_folder, "postgres.password"), null, StartRefusal.DataFolderDamaged);
        await using var whole = await Start();
        (await Ask<int>(whole, "select 1")).ShouldBe(1);
    }

    private async Task Replaced(string file, byte[]? content, StartRefusal expected)
    {
        var before = await File.ReadAllBytesAsync(file);
        if (content is null) File.Move(file, file + ".away");
        else await File.WriteAllBytesAsync(file, content);
        var refused = await Should.ThrowAsync<StartRefusedException>(async () => await (await Start()).DisposeAsync());
        refused.Reason.ShouldBe(expected, refused.Message);
        refused.Message.ShouldNotContain("\n");
        if (content is null) File.Move(file + ".away", file);
        else await File.WriteAllBytesAsync(file, before);
    }

    [Fact]
    public void A_data_folder_serves_one_hub()
    {
        using (DataFolder.Open(_folder))
        {
            var refused = Should.Throw<StartRefusedException>(() => DataFolder.Open(_folder));
            refused.Reason.ShouldBe(StartRefusal.DataFolderLocked);
            refused.Message.ShouldContain("--data");
        }
        DataFolder.Open(_folder).Dispose();
    }

    [Fact]
    public void A_data_folder_that_cannot_be_written_is_refused()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        Should.Throw<StartRefusedException>(() => DataFolder.Open(Path.Combine(file, "data"))).Reason.ShouldBe(StartRefusal.DataFolderReadOnly);
    }
}
