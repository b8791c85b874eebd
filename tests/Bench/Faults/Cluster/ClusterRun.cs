using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

internal enum ClusterBlow { SiloKilled, SiloStopped, FrontEndKilled }

/// <param name="Gap">The longest that anybody waited for an answer between this blow and the next.</param>
internal sealed record ClusterBlowRecord(ClusterBlow Blow, int InFlight, int Transcoding, TimeSpan Gap);

/// <param name="Blows">Of the run, in order. A silo that was killed or stopped comes back after a while; so a rolling restart is two that are stopped.</param>
internal sealed record ClusterSettings(int Seed, IReadOnlyList<ClusterBlow> Blows)
{
    public int Students { get; init; } = 6;
    public int Videos { get; init; } = 3;

    /// <summary>How long the other silo is alone.</summary>
    public TimeSpan Alone { get; init; } = TimeSpan.FromSeconds(20);
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);
}

internal sealed record ClusterReport(ClusterSettings Settings, IReadOnlyList<ClusterBlowRecord> Blows, Traffic Traffic, Findings Findings, int RowsCompared, int Resyncs, int Pushed, int Repaired)
{
    public bool IsGreen => Findings.All.Count == 0 && RowsCompared > 0;

    public string Summary()
    {
        var table = new Table("what", "measured", "must be")
            .Row("answers", Traffic.Answers, "> 0")
            .Row("acknowledged and lost", Findings.Count(Fault.Lost), 0)
            .Row("happened twice", Findings.Count(Fault.Twice), 0)
            .Row("refused, parked or left behind wrongly", Findings.Count(Fault.Wrong), 0)
            .Row("read-model rows compared with a rebuild", RowsCompared, "> 0")
            .Row("rows unequal", Findings.Count(Fault.Unequal), 0)
            .Row("an open chat: messages pushed, repaired, times told to read again", $"{Pushed}, {Repaired}, {Resyncs}", "");
        foreach (var b in Blows)
            table.Row(b.Blow switch { ClusterBlow.SiloKilled => "a silo killed", ClusterBlow.SiloStopped => "a silo restarted in good order", _ => "the front end killed" },
                string.Create(CultureInfo.InvariantCulture, $"{b.InFlight} in flight, {b.Transcoding} transcoding; longest wait {b.Gap.TotalSeconds:0.0} s"), "");
        var found = string.Concat(Findings.All.Take(30).Select(f => $"{f.Fault}: {f.Text}\n"));
        var statuses = string.Join(", ", Traffic.Statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"));
        return $"Two silos and a front end, seed {Settings.Seed}, {Settings.Students} students at once; {BenchmarksPage.Machine}.\n\n{table}\nAnswers by status: {statuses}; cut off: {Traffic.Cut}.\n{found}";
    }
}

/// <summary>Load from many clients through the front end of a cluster, while its processes are killed and restarted one after the other; then quiet and the
/// checks, the same as of one host.</summary>
internal sealed class ClusterRun(ClusterSettings settings, TextWriter say)
{
    public async Task<ClusterReport> Execute(CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "hub-cluster-" + Guid.NewGuid().ToString("n")[..10])).FullName;
        var green = false;
        try
        {
            await using var cluster = await TwoSilos.Start(folder, cancellation);
            try
            {
                var report = await Execute(cluster, folder, cancellation);
                green = report.IsGreen;
                return report;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"The run broke off: {e.Message}\n{cluster.LogTails()}", e);
            }
        }
        finally
        {
            if (green) await Folders.Remove(folder);
            else await say.WriteLineAsync($"logs and data are kept in {folder}");
        }
    }

    private async Task<ClusterReport> Execute(TwoSilos cluster, string folder, CancellationToken cancellation)
    {
        var (random, traffic, findings, run) = (new Random(settings.Seed), new Traffic(), new Findings(), $"r{settings.Seed}");
        using var ledger = new Ledger(Path.Combine(folder, "ledger.jsonl"));
        using var client = new FaultClient(cluster.FrontEnd.Address, ledger, traffic, settings.Patience);
        var academy = new Academy(client, run);
        await academy.SetUp(cancellation);
        await say.WriteLineAsync("the academy stands");

        var uploader = new Uploader(client, academy, run, new Random(random.Next()));
        var clips = new List<string>();
        for (var n = 0; n <= settings.Videos; n++) clips.Add(await Clips.Make(folder, $"clip{n}", n == 0 ? Academy.VideoSeconds : 4, n == 0 ? "320x180" : "640x360", 300 + 40 * n, cancellation));
        var (lesson, media) = await uploader.Upload(clips[0], "The watched one", cancellation);
        await uploader.WaitUntilReady(media, TimeSpan.FromMinutes(6), cancellation);
        await Wait.Until("the lesson shows its video", settings.Patience, async () => (await client.Get($"/api/v1/courses/{academy.WatchedCourse}", academy.InstructorToken, cancellation: cancellation)).Text,
            text => text.Contains("\"mediaReady\":true", StringComparison.Ordinal), cancellation);
        academy.Watch(lesson);
        await using var listener = new Listener(client, cluster.FrontEnd.Address, academy.Courses[0], academy.InstructorToken);
        await listener.Open(cancellation);

        var blows = new List<ClusterBlowRecord>();
        using var finish = new CancellationTokenSource();
        var workers = Enumerable.Range(1, settings.Students).Select(n => new Student(client, ledger, academy, run, n, new Random(random.Next()), settings.Patience).Work(finish.Token, cancellation))
            .Append(uploader.Work(clips[1..], () => (double)(blows.Count + 1) / settings.Blows.Count, () => blows.Count < settings.Blows.Count, finish.Token, cancellation)).ToArray();
        for (var i = 0; i < settings.Blows.Count; i++) blows.Add(await Strike(settings.Blows[i], cluster, i, traffic, folder, random, cancellation));
        await finish.CancelAsync();
        await Task.WhenAll(workers).WaitAsync(TimeSpan.FromMinutes(4), TimeProvider.System, cancellation);

        await say.WriteLineAsync("checking");
        if (!settings.Blows.Contains(ClusterBlow.FrontEndKilled)) await Hears(client, academy, listener, run, findings, cancellation);
        await using var database = cluster.Open();
        var (rows, _) = await new Checks(client, academy, ledger.Read(), database, cluster.Media, findings, settings.Patience).Run(traffic, cancellation);
        return new(settings, blows, traffic, findings, rows, listener.Resyncs, listener.Pushed, listener.Repaired);
    }

    private async Task<ClusterBlowRecord> Strike(ClusterBlow blow, TwoSilos cluster, int n, Traffic traffic, string folder, Random random, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var process = blow == ClusterBlow.FrontEndKilled ? cluster.FrontEnd : cluster.Silos[n % 2];
        await Task.Delay(TimeSpan.FromSeconds(2 + 3 * random.NextDouble()), time, cancellation);
        traffic.TakeLongest();
        var (inFlight, transcoding) = (traffic.InFlight().Count, Processes.WorkingIn(folder).Count(IsEncoder));
        await process.End(kill: blow != ClusterBlow.SiloStopped, cancellation);
        if (blow != ClusterBlow.FrontEndKilled) await Task.Delay(settings.Alone, time, cancellation);
        var back = await process.Start(cancellation);
        // What waited while it was gone is answered by now, or soon.
        await Task.Delay(TimeSpan.FromSeconds(5), time, cancellation);
        var record = new ClusterBlowRecord(blow, inFlight, transcoding, traffic.TakeLongest());
        await say.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{blow}: {inFlight} in flight, longest wait {record.Gap.TotalSeconds:0.0} s, back after {back.TotalSeconds:0.0} s"));
        return record;
    }

    /// <summary>The chat that was open all the time still hears what is said now.</summary>
    private static async Task Hears(FaultClient client, Academy academy, Listener listener, string run, Findings findings, CancellationToken cancellation)
    {
        findings.Looked("an open chat");
        var text = $"Is anybody there? {run}";
        (await client.Send($"{run}-last-word", "word", HttpMethod.Post, $"/api/v1/courses/{academy.Courses[0]}/chat/messages", [], new() { ["clientId"] = $"{run}-last-word", ["text"] = text }, academy.InstructorToken,
            cancellation: cancellation)).Expect(200, 201);
        try { await Wait.Until("the open chat hears it", TimeSpan.FromSeconds(90), () => listener.Heard(text), cancellation); }
        catch (TimeoutException) { findings.Add(Fault.Wrong, "a chat that was open all the time does not hear any more"); }
    }

    private static bool IsEncoder(int process)
    {
        try { return Path.GetFileName(File.ReadAllText($"/proc/{process}/cmdline").Split('\0')[0]) == "ffmpeg"; }
        catch (IOException) { return false; }
    }
}
