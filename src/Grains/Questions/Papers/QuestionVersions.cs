using System.Collections.Concurrent;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;
using Npgsql;

namespace LearningHub.Grains.Questions;

/// <summary>Versions of questions in memory, one store a process: they never change, so what is here is right. Bounded by the bytes they were read from;
/// what was not used longest goes first. Who asks for a version that is being read waits for that reading: thousands who start at once read it once.</summary>
internal sealed class QuestionVersions(NpgsqlDataSource database, long maxBytes = QuestionVersions.DefaultMaxBytes)
{
    public const long DefaultMaxBytes = 64L * 1024 * 1024;
    private readonly Lock _gate = new();
    private readonly Dictionary<Id, LinkedListNode<Held>> _held = [];
    private readonly LinkedList<Held> _byUse = new();
    private readonly ConcurrentDictionary<Id, Task<QuestionContent?>> _reading = new();
    private long _bytes, _reads;

    /// <summary>How many statements were sent.</summary>
    public long Reads => Interlocked.Read(ref _reads);
    public long Bytes { get { lock (_gate) return _bytes; } }

    /// <summary>The contents in the order asked; null where there is no such version.</summary>
    public async Task<QuestionContent?[]> Get(string tenant, IReadOnlyList<QuestionRef> questions)
    {
        var found = new QuestionContent?[questions.Count];
        var waiting = new List<(int Place, Task<QuestionContent?> Reading)>();
        var mine = new Dictionary<Id, TaskCompletionSource<QuestionContent?>>();
        for (var i = 0; i < questions.Count; i++)
        {
            var id = new Id(tenant, questions[i].QuestionId ?? "", questions[i].Version);
            if (FromMemory(id) is { } content) { found[i] = content; continue; }
            if (!_reading.TryGetValue(id, out var reading))
            {
                var source = new TaskCompletionSource<QuestionContent?>(TaskCreationOptions.RunContinuationsAsynchronously);
                reading = _reading.GetOrAdd(id, source.Task);
                if (reading == source.Task) mine.Add(id, source);
            }
            waiting.Add((i, reading));
        }
        if (mine.Count > 0) await Read(mine);
        foreach (var (place, reading) in waiting) found[place] = await reading;
        return found;
    }

    private async Task Read(Dictionary<Id, TaskCompletionSource<QuestionContent?>> wanted)
    {
        try
        {
            Interlocked.Increment(ref _reads);
            await using var command = database.CreateCommand("""
                select w.place, r.doc from unnest(@keys, @ids) with ordinality as w(key, id, place)
                join record r on r.type = 'question_version' and r.key = w.key and r.id = w.id
                """);
            var ids = wanted.Keys.ToArray();
            command.Parameters.AddWithValue("keys", ids.Select(i => $"{i.Tenant}/{i.QuestionId}").ToArray());
            command.Parameters.AddWithValue("ids", ids.Select(i => QuestionVersion.RecordId(i.Version)).ToArray());
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                var (id, json) = (ids[reader.GetInt64(0) - 1], reader.GetString(1));
                var content = JsonSerializer.Deserialize<QuestionVersion>(json, HubJson.Options)!.Content;
                Hold(id, content, json.Length * 2L);
                wanted[id].TrySetResult(content);
            }
            foreach (var source in wanted.Values) source.TrySetResult(null);
        }
        catch (Exception e)
        {
            foreach (var source in wanted.Values) if (source.TrySetException(e)) _ = source.Task.Exception;
            throw;
        }
        finally
        {
            foreach (var id in wanted.Keys) _reading.TryRemove(id, out _);
        }
    }

    private QuestionContent? FromMemory(Id id)
    {
        lock (_gate)
        {
            if (!_held.TryGetValue(id, out var node)) return null;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Content;
        }
    }

    private void Hold(Id id, QuestionContent content, long bytes)
    {
        lock (_gate)
        {
            if (_held.ContainsKey(id) || bytes > maxBytes) return;
            _held.Add(id, _byUse.AddFirst(new Held(id, content, bytes)));
            for (_bytes += bytes; _bytes > maxBytes; _byUse.RemoveLast())
            {
                var last = _byUse.Last!.Value;
                _held.Remove(last.Id);
                _bytes -= last.Bytes;
            }
        }
    }

    private readonly record struct Id(string Tenant, string QuestionId, int Version);

    private sealed record Held(Id Id, QuestionContent Content, long Bytes);
}
