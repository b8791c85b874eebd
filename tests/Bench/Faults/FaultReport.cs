using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

internal enum Fault
{
    /// <summary>Answered, and not there.</summary>
    Lost,
    /// <summary>There more than once.</summary>
    Twice,
    /// <summary>A read model differs from one made anew.</summary>
    Unequal,
    /// <summary>Answered otherwise than it may be: a refusal of what is allowed, a 500, something parked or left behind.</summary>
    Wrong,
}

/// <summary>What the checks found, and how much they looked at.</summary>
internal sealed class Findings
{
    private readonly Lock _lock = new();
    private readonly List<(Fault Fault, string Text)> _all = [];
    private readonly SortedDictionary<string, int> _checked = [];

    public void Add(Fault fault, string text)
    {
        lock (_lock) _all.Add((fault, text));
    }

    /// <summary>So many of these were looked at: a check that sees nothing proves nothing.</summary>
    public void Looked(string what, int count = 1)
    {
        lock (_lock) _checked[what] = _checked.GetValueOrDefault(what) + count;
    }

    public int Count(Fault fault) => _all.Count(f => f.Fault == fault);
    public IReadOnlyDictionary<string, int> Checked => _checked;
    public IReadOnlyList<(Fault Fault, string Text)> All => _all;
}

internal enum Blow { Host, HostThenDatabase, DatabaseThenHost, Database, FullDisk }

/// <param name="InFlight">Kinds of the requests that were on their way.</param>
/// <param name="Transcoding">Transcodes that were running.</param>
/// <param name="Recovery">From the next start (of the host; for the database alone from the kill, for a full disk from when there is room) to the first good answer.</param>
internal sealed record BlowRecord(Blow Blow, TimeSpan UpTime, IReadOnlyList<string> InFlight, int Transcoding, TimeSpan Recovery)
{
    /// <summary>An upload is its opening and its pieces; a transcode runs beside all requests.</summary>
    public bool Met(string work) => work == FaultReport.Transcode ? Transcoding > 0 : InFlight.Contains(work);
}

internal sealed record FaultReport(FaultSettings Settings, IReadOnlyList<BlowRecord> Blows, Traffic Traffic, Findings Findings, int RowsCompared, int TablesCompared, TimeSpan Took, TimeSpan Checking)
{
    public int Lost => Findings.Count(Fault.Lost);
    public int Twice => Findings.Count(Fault.Twice);
    public int Unequal => Findings.Count(Fault.Unequal);
    public int Wrong => Findings.Count(Fault.Wrong);
    public int Busy => Blows.Count(b => b.InFlight.Count > 0);

    /// <summary>Idle kills prove nothing: three of four must have cut something.</summary>
    public int BusyNeeded => (Blows.Count * 3 + 3) / 4;

    /// <summary>The kinds of work that a long run must have cut, each at several kills.</summary>
    public static readonly string[] Work = ["register", "enrol", "progress", "chat", "chunk", Transcode, "checkout", "approve", "answers"];
    public const string Transcode = "transcode";
    public const int LeastOfEach = 2;

    private int KillsWith(string work) => Blows.Count(b => b.Met(work));

    /// <summary>What a run must have looked at, each at least once: a check that sees nothing proves nothing.</summary>
    private static readonly string[] Live = ["seats acknowledged", "votes in polls acknowledged", "hands acknowledged", "questions acknowledged", "votes for questions acknowledged", "people in the attendance"],
        Points = ["things that give points, recounted", "boards compared with a full sort", "places of boards read over the API"],
        Telling = ["notifications told", "mails arrived, by Message-Id", "mails expected of notifications", "pushes arrived, by id", "pushes expected of notifications"];

    private bool SawAll => Live.Concat(Points).Concat(Telling).All(w => Seen(w) > 0);

    private int Seen(string what) => Findings.Checked.GetValueOrDefault(what);

    public bool IsGreen => SawAll && (!Settings.NeedsAllWork || Work.All(w => KillsWith(w) >= LeastOfEach)) && Lost == 0 && Twice == 0 && Unequal == 0 && Wrong == 0 && RowsCompared > 0 && Busy >= BusyNeeded;

