using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>A seeded run: load from many clients, blows at random moments, then quiet and the checks.</summary>
internal sealed class FaultRun : IAsyncDisposable
{
    private static readonly TimeSpan FinishPatience = TimeSpan.FromMinutes(6);

    private readonly FaultSettings _settings;
    private readonly TextWriter _say;
    private readonly HostProcess _host;
    private readonly EmbeddedServer _server;
    private readonly Ledger _ledger;
    private readonly Traffic _traffic = new();
    private readonly FaultClient _client;
    private readonly Academy _academy;
    private readonly string _run;
    private readonly List<BlowRecord> _blows = [];
    private readonly Findings _findings = new();

    public FaultRun(FaultSettings settings, TextWriter say)
    {
        (_settings, _say) = (settings, say);
        Folder = Path.Combine(Path.GetTempPath(), "hub-faults-" + Guid.NewGuid().ToString("n")[..10]);
        Directory.CreateDirectory(Folder);
        var data = Directory.CreateDirectory(Path.Combine(settings.Disk ?? Folder, "data")).FullName;
        _run = $"r{settings.Seed}";
        _host = new(settings.Sabotage ? HostProcess.Sabotaged : HostProcess.Production, data);
        _server = new(data);
        _ledger = new(Path.Combine(Folder, "ledger.jsonl"));
        _client = new(_host.Address, _ledger, _traffic, settings.Patience);
        _academy = new(_client, _run);
    }

    /// <summary>Data, log and ledger; kept when the run was red without sabotage.</summary>
    public string Folder { get; }

    private bool _green;

    public async Task<FaultReport> Execute(CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        var random = new Random(_settings.Seed);
        var clips = await MakeClips(cancellation);
        _say.WriteLine($"first start: {(await _host.Start(cancellation)).TotalSeconds:0.0} s");
        await _academy.SetUp(cancellation);
        var uploader = new Uploader(_client, _academy, _run, new Random(random.Next()));
        var (lesson, media) = await uploader.Upload(clips[0], "The watched one", cancellation);
        await uploader.WaitUntilReady(media, TimeSpan.FromMinutes(3), cancellation);
        // The lesson hears of its video by an event.
        await Wait.Until("the lesson shows its video", TimeSpan.FromSeconds(30), async () => (await _client.Get($"/api/v1/courses/{_academy.WatchedCourse}", _academy.InstructorToken, cancellation: cancellation)).Text,
            text => text.Contains("\"mediaReady\":true", StringComparison.Ordinal), cancellation);
        _academy.Watch(lesson);

        using var finish = new CancellationTokenSource();
        var workers = Enumerable.Range(1, _settings.Students)
            .Select(n => Guarded($"student {n}", new Student(_client, _academy, _run, n, new Random(random.Next()), _settings.Patience).Work(finish.Token, cancellation)))
            .Append(Guarded("uploader", uploader.Work(clips[1..], () => (double)_blows.Count / _settings.Blows, finish.Token, cancellation))).ToArray();
        for (var i = 0; i < _settings.Blows; i++) await Strike(NextBlow(random, i), random, cancellation);

        // A last calm, so that what came after the last kill is also checked.
        await Task.Delay(TimeSpan.FromSeconds(2), time, cancellation);
        await finish.CancelAsync();
        await Task.WhenAll(workers).WaitAsync(FinishPatience, time, cancellation);

        _say.WriteLine("checking");
        await using var database = _server.Open();
        var checks = new Checks(_client, _academy, _ledger.Read(), database, Path.Combine(_host.Data, "media"), _findings, _settings.Patience);
        var (rows, tables) = await checks.Run(_traffic, cancellation);
        var report = new FaultReport(_settings, _blows, _traffic, _findings, rows, tables, time.GetElapsedTime(started));
        _green = report.IsGreen;
        return report;
    }

    private Blow NextBlow(Random random, int i) =>
        _settings.Only is { } only ? only : _settings.IsDatabaseAlone(i) ? Blow.Database : random.Next(8) switch { 0 => Blow.HostThenDatabase, 1 => Blow.DatabaseThenHost, _ => Blow.Host };

    private async Task Strike(Blow blow, Random random, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var calm = TimeSpan.FromSeconds(_settings.Calm.From + random.NextDouble() * (_settings.Calm.To - _settings.Calm.From));
        if (_settings.LongCalmEvery > 0 && (_blows.Count + 1) % _settings.LongCalmEvery == 0) calm += TimeSpan.FromSeconds(17);
        var up = time.GetTimestamp();
        await Task.Delay(calm, time, cancellation);

        var upTime = time.GetElapsedTime(up);
        var transcoding = Processes.WorkingIn(_host.Data).Count(IsEncoder);
        var inFlight = _traffic.InFlight();
        TimeSpan recovery;
        if (blow == Blow.FullDisk)
        {
            await new DiskFiller(_host.Data, _traffic).FillUntilFelt(cancellation);
            var room = time.GetTimestamp();
            await _host.WaitUntilGood(cancellation);
            recovery = time.GetElapsedTime(room);
        }
        else if (blow == Blow.Database)
        {
            // The host lives on and has to bring its database back by itself.
            var down = time.GetTimestamp();
            var killed = _server.Kill();
            await Wait.Until("the host has started its database again", TimeSpan.FromSeconds(60), () => _server.IsAnotherThan(killed), cancellation);
            await _host.WaitUntilGood(cancellation);
            recovery = time.GetElapsedTime(down);
        }
        else
        {
            if (blow == Blow.DatabaseThenHost) _server.Kill();
            await _host.Kill(cancellation);
            if (blow == Blow.HostThenDatabase) _server.Kill();
            recovery = await _host.Start(cancellation);
        }
        _blows.Add(new(blow, upTime, inFlight, transcoding, recovery));
        _say.WriteLine($"{_blows.Count,3} {blow}: {inFlight.Count} in flight, {transcoding} transcoding, back after {recovery.TotalSeconds:0.0} s");
    }

    private static bool IsEncoder(int process)
    {
        try { return File.ReadAllText($"/proc/{process}/cmdline").StartsWith("ffmpeg", StringComparison.Ordinal) || Path.GetFileName(File.ReadAllText($"/proc/{process}/cmdline").Split('\0')[0]) == "ffmpeg"; }
        catch (IOException) { return false; }
    }

    private async Task<string[]> MakeClips(CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "clips")).FullName;
        var clips = new List<string> { await Clips.Make(folder, "watched", Academy.VideoSeconds, "320x180", 300, cancellation) };
        for (var n = 1; n < _settings.Videos; n++) clips.Add(await Clips.Make(folder, $"clip{n}", 4, "640x360", 300 + 40 * n, cancellation));
        return [.. clips];
    }

    /// <summary>A worker that breaks is a finding, not the end of the run.</summary>
    private async Task Guarded(string who, Task work)
    {
        try { await work; }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException) { _findings.Add(Fault.Wrong, $"{who} could not go on: {e.Message}"); }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _ledger.Dispose();
        await _host.DisposeAsync();
        if (_green || _settings.Sabotage) Directory.Delete(Folder, recursive: true);
    }
}
