using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>Through the API, as each learner: every answer whose save was acknowledged is in the attempt that ended, as it was saved last; the attempt is one, handed in once and marked
/// once for just these answers; what was left alone was handed in by the clock.</summary>
internal sealed class AttemptChecks(FaultClient client, Academy academy, IReadOnlyList<LedgerEntry> ledger, DatabaseRows rows, Findings findings)
{
    public async Task Run(CancellationToken cancellation)
    {
        foreach (var row in await rows.Read("select key, name, payload ->> 'number', count(*) from event where name in ('attempt.started', 'attempt.submitted', 'attempt.graded') group by 1, 2, 3 having count(*) > 1 or payload ->> 'number' <> '1'", cancellation))
            findings.Add(Fault.Twice, $"{row[1]} of {row[0]}: attempt {row[2]}, {row[3]} times");
        var sittings = ledger.Where(e => e.Kind is "attempt" or "answers" or "hand-in" && (e.IsAcknowledged || e.IsInDoubt)).GroupBy(e => (Email: e.Text("email"), Quiz: e.Text("quiz"))).Where(s => s.Any(e => e.IsAcknowledged));
        await Parallel.ForEachAsync(sittings, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = cancellation }, async (sitting, token) => await Sitting(sitting.Key.Email, sitting.Key.Quiz, [.. sitting], token));
    }

    private async Task Sitting(string email, string quiz, IReadOnlyList<LedgerEntry> sent, CancellationToken cancellation)
    {
        findings.Looked("attempts acknowledged");
        var (session, _) = await academy.SignIn(email, cancellation);
        var review = await client.Get($"/api/v1/quizzes/{quiz}/attempts/1/review", session, cancellation: cancellation);
        if (!review.IsOk)
        {
            // One that was begun and never handed in may still run, where nothing limits it.
            var runs = quiz == academy.Exams.HandedIn.Quiz && sent.All(e => e.Kind != "hand-in");
            findings.Add(Fault.Lost, $"the attempt of {email} at {quiz}: {review.Status} {review.Text}{(runs ? ", never handed in" : "")}");
            return;
        }
        var summary = review.Json["summary"]!;
        var automatic = quiz == academy.Exams.RunsOut.Quiz;
        if (automatic) findings.Looked("attempts that their clock handed in");
        if (summary["automatic"]!.GetValue<bool>() != automatic) findings.Add(Fault.Wrong, $"the attempt of {email} at {quiz} was handed in {(automatic ? "by nobody" : "by its clock")}");

        var right = 0;
        foreach (var place in sent.Where(e => e.Kind == "answers").GroupBy(e => e.Number("place")))
        {
            var acknowledged = place.Where(e => e.IsAcknowledged).ToArray();
            findings.Looked("answers acknowledged", acknowledged.Length);
            // The answer of one was cut off, and when it was sent again the time was over: it may have been stored before.
            var may = place.Where(e => e.IsInDoubt && e.FirstSent > (acknowledged.LastOrDefault()?.FirstSent ?? 0)).Select(e => e.Text("text")).ToList();
            if (acknowledged is [.., var last]) may.Add(last.Text("text"));
            var there = review.Json["questions"]![(int)place.Key - 1]!["response"]!["text"]!.GetValue<string>();
            if (acknowledged.Length == 0) may.Insert(0, "");
            if (!may.Contains(there)) findings.Add(Fault.Lost, $"answer {place.Key} of {email}: is '{there}', was acknowledged as '{may[^1]}'");
            if (there == Exams.RightAnswer((int)place.Key)) right++;
        }
        var mark = summary["mark"] is JsonValue given ? (decimal?)given.GetValue<decimal>() : null;
        if (mark != right) findings.Add(Fault.Wrong, $"the attempt of {email} at {quiz} has {mark} marks for {right} right answers");
    }
}