    public string Summary()
    {
        var recovery = Blows.Select(b => b.Recovery.TotalSeconds).Order().ToArray();
        var table = new Table("what", "measured", "must be")
            .Row("kills", $"{Blows.Count} ({string.Join(", ", Blows.GroupBy(b => b.Blow).OrderBy(g => g.Key).Select(g => $"{g.Count()} {Name(g.Key)}"))})", Settings.Blows)
            .Row("answers", Traffic.Answers, "> 0")
            .Row("requests cut off without an answer, sent again", Traffic.Cut, "> 0")
            .Row("kills with a request in flight", Busy, $">= {BusyNeeded}")
            .Row("kills with this work in flight", string.Join(", ", Work.Select(w => $"{w} {KillsWith(w)}")), Settings.NeedsAllWork ? $">= {LeastOfEach} each" : "")
            .Row("acknowledged and lost", Lost, 0)
            .Row("happened twice", Twice, 0)
            .Row("refused, parked or left behind wrongly", Wrong, 0)
            .Row("read-model rows compared with a rebuild", $"{RowsCompared} of {TablesCompared} tables", "> 0")
            .Row("rows unequal", Unequal, 0)
            .Row("live class: seats, votes, hands, questions, votes for them", string.Join(", ", Live[..5].Select(Seen)), "> 0 each")
            .Row("attendance: people; of these, with a line that broke and came back", $"{Seen(Live[5])}; {Seen("of these, with a line that broke and came back")}", "> 0")
            .Row("points: things recounted; boards equal to a full sort; places read over the API", string.Join("; ", Points.Select(Seen)), "> 0 each")
            .Row("notifications told, each once; of these must be", $"{Seen(Telling[0])}; {string.Join(", ", Findings.Checked.Where(c => c.Key.StartsWith(Must, StringComparison.Ordinal)).Select(c => $"{c.Key[Must.Length..]} {c.Value}"))}", "> 0")
            .Row("mails at the mail server by Message-Id; of notifications that must be", $"{Seen(Telling[1])}; {Seen(Telling[2])}", "> 0 each")
            .Row("pushes at the push service by id; of notifications that must be", $"{Seen(Telling[3])}; {Seen(Telling[4])}", "> 0 each")
            .Row("sent again under the same id: mails, pushes", $"{Seen("mails that arrived again under the same Message-Id")}, {Seen("pushes that arrived again under the same id")}", "deaths before the note")
            .Row("recovery: start to first good answer, s", string.Create(CultureInfo.InvariantCulture, $"median {recovery[recovery.Length / 2]:0.0}, worst {recovery[^1]:0.0}"), "")
            .Row("verdict", IsGreen ? "green" : "RED", Settings.Sabotage ? "RED (sabotaged)" : "green");
        return string.Create(CultureInfo.InvariantCulture, $"Seed {Settings.Seed}, {Settings.Students} students at once, {Took.TotalSeconds:0} s, the last {Checking.TotalSeconds:0} s of these checks; {BenchmarksPage.Machine}.\n\n{table}");
    }

    public string Details()
    {
        var kills = new Table("kill", "of", "after s up", "in flight", "kinds", "transcoding", "recovery s");
        for (var i = 0; i < Blows.Count; i++)
        {
            var b = Blows[i];
            kills.Row(i + 1, Name(b.Blow), b.UpTime.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture), b.InFlight.Count,
                string.Join(' ', b.InFlight.GroupBy(k => k).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key}:{g.Count()}")), b.Transcoding, b.Recovery.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
        var looked = new Table("looked at", "count");
        foreach (var (what, count) in Findings.Checked) looked.Row(what, count);
        foreach (var (status, count) in Traffic.Statuses.OrderBy(s => s.Key)) looked.Row($"answers with status {status}", count);
        var found = string.Concat(Findings.All.GroupBy(f => f.Fault).SelectMany(g => g.Take(15).Select(f => $"{f.Fault}: {f.Text}\n").Append(g.Count() > 15 ? $"{g.Key}: and {g.Count() - 15} more\n" : "")));
        return $"{kills}\n{looked}\n{found}";
    }

    private const string Must = "notifications expected: ";

    private static string Name(Blow blow) => blow switch
    {
        Blow.Host => "host", Blow.HostThenDatabase => "host, then database", Blow.DatabaseThenHost => "database, then host", Blow.Database => "database alone", _ => "full disk",
    };
}
