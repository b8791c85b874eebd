namespace LearningHub.Bench.Faults;

/// <summary>One thing that one person is told.</summary>
/// <param name="About">The announcement, order, lesson, badge; of a certificate the course.</param>
internal sealed record Telling(string UserId, string Kind, string About);

/// <summary>As the hub has it.</summary>
/// <param name="Id">Of the notification.</param>
internal sealed record Told(Telling What, string Id);

/// <summary>Who is to be told what, counted anew from the ledger: an announcement to everybody who was enrolled before it was made; to who came at the same moment perhaps.</summary>
internal sealed class ToldRecount
{
    /// <summary>Kinds that are recounted: of these nothing else may be told.</summary>
    public static readonly IReadOnlySet<string> Kinds = new HashSet<string> { "announcement", "order_paid", "order_refunded", "quiz_marked", "badge_earned", "certificate_issued" };

    /// <summary>What must be told, and when what it tells was asked for, by the ledger.</summary>
    public Dictionary<Telling, int> Surely { get; } = [];
    public HashSet<Telling> Perhaps { get; } = [];

    public static ToldRecount Of(IReadOnlyList<LedgerEntry> ledger, Academy academy)
    {
        var (recount, users) = (new ToldRecount(), PointRecount.Users(ledger));
        recount.Announcements(ledger, academy.Campus!.Classroom.Course, users);
        foreach (var entry in ledger.Where(e => e.Kind is "approve" or "refund" && users.ContainsKey(e.Text("email"))))
            recount.Add(new(users[entry.Text("email")], entry.Kind == "approve" ? "order_paid" : "order_refunded", entry.Text("order")), entry, entry.IsAcknowledged);
        foreach (var attempt in ledger.Where(e => e is { Kind: "attempt", IsAcknowledged: true }))
            foreach (var exam in (Exam[])[academy.Exams.HandedIn, academy.Exams.RunsOut])
                if (exam.Quiz == attempt.Text("quiz")) recount.Add(new(attempt.Text("user"), "quiz_marked", exam.Lesson), attempt, true);
        foreach (var done in ledger.Where(e => e.Kind == "complete" && academy.ShortCourses.Contains(e.Text("course")) && users.ContainsKey(e.Text("email"))))
            recount.Add(new(users[done.Text("email")], "certificate_issued", done.Text("course")), done, done.IsAcknowledged);
        foreach (var (user, things) in PointRecount.Of(ledger, academy).Earned)
            foreach (var (prefix, badge) in ((string, string)[])[("lesson/", "first-lesson"), ("course/", "first-course"), ("quiz/", "first-quiz")])
                if (things.Any(t => t.StartsWith(prefix, StringComparison.Ordinal))) recount.Surely.TryAdd(new(user, "badge_earned", badge), int.MaxValue);
        return recount;
    }

    private void Announcements(IReadOnlyList<LedgerEntry> ledger, string course, Dictionary<string, string> users)
    {
        var members = ledger.Where(e => e.Kind == "enrol" && e.Text("course") == course && users.ContainsKey(e.Text("email"))).ToArray();
        foreach (var news in ledger.Where(e => e.Kind == "announcement"))
            foreach (var member in members)
                if (member.FirstSent < news.Acknowledged) Add(new(users[member.Text("email")], "announcement", news.Text("announcement")), news, news.IsAcknowledged && member.Acknowledged < news.FirstSent);
    }

    private void Add(Telling telling, LedgerEntry entry, bool surely)
    {
        if (surely) Surely.TryAdd(telling, entry.FirstSent);
        else Perhaps.Add(telling);
    }

    public void Check(IReadOnlyList<Told> inbox, Findings findings)
    {
        var there = inbox.ToLookup(t => t.What);
        foreach (var telling in Surely.Keys)
        {
            findings.Looked($"notifications expected: {telling.Kind}");
            if (!there.Contains(telling)) findings.Add(Fault.Lost, $"{telling.UserId} was not told: {telling.Kind} {telling.About}");
        }
        foreach (var told in there)
        {
            findings.Looked("notifications told");
            if (told.Count() > 1) findings.Add(Fault.Twice, $"{told.Key.UserId} was told {told.Count()} times: {told.Key.Kind} {told.Key.About}");
            // A badge may be for a quiz whose last answer is in doubt.
            if (Kinds.Contains(told.Key.Kind) && !Surely.ContainsKey(told.Key) && !Perhaps.Contains(told.Key) && told.Key.Kind != "badge_earned")
                findings.Add(Fault.Wrong, $"{told.Key.UserId} was told what is not so: {told.Key.Kind} {told.Key.About}");
        }
    }
}
