using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>What the class says of itself in the end.</summary>
/// <param name="Polls">Votes an option, by the poll's number.</param>
internal sealed record RoomFacts(IReadOnlyDictionary<long, int[]> Polls, IReadOnlyDictionary<string, RoomPerson> People, IReadOnlyList<RoomQuestion> Questions, IReadOnlyList<AttendanceRow> Attendance)
{
    public static async Task<RoomFacts> Read(Classroom room, JsonArray attendance, DatabaseRows rows, CancellationToken cancellation)
    {
        var records = (await rows.Read($"select type, doc from record where type in ('live_poll', 'live_person', 'live_question') and key = 'main/{room.Class}' order by type, seq, id", cancellation))
            .ToLookup(r => r[0], r => JsonNode.Parse(r[1])!);
        return new(
            records["live_poll"].ToDictionary(p => p["number"]!.GetValue<long>(), p => p["counts"]!.AsArray().Select(c => c!.GetValue<int>()).ToArray()),
            records["live_person"].Select(RoomPerson.Read).ToDictionary(p => p.UserId),
            [.. records["live_question"].Select(q => new RoomQuestion(q["number"]!.GetValue<long>(), q["userId"]!.GetValue<string>(), q["text"]!.GetValue<string>(), q["votes"]!.GetValue<int>()))],
            [.. attendance.Select(a => new AttendanceRow(a!["userId"]!.GetValue<string>(), a["seconds"]!.GetValue<long>()))]);
    }
}

/// <param name="Votes">Poll to option; -1 where the poll is anonymous.</param>
/// <param name="Voted">Questions.</param>
internal sealed record RoomPerson(string UserId, IReadOnlyDictionary<long, int> Votes, IReadOnlySet<long> Voted)
{
    public static RoomPerson Read(JsonNode doc) => new(doc["userId"]!.GetValue<string>(),
        doc["votes"]!.AsObject().ToDictionary(v => long.Parse(v.Key, System.Globalization.CultureInfo.InvariantCulture), v => v.Value!.GetValue<int>()),
        doc["voted"]!.AsArray().Select(v => v!.GetValue<long>()).ToHashSet());
}

internal sealed record RoomQuestion(long Number, string UserId, string Text, int Votes);

internal sealed record AttendanceRow(string UserId, long Seconds);
