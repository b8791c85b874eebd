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
    private readonly List<Regular> _regulars = [];
    private Arrivals? _arrivals;

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
        _arrivals = await Arrivals.Start();
        foreach (var (name, value) in _arrivals.Settings) _host.Settings[name] = value;
        _say.WriteLine($"first start: {(await _host.Start(cancellation)).TotalSeconds:0.0} s");
        await _academy.SetUp(cancellation);
        await _academy.Open(new(_arrivals, new(_client, _ledger, _academy, _run), _host.Address), cancellation);
        var uploader = new Uploader(_client, _academy, _run, new Random(random.Next()));
        var (lesson, media) = await uploader.Upload(clips[0], "The watched one", cancellation);
        await uploader.WaitUntilReady(media, FinishPatience, cancellation);
        // The lesson hears of its video by an event.
        await Wait.Until("the lesson shows its video", FinishPatience, async () => (await _client.Get($"/api/v1/courses/{_academy.WatchedCourse}", _academy.InstructorToken, cancellation: cancellation)).Text,
            text => text.Contains("\"mediaReady\":true", StringComparison.Ordinal), cancellation);
        _academy.Watch(lesson);

        using var finish = new CancellationTokenSource();
        _regulars.AddRange(Enumerable.Range(1, _settings.Regulars).Select(n => new Regular(_client, _ledger, _academy.Campus!, _run, n, new Random(random.Next()), _settings.Patience)));
        var workers = Enumerable.Range(1, _settings.Students)
            .Select(n => Guarded($"student {n}", new Student(_client, _ledger, _academy, _run, n, new Random(random.Next()), _settings.Patience).Work(finish.Token, cancellation)))
            .Append(Guarded("uploader", uploader.Work(clips[1..], () => (double)_blows.Count / _settings.Blows, () => _blows.Count < _settings.Blows, finish.Token, cancellation)))
            .Append(Guarded("the host", _academy.Campus!.Classroom.Work(new Random(random.Next()), finish.Token, cancellation)))
            .Concat(_regulars.Select((r, i) => Guarded($"regular {i + 1}", r.Work(finish.Token, cancellation)))).ToArray();
        for (var i = 0; i < _settings.Blows; i++) await Strike(NextBlow(random, i), random, cancellation);

        // A last calm, so that what came after the last kill is also checked.
        await Task.Delay(TimeSpan.FromSeconds(2), time, cancellation);
        await finish.CancelAsync();
        await Task.WhenAll(workers).WaitAsync(FinishPatience, time, cancellation);

        // However short the run was: something that all who sit there are told by mail, too.
        await Guarded("the last news", _academy.Campus.Classroom.TellTheLast(cancellation));
        await Guarded("the end of the class", EndClass(cancellation));

        _say.WriteLine("checking");
        var checking = time.GetTimestamp();
        await using var database = _server.Open();
        var checks = new Checks(_client, _academy, _ledger.Read(), database, Path.Combine(_host.Data, "media"), _findings, _settings.Patience) { Notes = _ledger.Notes(), Blows = _settings.HardBlows, WithoutDatabase = WithoutDatabase };
        var (rows, tables) = await checks.Run(_traffic, cancellation);
        var report = new FaultReport(_settings, _blows, _traffic, _findings, rows, tables, time.GetElapsedTime(started), time.GetElapsedTime(checking));
        _green = report.IsGreen;
        return report;
    }

    /// <summary>What the room shows while its regulars sit in it; then everybody goes, and it is over.</summary>
    private async Task EndClass(CancellationToken cancellation)
    {
        await _academy.Campus!.Classroom.Look(cancellation);
        foreach (var regular in _regulars) await regular.DisposeAsync();
        await _academy.Campus.Classroom.End(cancellation);
    }

    private TimeSpan WithoutDatabase => _blows.Where(b => b.Blow is Blow.Database or Blow.FullDisk).Aggregate(TimeSpan.Zero, (sum, b) => sum + (b.Blow is Blow.FullDisk ? TimeSpan.FromMinutes(2) : WithoutOneDatabase(b)));

    private static TimeSpan WithoutOneDatabase(BlowRecord blow) => blow.Recovery + TimeSpan.FromSeconds(10) is var measured && measured > TimeSpan.FromSeconds(25) ? measured : TimeSpan.FromSeconds(25);

    private Blow NextBlow(Random random, int i) =>
        _settings.Only is { } only ? only : _settings.IsDatabaseAlone(i) ? Blow.Database : random.Next(8) switch { 0 => Blow.HostThenDatabase, 1 => Blow.DatabaseThenHost, _ => Blow.Host };

    private async Task Strike(Blow blow, Random random, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        var calm = TimeSpan.FromSeconds(_settings.Calm.From + random.NextDouble() * (_settings.Calm.To - _settings.Calm.From));
        var up = time.GetTimestamp();
        await Task.Delay(calm, time, cancellation);
        if (_settings.LongCalmEvery > 0 && (_blows.Count + 1) % _settings.LongCalmEvery == 0) await UntilEncoding(cancellation);

        var transcoding = Processes.WorkingIn(_host.Data).Count(IsEncoder);
        if (_settings.NeedsAllWork && (_blows.Count + 2) % FaultSettings.AimEvery == 0) await UntilOnItsWay(Rarest().Equals, FaultSettings.LongCalm, cancellation);
        // All threads of the clients may be between two requests for a moment.
        await UntilOnItsWay(_ => true, TimeSpan.FromSeconds(2), cancellation);
        var upTime = time.GetElapsedTime(up);
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

    /// <summary>The blow is to meet a transcode: one that is new, or one that was lost and is taken up again after its lease. On a quick machine they are over in a moment.</summary>
    private async Task UntilEncoding(CancellationToken cancellation)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (!Processes.WorkingIn(_host.Data).Any(IsEncoder) && TimeProvider.System.GetElapsedTime(from) < FaultSettings.LongCalm)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellation);
    }

    private string Rarest() => FaultReport.Work.Where(w => w != FaultReport.Transcode).MinBy(w => _blows.Count(b => b.Met(w)))!;

    private async Task UntilOnItsWay(Func<string, bool> work, TimeSpan most, CancellationToken cancellation)
    {
        var from = TimeProvider.System.GetTimestamp();
        while (!_traffic.InFlight().Any(work) && TimeProvider.System.GetElapsedTime(from) < most)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, cancellation);
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
        for (var n = 1; n < _settings.Videos; n++) clips.Add(await Clips.Make(folder, $"clip{n}", 6, "1280x720", 300 + 40 * n, cancellation, _settings.ClipKilobits));
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
        foreach (var regular in _regulars) await regular.DisposeAsync();
        _client.Dispose();
        _ledger.Dispose();
        await _host.DisposeAsync();
        if (_arrivals is { } arrivals) await arrivals.DisposeAsync();
        if (_green || _settings.Sabotage) await Folders.Remove(Folder);
    }
}
