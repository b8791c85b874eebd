using System.Globalization;

namespace LearningHub.Bench.Faults;

/// <summary>What people earned, counted anew from what they were told they did: a person's things by the names of the points ledger's rows. What is in doubt may be there or not.</summary>
internal sealed class PointRecount
{
    private readonly Dictionary<string, HashSet<string>> _surely = [], _perhaps = [];

    public IReadOnlyDictionary<string, HashSet<string>> Earned => _surely;

    public static PointRecount Of(IReadOnlyList<LedgerEntry> ledger, Academy academy)
    {
        var users = Users(ledger);
        var recount = new PointRecount();
        foreach (var entry in ledger.Where(e => e.Kind is "complete" or "chat" && e.IsAcknowledged))
        {
            if (entry.Kind == "chat")
            {
                // In the zone of who has named none.
                var at = entry.Answer["at"]!.GetValue<DateTimeOffset>();
                recount.Add(entry.Answer["authorId"]!.GetValue<string>(), $"message/{at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
                continue;
            }
            if (!users.TryGetValue(entry.Text("email"), out var user)) continue;
            recount.Add(user, $"lesson/{entry.Text("course")}/{entry.Text("lesson")}");
            if (academy.ShortCourses.Contains(entry.Text("course"))) recount.Add(user, $"course/{entry.Text("course")}");
        }
        foreach (var sitting in Sittings(ledger))
            foreach (var exam in (Exam[])[academy.Exams.HandedIn, academy.Exams.RunsOut])
                if (exam.Quiz == sitting.Quiz && sitting.Passed is not false)
                    foreach (var thing in (string[])[$"quiz/{exam.Course}/{exam.Lesson}", $"lesson/{exam.Course}/{exam.Lesson}"]) recount.Add(sitting.User, thing, sitting.Passed is true);
        return recount;
    }

    /// <summary>Who they are, by their address.</summary>
    public static Dictionary<string, string> Users(IReadOnlyList<LedgerEntry> ledger) =>
        ledger.Where(e => e is { Kind: "register", IsAcknowledged: true }).GroupBy(e => e.Text("email")).ToDictionary(g => g.Key, g => g.First().Answer["userId"]!.GetValue<string>());

    /// <summary>Everybody's attempts: whether they passed, by the answers that were acknowledged; null: an answer is in doubt.</summary>
    public static IEnumerable<(string User, string Quiz, bool? Passed)> Sittings(IReadOnlyList<LedgerEntry> ledger)
    {
        foreach (var sitting in ledger.Where(e => e.Kind is "attempt" or "answers" or "hand-in").GroupBy(e => (User: e.Text("user"), Quiz: e.Text("quiz"))))
        {
            if (!sitting.Any(e => e is { Kind: "attempt", IsAcknowledged: true })) continue;
            var right = sitting.Where(e => e is { Kind: "answers", IsAcknowledged: true }).GroupBy(e => e.Number("place")).Count(p => p.Last().Text("text") == Exams.RightAnswer((int)p.Key));
            var doubtful = sitting.Any(e => e is { Kind: "answers", IsInDoubt: true });
            yield return (sitting.Key.User, sitting.Key.Quiz, doubtful ? null : right >= Exams.Enough);
        }
    }

    public static int Worth(string entry) => entry.Split('/')[0] switch { "lesson" => 10, "course" => 100, "quiz" => 25, _ => 2 };

    private void Add(string user, string thing, bool surely = true)
    {
        var of = surely ? _surely : _perhaps;
        if (!of.TryGetValue(user, out var things)) of[user] = things = [];
        things.Add(thing);
    }

    /// <summary>Rows of the points ledger, one each.</summary>
    public void Check(IEnumerable<(string User, string Entry, int Points)> entries, Findings findings)
    {
        var there = entries.ToLookup(e => e.User);
        foreach (var (user, things) in _surely)
        {
            findings.Looked("things that give points, recounted", things.Count);
            foreach (var thing in things.Except(there[user].Select(e => e.Entry))) findings.Add(Fault.Lost, $"{user} has no points for {thing}");
        }
        foreach (var user in there)
        {
            foreach (var twice in user.GroupBy(e => e.Entry).Where(g => g.Count() > 1)) findings.Add(Fault.Twice, $"{user.Key} has points for {twice.Key} {twice.Count()} times");
            foreach (var stray in user.Where(e => !Has(_surely, e) && !Has(_perhaps, e))) findings.Add(Fault.Wrong, $"{user.Key} has points for {stray.Entry}, which was not done");
            foreach (var wrong in user.Where(e => e.Points != Worth(e.Entry))) findings.Add(Fault.Wrong, $"{user.Key} has {wrong.Points} points for {wrong.Entry}");
        }

        static bool Has(Dictionary<string, HashSet<string>> things, (string User, string Entry, int Points) e) => things.GetValueOrDefault(e.User)?.Contains(e.Entry) == true;
    }
}
