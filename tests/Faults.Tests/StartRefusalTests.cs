using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;
using LearningHub.Silo.Database;
using LearningHub.Silo.Hosting;
using Npgsql;

namespace LearningHub.Faults.Tests;

/// <summary>The real program where it cannot start: one line that says why, and an exit code of its own.</summary>
public sealed class StartRefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-refused-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_port_in_use_and_a_wrong_option_are_refused()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        (await Refused(StartRefusal.PortTaken, _folder, port)).ShouldContain($"Port {port} is in use");
        (await Refused(StartRefusal.Usage, _folder, 0, "--prot", "1")).ShouldContain("'--prot'");
    }

    [Fact]
    public async Task A_data_folder_that_another_hub_holds_is_refused()
    {
        using var held = DataFolder.Open(_folder);
        (await Refused(StartRefusal.DataFolderLocked, _folder)).ShouldContain("in use by another hub");
    }

    [Fact]
    public async Task A_damaged_database_one_of_another_version_and_one_of_a_newer_hub_are_refused()
    {
        using (var folder = DataFolder.Open(_folder))
        await using (var database = await HubDatabase.Open(new(null, folder)))
        await using (var newer = database.Source.CreateCommand("insert into schema_migration select number + 1000, 'of_a_later_version', checksum, applied_at from schema_migration order by number desc limit 1"))
            await newer.ExecuteNonQueryAsync();
        await Refused(StartRefusal.SchemaRefused, _folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "postgres", "PG_VERSION"), "17\n");
        (await Refused(StartRefusal.DataFolderOfAnotherVersion, _folder)).ShouldContain("PostgreSQL 17");
        File.Delete(Path.Combine(_folder, "postgres", "global", "pg_control"));
        (await Refused(StartRefusal.DataFolderDamaged, _folder)).ShouldContain("backup");
    }

    [FactOnSmallDisk]
    public async Task A_data_folder_that_cannot_be_written_is_refused()
    {
        await using var disk = await SmallDisk.Mount(1);
        await disk.Remount("ro");
        (await Refused(StartRefusal.DataFolderReadOnly, disk.Folder)).ShouldContain("cannot be written");
    }

    [FactOnSmallDisk]
    public async Task A_full_disk_is_refused_at_every_stage_of_a_start_and_with_room_the_next_start_works()
    {
        await using var disk = await SmallDisk.Mount(1);
        SmallDisk.Fill(disk.Filler);
        await Refused(StartRefusal.DiskFull, disk.Folder);
        File.Delete(disk.Filler);

        // Room for the folder, then for a part of the first database.
        foreach (var megabytes in (int[])[8, 30])
        {
            await disk.Remount($"size={megabytes}m");
            (await Refused(StartRefusal.DiskFull, disk.Folder)).ShouldContain("no space left");
        }
        await disk.Remount("size=300m");
        await Start(disk.Folder, async source => { await using var made = source.CreateCommand("create table kept as select 7 as n"); await made.ExecuteNonQueryAsync(); });

        SmallDisk.Fill(disk.Filler);
        (await Refused(StartRefusal.DiskFull, disk.Folder)).ShouldContain("no space left");
        File.Delete(disk.Filler);
        await Start(disk.Folder, async source =>
        {
            await using var kept = source.CreateCommand("select n from kept");
            (await kept.ExecuteScalarAsync()).ShouldBe(7);
        });
    }

    private static async Task Start(string data, Func<NpgsqlDataSource, Task> use)
    {
        using var folder = DataFolder.Open(data);
        await using var database = await HubDatabase.Open(new(null, folder));
        await use(database.Source);
    }

    /// <summary>Starts the program; answers its one line.</summary>
    private static async Task<string> Refused(StartRefusal expected, string data, int port = 0, params string[] more)
    {
        var program = HostProcess.Production;
        var start = new ProcessStartInfo(program[0]) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])[.. program.Skip(1), "--port", port.ToString(CultureInfo.InvariantCulture), "--data", data, .. more]) start.ArgumentList.Add(argument);
        start.Environment.Remove("HUB_DATABASE");
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(120), TimeProvider.System);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(bound.Token), process.StandardError.ReadToEndAsync(bound.Token));
            await process.WaitForExitAsync(bound.Token);
            var said = (await errors).TrimEnd();
            process.ExitCode.ShouldBe((int)expected, $"{said}\n{await output}");
            said.ShouldStartWith("hub: ");
            said.ShouldNotContain("\n");
            return said;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
            // One that was not refused has started a database that is no child of it.
            foreach (var left in Processes.WorkingIn(data)) Processes.Signal(left, Processes.Kill);
        }
    }
}
