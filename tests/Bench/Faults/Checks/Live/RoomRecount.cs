namespace LearningHub.Bench.Faults;

/// <summary>Votes, questions and hands as the clients were told they are, against the room. All was sent until it was answered, so what is in doubt is little: a vote whose answer was cut off and whose poll was
/// closed before it could be sent again.</summary>
internal static class RoomRecount
{
    private const string Voted = "live_classes.voted", Closed = "live_classes.poll_closed", NotSeated = "live_classes.not_seated";

    /// <summary>Refusals that are right.</summary>
    public static bool IsRightlyRefused(LedgerEntry entry) => entry.Kind switch
    {
        "vote" => entry.WasRefusedWith(Voted) && Classroom.IsAnonymous(entry.Number("poll")) || entry.WasRefusedWith(Closed) || entry.WasRefusedWith(NotSeated),
        "hand" or "ask" or "support" => entry.WasRefusedWith(NotSeated),
        _ => false,
    };

    public static void Votes(IReadOnlyList<LedgerEntry> ledger, RoomFacts room, Findings findings)
    {
        var votes = ledger.Where(e => e.Kind == "vote").ToLookup(e => e.Number("poll"));
        foreach (var (poll, counts) in room.Polls)
        {
            var (least, most) = (new int[counts.Length], new int[counts.Length]);
            foreach (var person in votes[poll].GroupBy(e => e.Text("user")))
            {
                var counted = person.Where(e => e.IsAcknowledged || e.WasRefusedWith(Voted)).ToArray();
                // Answered "closed" after a try without an answer, or never answered: it may have come through.
                var doubtful = person.Where(e => !e.IsAcknowledged && (e.Answers.Count == 0 || e.Sends > 1 && e.WasRefusedWith(Closed))).Select(e => (int)e.Number("option")).ToHashSet();
                findings.Looked("votes in polls acknowledged", counted.Length);
                var there = room.People.GetValueOrDefault(person.Key)?.Votes is { } all && all.TryGetValue(poll, out var chosen) ? chosen : (int?)null;
                if (counted.Length == 0)
                {
                    foreach (var option in doubtful) most[option]++;
                    if (there is not null && doubtful.Count == 0) findings.Add(Fault.Wrong, $"a vote of {person.Key} in poll {poll} that was never acknowledged");
                    continue;
                }
                var expected = (int)counted[^1].Number("option");
                if (doubtful.Count == 0) least[expected]++;
                foreach (var option in doubtful.Append(expected).Distinct()) most[option]++;
                if (there is null) findings.Add(Fault.Lost, $"the vote of {person.Key} in poll {poll}");
                else if (Classroom.IsAnonymous(poll) ? there != -1 : there != expected && !doubtful.Contains(there.Value)) findings.Add(Fault.Lost, $"the vote of {person.Key} in poll {poll} is {there}, was acknowledged as {expected}");
            }
            findings.Looked("polls counted");
            for (var option = 0; option < counts.Length; option++)
            {
                if (counts[option] < least[option]) findings.Add(Fault.Lost, $"poll {poll}, answer {option}: {counts[option]} votes, {least[option]} were acknowledged");
                if (counts[option] > most[option]) findings.Add(Fault.Twice, $"poll {poll}, answer {option}: {counts[option]} votes of {most[option]} people");
            }
        }
        foreach (var poll in votes.Where(v => !room.Polls.ContainsKey(v.Key) && v.Any(e => e.IsAcknowledged))) findings.Add(Fault.Lost, $"poll {poll.Key}, which had votes");
    }

    public static void Questions(IReadOnlyList<LedgerEntry> ledger, RoomFacts room, Findings findings)
    {
        var asked = ledger.Where(e => e.Kind == "ask").ToLookup(e => e.Text("text"));
        var there = room.Questions.ToLookup(q => q.Text);
        foreach (var entry in asked.Select(a => a.First()).Where(e => e.IsAcknowledged))
        {
            findings.Looked("questions acknowledged");
            var number = entry.Answer["number"]!.GetValue<long>();
            if (there[entry.Text("text")].ToArray() is not { Length: > 0 } found) findings.Add(Fault.Lost, $"question {number} of {entry.Text("user")}");
            else if (found[0].Number != number) findings.Add(Fault.Wrong, $"question {number} of {entry.Text("user")} is number {found[0].Number}");
        }
        foreach (var twice in there.Where(q => q.Count() > 1)) findings.Add(Fault.Twice, $"the question '{twice.Key}' stands {twice.Count()} times");
        foreach (var stray in there.Where(q => !asked.Contains(q.Key))) findings.Add(Fault.Wrong, $"the question '{stray.Key}' was asked by nobody");

        var support = ledger.Where(e => e.Kind == "support").ToLookup(e => e.Number("question"));
        foreach (var question in room.Questions)
        {
            var people = support[question.Number].GroupBy(e => e.Text("user")).Select(g => (User: g.Key, Last: g.LastOrDefault(e => e.IsAcknowledged), Doubt: g.Any(e => e.Answers.Count == 0))).ToArray();
            findings.Looked("votes for questions acknowledged", people.Count(p => p.Last is not null));
            var least = people.Count(p => !p.Doubt && IsUp(p.Last));
            if (question.Votes < least) findings.Add(Fault.Lost, $"question {question.Number} has {question.Votes} votes, {least} were acknowledged");
            if (question.Votes > people.Count(p => p.Doubt || IsUp(p.Last))) findings.Add(Fault.Twice, $"question {question.Number} has {question.Votes} votes of {least} people");
            foreach (var person in people.Where(p => !p.Doubt && IsUp(p.Last) != (room.People.GetValueOrDefault(p.User)?.Voted.Contains(question.Number) ?? false)))
                findings.Add(Fault.Lost, $"the vote of {person.User} for question {question.Number}");
        }

        static bool IsUp(LedgerEntry? entry) => entry?.Facts["up"]!.GetValue<bool>() == true;
    }

    /// <summary>Those who sat there all the time, as the room showed their hands at the end. A seat is only lost with a line that was broken for longer than seats are kept.</summary>
    /// <param name="up">Who had a hand up.</param>
    /// <param name="broken">The longest that each one's line was broken.</param>
    public static void Hands(IReadOnlyList<LedgerEntry> ledger, IEnumerable<string> regulars, IReadOnlySet<string> up, IReadOnlyDictionary<string, TimeSpan> broken, TimeSpan kept, Findings findings)
    {
        foreach (var entry in ledger.Where(e => e.WasRefusedWith(NotSeated) && broken.GetValueOrDefault(e.Text("user")) < kept))
            findings.Add(Fault.Lost, $"the seat of {entry.Text("user")}, whose line was broken for {broken.GetValueOrDefault(entry.Text("user")).TotalSeconds:0} s at most");
        foreach (var user in regulars)
        {
            var acts = ledger.Where(e => e.Kind == "hand" && e.Text("user") == user).ToArray();
            findings.Looked("hands acknowledged", acts.Count(e => e.IsAcknowledged));
            if (broken.GetValueOrDefault(user) >= kept || acts.LastOrDefault() is not { IsAcknowledged: true } last) continue;
            var expected = last.Facts["up"]!.GetValue<bool>();
            if (up.Contains(user) != expected) findings.Add(Fault.Lost, $"the hand of {user} is {(expected ? "down" : "up")}, was acknowledged as {(expected ? "up" : "down")}");
        }
    }
}
