using System.Diagnostics;
using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;
using LearningHub.Silo.Hosting;

namespace LearningHub.Bench.Speed;

/// <summary>From starting the process to its first good answer, and its memory then, beside a bare server in a process of its own.</summary>
internal static class StartBench
{
    private const int Times = 3;

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var table = new Table("what", "first good answer, s", "memory, MiB", "of the floor");
        var (floor, floorMemory) = await Floor(cancellation);
        table.Row("bare server (floor)", Seconds(floor), floorMemory, "1.00");
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "hub-bench-" + Guid.NewGuid().ToString("n")[..10])).FullName;
        try
        {
            var starts = new List<TimeSpan>();
            long memory = 0;
            for (var n = 0; n <= Times; n++)
            {
                // Each is stopped in good order, the database with it.
                await using var host = new HostProcess(HostProcess.Production, folder);
                starts.Add(await host.Start(cancellation));
                memory = Processes.WorkingIn(folder).Where(p => File.ReadAllText($"/proc/{p}/cmdline").StartsWith("dotnet", StringComparison.Ordinal)).Sum(MemoryOf);
            }
            table.Row("hub, first start (makes its database)", Seconds(starts[0]), "", Pace.Ratio(starts[0].TotalSeconds, floor.TotalSeconds));
            var again = starts.Skip(1).Order().ElementAt(Times / 2);
            table.Row(string.Create(CultureInfo.InvariantCulture, $"hub, later starts (median of {Times})"), Seconds(again), memory, Pace.Ratio(again.TotalSeconds, floor.TotalSeconds));
        }
        finally { Directory.Delete(folder, recursive: true); }
        return CommitBench.Show("start", "Cold start and memory (`./hub bench start`)", table);
    }

    private static async Task<(TimeSpan, long)> Floor(CancellationToken cancellation)
    {
        var port = FreePorts.Take();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.Program("Bench"), "plain", port.ToString(CultureInfo.InvariantCulture)]))!;
        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
            await Wait.Until("the bare server answers", TimeSpan.FromSeconds(60), async () =>
            {
                try { return await http.GetStringAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/plain")), cancellation); }
                catch (HttpRequestException) { return ""; }
            }, text => text == "hello", cancellation);
            return (Stopwatch.GetElapsedTime(started), MemoryOf(process.Id));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Resident, in MiB.</summary>
    private static long MemoryOf(int process) =>
        long.Parse(File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
}
