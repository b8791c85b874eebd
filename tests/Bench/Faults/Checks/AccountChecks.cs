using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>Through the API, as each person: who was registered signs in, who enrolled is enrolled, what was watched is in the reported union.</summary>
internal sealed class AccountChecks(FaultClient client, Academy academy, IReadOnlyList<LedgerEntry> ledger, Findings findings)
{
    public async Task Run(CancellationToken cancellation)
    {
        var of = ledger.Where(e => e.IsAcknowledged && e.Kind is "enrol" or "progress").ToLookup(e => e.Text("email"));
        await Parallel.ForEachAsync(ledger.Where(e => e.Kind == "register" && e.IsAcknowledged), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = cancellation }, async (entry, token) =>
        {
            findings.Looked("registrations acknowledged");
            var email = entry.Text("email");
            try
            {
                var (session, userId) = await academy.SignIn(email, token);
                if (userId != entry.Answer["userId"]!.GetValue<string>()) findings.Add(Fault.Twice, $"{email} is {userId}, was answered {entry.Answer["userId"]}");
                foreach (var course in academy.Courses) await Enrolment(session, email, course, [.. of[email].Where(e => e.IsAcknowledged && e.Text("course") == course)], token);
            }
            catch (InvalidOperationException e) { findings.Add(Fault.Lost, $"registration of {email}: {e.Message}"); }
        });
    }

    private async Task Enrolment(string session, string email, string course, IReadOnlyList<LedgerEntry> promised, CancellationToken cancellation)
    {
        if (promised.Count == 0) return;
        var answer = await client.Get($"/api/v1/courses/{course}/enrolment", session, cancellation: cancellation);
        var view = answer.IsOk ? answer.Json : new JsonObject { ["status"] = $"({answer.Status})", ["lessons"] = new JsonArray() };
        foreach (var entry in promised)
        {
            findings.Looked(entry.Kind == "enrol" ? "enrolments acknowledged" : "progress intervals acknowledged");
            if (entry.Kind == "enrol")
            {
                if (view["status"]!.GetValue<string>() != "active") findings.Add(Fault.Lost, $"enrolment of {email} in {course}: {view["status"]}");
                continue;
            }
            var (from, to) = (entry.Number("from"), entry.Number("to"));
            var lesson = view["lessons"]!.AsArray().FirstOrDefault(l => l!["lessonId"]!.GetValue<string>() == entry.Text("lesson"));
            if (lesson?["watched"]!.AsArray().Any(i => i!["fromMs"]!.GetValue<long>() <= from && i["toMs"]!.GetValue<long>() >= to) != true)
                findings.Add(Fault.Lost, $"progress [{from}, {to}) of {email}");
        }
    }
}
