using System.Globalization;
using System.Text.Json.Nodes;
using LearningHub.Grains.Gamification;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.Grains.Tests.Gamification;

namespace LearningHub.Bench.Faults;

/// <summary>The points ledger equals a recount of what the clients did; every board equals a full sort of it, in its table and page by page over the API.</summary>
internal sealed class PointChecks(FaultClient client, Academy academy, IReadOnlyList<LedgerEntry> ledger, DatabaseRows rows, Findings findings)
{
    private const int Asked = 30;

    public async Task Run(CancellationToken cancellation)
    {
        var entries = (await rows.Read("select user_id, entry_key, points from point_entry", cancellation)).Select(r => (User: r[0], Entry: r[1], Points: int.Parse(r[2], CultureInfo.InvariantCulture))).ToArray();
        PointRecount.Of(ledger, academy).Check(entries, findings);
        var totals = entries.GroupBy(e => e.User).ToDictionary(g => g.Key, g => g.Sum(e => (long)e.Points));
        foreach (var person in await rows.Read("select user_id, points from point_person", cancellation))
        {
            var (points, expected) = (long.Parse(person[1], CultureInfo.InvariantCulture), totals.GetValueOrDefault(person[0]));
            if (points != expected) findings.Add(points > expected ? Fault.Twice : Fault.Lost, $"{person[0]} has {points} points; what they did is worth {expected}");
        }
        var boards = PointsRecount.Of(await Happenings(cancellation));
        foreach (var (board, expected) in boards)
        {
            findings.Looked("boards compared with a full sort");
            var stored = (await rows.Read($"select user_id, points from point_score where board = '{board}' and not hidden and points > 0 order by points desc, reached_at, user_id", cancellation)).Select(r => (r[0], long.Parse(r[1], CultureInfo.InvariantCulture))).ToList();
            Same($"board {board}", stored, expected);
        }
        await Pages(boards, cancellation);
        await Mine(totals, cancellation);
    }

    private void Same(string what, List<(string User, long Points)> stored, List<(string User, long Points)> expected)
    {
        if (stored.SequenceEqual(expected)) return;
        var at = stored.Zip(expected).TakeWhile(p => p.First == p.Second).Count();
        findings.Add(Fault.Unequal, $"{what} has {stored.Count} people, a full sort {expected.Count}; place {at + 1} is {stored.ElementAtOrDefault(at)}, must be {expected.ElementAtOrDefault(at)}");
    }

    private async Task<List<Happening>> Happenings(CancellationToken cancellation) =>
        [.. (await rows.Read("""
            select name, key, payload, (extract(epoch from at) * 1000000)::bigint, event_id from event
            where name in ('enrolment.lesson_completed', 'enrolment.course_completed', 'chat.message_sent') or name = 'attempt.graded' and (payload ->> 'passed')::boolean
            """, cancellation)).Select(r =>
        {
            var (key, payload, id) = (r[1].Split('/'), JsonNode.Parse(r[2])!, Guid.Parse(r[4]));
            var at = DateTimeOffset.UnixEpoch.AddTicks(long.Parse(r[3], CultureInfo.InvariantCulture) * TimeSpan.TicksPerMicrosecond);
            return r[0] switch
            {
                "enrolment.lesson_completed" => new Happening(key[2], "lesson", key[1], payload["lessonId"]!.GetValue<string>(), at, id),
                "enrolment.course_completed" => new Happening(key[2], "course", key[1], key[1], at, id),
                "chat.message_sent" => new Happening(payload["authorId"]!.GetValue<string>(), "message", key[1], key[1], at, id),
                _ => new Happening(key[2], "quiz", payload["courseId"]!.GetValue<string>(), payload["lessonId"]!.GetValue<string>(), at, id),
            };
        })];

    private async Task Pages(Dictionary<string, List<(string User, long Points)>> boards, CancellationToken cancellation)
    {
        foreach (var course in (string?[])[null, .. academy.Courses])
            foreach (var period in (BoardPeriod[])[BoardPeriod.AllTime, BoardPeriod.Week])
            {
                var board = Boards.Name(period, course, TimeProvider.System.GetUtcNow());
                var shown = new List<(string, long)>();
                var address = $"/api/v1/leaderboard?period={(period is BoardPeriod.Week ? "week" : "all")}&limit=100{(course is null ? "" : $"&course={course}")}";
                for (string? next = ""; next is not null;)
                {
                    var page = (await client.Get(address + (next.Length > 0 ? $"&cursor={Uri.EscapeDataString(next)}" : ""), academy.InstructorToken, cancellation: cancellation)).Expect(200).Json;
                    foreach (var row in page["rows"]!.AsArray())
                    {
                        if (row!["rank"]!.GetValue<long>() != shown.Count + 1) findings.Add(Fault.Wrong, $"board {board}: place {shown.Count + 1} has rank {row["rank"]}");
                        shown.Add((row["userId"]!.GetValue<string>(), row["points"]!.GetValue<long>()));
                    }
                    next = page["next"]?.GetValue<string>();
                }
                findings.Looked("places of boards read over the API", shown.Count);
                Same($"board {board} over the API", shown, boards.GetValueOrDefault(board, []));
            }
    }

    private async Task Mine(Dictionary<string, long> totals, CancellationToken cancellation)
    {
        var people = PointRecount.Users(ledger).Where(u => totals.ContainsKey(u.Value)).Take(Asked);
        await Parallel.ForEachAsync(people, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = cancellation }, async (person, token) =>
        {
            var (session, _) = await academy.SignIn(person.Key, token);
            var points = (await client.Get("/api/v1/points/mine", session, cancellation: token)).Expect(200).Json["points"]!.GetValue<long>();
            findings.Looked("people who read their points");
            if (points != totals[person.Value]) findings.Add(Fault.Unequal, $"{person.Value} is shown {points} points of {totals[person.Value]}");
        });
    }
}
