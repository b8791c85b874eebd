using System.Globalization;
using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>Every acknowledged message is in the history once, with its last acknowledged text; the numbers of a room have no gap.</summary>
internal sealed class ChatChecks(FaultClient client, Academy academy, IReadOnlyList<LedgerEntry> ledger, DatabaseRows rows, Findings findings)
{
    public async Task Run(CancellationToken cancellation)
    {
        foreach (var course in academy.Courses)
        {
            var history = (await History(course, cancellation)).ToLookup(m => m["clientId"]?.GetValue<string>() ?? "");
            foreach (var twice in history.Where(g => g.Key.Length > 0 && g.Count() > 1)) findings.Add(Fault.Twice, $"message {twice.Key} is {twice.Count()} times in the history");
            // Of two acknowledged texts the later one counts: an edit is sent after its message was answered.
            foreach (var entry in ledger.Where(e => e.IsAcknowledged && e.Kind is "chat" or "edit").Where(e => e.IsAcknowledged && e.Text("course") == course).GroupBy(e => e.Text("clientId")))
            {
                findings.Looked("chat messages acknowledged");
                findings.Looked("chat edits acknowledged", entry.Count(e => e.Kind == "edit"));
                var text = history[entry.Key].FirstOrDefault()?["text"]?.GetValue<string>();
                if (text is null) findings.Add(Fault.Lost, $"message {entry.Key}");
                else if (text != entry.Last().Text("text")) findings.Add(Fault.Lost, $"text of message {entry.Key}: is '{text}', was acknowledged as '{entry.Last().Text("text")}'");
            }
        }
        foreach (var room in await rows.Read("""
            select e.key, count(*), count(distinct e.payload ->> 'seq'), min((e.payload ->> 'seq')::bigint), max((e.payload ->> 'seq')::bigint), max((a.doc ->> 'lastSeq')::bigint)
            from event e join aggregate a on a.type = e.type and a.key = e.key where e.type = 'chat_room' group by e.key
            """, cancellation))
        {
            var n = room.Skip(1).Select(c => long.Parse(c, CultureInfo.InvariantCulture)).ToArray();
            findings.Looked("chat numbers compared", (int)n[0]);
            if (n[0] != n[1]) findings.Add(Fault.Twice, $"room {room[0]}: {n[0]} changes have {n[1]} numbers");
            if (n[2] != 1 || n[3] != n[1] || n[4] != n[3]) findings.Add(Fault.Lost, $"room {room[0]}: numbers {n[2]} to {n[3]} of {n[1]}, the room is at {n[4]}");
        }
    }

    private async Task<List<JsonNode>> History(string course, CancellationToken cancellation)
    {
        var all = new List<JsonNode>();
        for (long? before = null; ;)
        {
            var page = (await client.Get($"/api/v1/courses/{course}/chat/messages?limit=200{(before is null ? "" : $"&before={before}")}", academy.InstructorToken, cancellation: cancellation)).Expect(200).Json;
            var items = page["items"]!.AsArray();
            all.AddRange(items.Select(i => i!));
            if (items.Count == 0 || !page["hasOlder"]!.GetValue<bool>()) return all;
            before = items[0]!["seq"]!.GetValue<long>();
        }
    }
}
