namespace LearningHub.Bench.Faults;

/// <summary>A person's line to the room, by the clients' clock.</summary>
/// <param name="Asked">When it was begun to be opened; between this and <paramref name="Open"/> nobody can say who was in.</param>
internal sealed record Line(string UserId, DateTimeOffset Asked, DateTimeOffset Open, DateTimeOffset Ended, bool Left)
{
    public static Line Read(LedgerNote note) =>
        new(note.Text("user"), note.Moment("asked"), note.Moment("open"), note.Moment("ended"), note.Facts["left"]!.GetValue<bool>());
}

/// <summary>Who was in is in the attendance, once, for about as long as their line was open; never longer than by the clock on the wall.</summary>
internal static class AttendanceRecount
{
    /// <summary>Two clocks, and what is on its way between them: who leaves while a report is under way is named until it is over, or given up after 5 s.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(6);

    /// <summary>The same, where the database was away: the next report waits for it, and books who is named in it up to 10 s before it is written.</summary>
    private static readonly TimeSpan LongSlack = TimeSpan.FromSeconds(12);

    /// <summary>The room may count a gap as there that was not longer than this by the clients' clock, and must where it was much shorter.</summary>
    private static readonly TimeSpan MayBridge = TimeSpan.FromSeconds(25), MustBridge = TimeSpan.FromSeconds(12);

    /// <summary>Until the room has heard of one who came, with its processors busy.</summary>
    private static readonly TimeSpan Noticed = TimeSpan.FromSeconds(6);

    /// <param name="forgiven">As much may be lost of what was attended while the host lived and its database did not.</param>
    public static void Check(IEnumerable<Line> lines, IReadOnlyList<AttendanceRow> attendance, TimeSpan forgiven, Findings findings)
    {
        foreach (var twice in attendance.GroupBy(a => a.UserId).Where(g => g.Count() > 1)) findings.Add(Fault.Twice, $"{twice.Key} is {twice.Count()} people in the attendance");
        var rows = attendance.GroupBy(a => a.UserId).ToDictionary(g => g.Key, g => g.First().Seconds);
        var people = lines.GroupBy(l => l.UserId).ToDictionary(g => g.Key, g => g.OrderBy(l => l.Asked).ToArray());
        foreach (var user in rows.Keys.Except(people.Keys)) findings.Add(Fault.Wrong, $"{user} is in the attendance and was never there");
        foreach (var (user, visits) in people)
        {
            findings.Looked("lines to the room", visits.Length);
            // Of a line so short the room need not have heard, and so not of the break before it either: who comes back from one and goes at once was last seen before it.
            var heard = visits.Where(l => l.Ended - l.Open > Noticed).ToArray();
            var (least, most) = (Sum(heard, MustBridge, l => l.Open, -Noticed) - forgiven, Sum(visits, MayBridge, l => l.Asked, forgiven > TimeSpan.Zero ? LongSlack : Slack));
            if (!rows.TryGetValue(user, out var seconds))
            {
                if (least > TimeSpan.Zero || forgiven == TimeSpan.Zero && visits is [{ Left: true } only] && only.Ended - only.Open > Noticed) findings.Add(Fault.Lost, $"{user}, who was there for {least.TotalSeconds:0} s at least, is not in the attendance");
                continue;
            }
            findings.Looked("people in the attendance");
            findings.Looked("of these, with a line that broke and came back", visits.Length > 1 ? 1 : 0);
            findings.Looked("breaks that must count as there", heard.Zip(heard.Skip(1), (before, after) => after.Open - before.Ended <= MustBridge ? 1 : 0).Sum());
            if (seconds > most.TotalSeconds) findings.Add(Fault.Wrong, $"{user} attended {seconds} s, was there for {most.TotalSeconds:0} s by the clock");
            if (seconds + 1 < least.TotalSeconds) findings.Add(Fault.Lost, $"{user} attended {seconds} s, was there for {least.TotalSeconds:0} s: {Told(visits)}");
        }
    }

    /// <summary>When the line was open, counted from when it first was.</summary>
    private static string Told(Line[] visits) => string.Join(", ", visits.Select(l => $"{(l.Open - visits[0].Open).TotalSeconds:0.0}-{(l.Ended - visits[0].Open).TotalSeconds:0.0}{(l.Left ? " left" : "")}"));

    /// <summary>All stretches with no longer break than so, each with what is added to it.</summary>
    private static TimeSpan Sum(IEnumerable<Line> visits, TimeSpan bridge, Func<Line, DateTimeOffset> from, TimeSpan each)
    {
        var (sum, begun, ended) = (TimeSpan.Zero, default(DateTimeOffset?), default(DateTimeOffset));
        foreach (var line in visits)
        {
            if (begun is { } open && from(line) - ended > bridge)
            {
                Add(ended - open);
                begun = null;
            }
            begun ??= from(line);
            ended = line.Ended;
        }
        if (begun is { } last) Add(ended - last);
        return sum;

        void Add(TimeSpan stretch) => sum += stretch + each > TimeSpan.Zero ? stretch + each : TimeSpan.Zero;
    }
}
