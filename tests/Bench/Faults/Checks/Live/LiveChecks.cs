using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>The live class after the run: votes, questions, hands, attendance; and what its people see of themselves over the API.</summary>
internal sealed class LiveChecks(FaultClient client, Academy academy, Campus campus, IReadOnlyList<LedgerEntry> ledger, IReadOnlyList<LedgerNote> notes, DatabaseRows rows, Findings findings)
{
    /// <summary>Seats are kept for 30 s from when the room has come back; a host takes some seconds of these.</summary>
    private static readonly TimeSpan SeatKept = TimeSpan.FromSeconds(25);

    /// <param name="forgiven">See <see cref="AttendanceRecount"/>.</param>
    public async Task Run(TimeSpan forgiven, CancellationToken cancellation)
    {
        var attendance = (JsonArray)(await client.Get($"{campus.Classroom.Api}/attendance", academy.InstructorToken, cancellation: cancellation)).Expect(200).Json;
        var room = await RoomFacts.Read(campus.Classroom, attendance, rows, cancellation);
        var lines = notes.Where(n => n.Kind == "line").Select(Line.Read).ToArray();
        var regulars = notes.Where(n => n.Kind == "regular").Select(n => n.Text("user")).ToArray();
        RoomRecount.Votes(ledger, room, findings);
        RoomRecount.Questions(ledger, room, findings);
        AttendanceRecount.Check(lines, room.Attendance, forgiven, findings);
        var view = notes.LastOrDefault(n => n.Kind == "room")?.Facts;
        if (view is null) findings.Add(Fault.Wrong, "the room was never seen at the end");
        else
            RoomRecount.Hands(ledger, regulars, view["room"]!["hands"]!.AsArray().Select(h => h!["userId"]!.GetValue<string>()).ToHashSet(), Breaks(lines),
                forgiven > TimeSpan.Zero ? TimeSpan.Zero : SeatKept, findings);
        foreach (var seat in ledger.Where(e => e is { Kind: "seat", IsAcknowledged: true }))
        {
            findings.Looked("seats acknowledged");
            if (!room.People.ContainsKey(seat.Text("user"))) findings.Add(Fault.Lost, $"the seat of {seat.Text("user")}");
        }
        await Mine(regulars, room, cancellation);
    }

    /// <summary>The poll and a person's votes as their page shows them say what the records say.</summary>
    private async Task Mine(IReadOnlyList<string> regulars, RoomFacts room, CancellationToken cancellation)
    {
        var emails = ledger.Where(e => e.Kind == "seat").GroupBy(e => e.Text("user")).ToDictionary(g => g.Key, g => g.First().Text("email"));
        foreach (var user in regulars.Where(emails.ContainsKey))
        {
            var (session, _) = await academy.SignIn(emails[user], cancellation);
            var answer = await client.Get(campus.Classroom.Api, session, cancellation: cancellation);
            if (!answer.IsOk)
            {
                findings.Add(Fault.Lost, $"{user}, who sat in the room, may not see it any more: {answer.Status} {answer.Text}");
                continue;
            }
            var view = answer.Json;
            findings.Looked("rooms read by their people");
            if (view["room"]!["poll"] is { } poll && !poll["counts"]!.AsArray().Select(c => c!.GetValue<int>()).SequenceEqual(room.Polls[poll["number"]!.GetValue<long>()])) findings.Add(Fault.Unequal, $"the poll is shown as {poll["counts"]}");
            var votes = view["me"]!["votes"]!.AsObject();
            foreach (var (number, option) in room.People.GetValueOrDefault(user)?.Votes ?? new Dictionary<long, int>())
                if (votes[number.ToString(System.Globalization.CultureInfo.InvariantCulture)]?.GetValue<int>() != option) findings.Add(Fault.Unequal, $"{user} is not shown their vote in poll {number}");
        }
    }

    private static Dictionary<string, TimeSpan> Breaks(IEnumerable<Line> lines) => lines.GroupBy(l => l.UserId).ToDictionary(g => g.Key, g =>
    {
        var all = g.OrderBy(l => l.Asked).ToArray();
        return all.Zip(all.Skip(1), (before, after) => after.Open - before.Ended).DefaultIfEmpty(TimeSpan.Zero).Max();
    });
}
