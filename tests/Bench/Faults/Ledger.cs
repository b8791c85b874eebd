using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>What the clients asked and what they were told, outside the host: one line before each send and one after each answer, appended to a
/// file. The checks read the file, not the clients' memory.</summary>
internal sealed class Ledger : IDisposable
{
    private readonly StreamWriter _file;
    private readonly Lock _lock = new();

    public Ledger(string path)
    {
        FilePath = path;
        _file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read), new UTF8Encoding(false)) { AutoFlush = true };
    }

    public string FilePath { get; }

    /// <param name="facts">What an answer to this will promise.</param>
    public void Sending(string op, string kind, int attempt, JsonObject facts, ReadOnlySpan<byte> payload) =>
        Append(new JsonObject { ["send"] = op, ["kind"] = kind, ["try"] = attempt, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(payload)), ["facts"] = facts.DeepClone() });

    public void Answered(string op, int status, string body) => Append(new JsonObject { ["answer"] = op, ["status"] = status, ["body"] = body });

    /// <summary>What a client saw that was no answer to an operation: how long a line was open, what a room showed.</summary>
    public void Note(string kind, JsonObject facts) => Append(new JsonObject { ["note"] = kind, ["facts"] = facts.DeepClone() });

    private void Append(JsonObject line)
    {
        var text = line.ToJsonString(JsonSerializerOptions.Web);
        lock (_lock) _file.WriteLine(text);
    }

    public IReadOnlyList<LedgerNote> Notes() => [.. Lines().Where(l => l["note"] is not null).Select(l => new LedgerNote(l["note"]!.GetValue<string>(), l["facts"]!.AsObject()))];

    private IEnumerable<JsonObject> Lines()
    {
        using var reader = new StreamReader(new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } text) yield return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Every operation of the file, in the order of first sending.</summary>
    public IReadOnlyList<LedgerEntry> Read()
    {
        var entries = new Dictionary<string, LedgerEntry>();
        var order = new List<LedgerEntry>();
        var number = 0;
        foreach (var line in Lines())
        {
            number++;
            if (line["note"] is not null) continue;
            if (line["send"] is { } sent)
            {
                var op = sent.GetValue<string>();
                if (!entries.TryGetValue(op, out var entry))
                {
                    order.Add(entry = entries[op] = new(op, line["kind"]!.GetValue<string>(), line["facts"]!.AsObject(), line["sha256"]!.GetValue<string>()) { FirstSent = number });
                }
                else if (entry.Sha256 != line["sha256"]!.GetValue<string>()) throw new InvalidOperationException($"Another payload under the same key: {op}");
                entry.Sends++;
            }
            else
            {
                var entry = entries[line["answer"]!.GetValue<string>()];
                entry.Answers.Add((line["status"]!.GetValue<int>(), line["body"]!.GetValue<string>()));
                if (entry.IsAcknowledged && entry.Acknowledged == int.MaxValue) entry.Acknowledged = number;
            }
        }
        return order;
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>One operation: what was asked and every answer to it.</summary>
internal sealed record LedgerEntry(string Op, string Kind, JsonObject Facts, string Sha256)
{
    public int Sends { get; set; }

    /// <summary>Where in the ledger it was sent first, and where it was answered well: what was answered before another thing was sent happened before it.</summary>
    public int FirstSent { get; init; }
    public int Acknowledged { get; set; } = int.MaxValue;
    public List<(int Status, string Body)> Answers { get; } = [];

    public bool WasRefusedWith(string code) => Answers.Any(a => a.Body.Contains($"\"{code}\"", StringComparison.Ordinal));

    public bool IsAcknowledged => Answers.Any(a => a.Status is >= 200 and < 300);
    /// <summary>Nobody can say whether it was done: not told, and sent more than once or never answered.</summary>
    public bool IsInDoubt => !IsAcknowledged && (Sends > 1 || Answers.Count == 0);
    public JsonNode Answer => JsonNode.Parse(Answers.First(a => a.Status is >= 200 and < 300).Body)!;
    public string Text(string fact) => Facts[fact]!.GetValue<string>();
    public long Number(string fact) => Facts[fact]!.GetValue<long>();
}

internal sealed record LedgerNote(string Kind, JsonObject Facts)
{
    public string Text(string fact) => Facts[fact]!.GetValue<string>();
    public DateTimeOffset Moment(string fact) => Facts[fact]!.GetValue<DateTimeOffset>();
}
