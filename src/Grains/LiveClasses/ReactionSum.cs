using System.Collections.Immutable;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Reactions since the last push: counts, not people. In memory only.</summary>
internal sealed class ReactionSum
{
    public static readonly ImmutableHashSet<string> Kinds = ["like", "clap", "heart", "laugh", "party"];
    private const int Most = 5, MaxPeople = 2_000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<string, (DateTimeOffset From, int Count)> _pace = [];

    /// <summary>False for one too many: 5 in 2 s a person.</summary>
    public bool Add(string userId, string kind, DateTimeOffset now)
    {
        if (_pace.Count >= MaxPeople) _pace.Clear();
        var pace = _pace.TryGetValue(userId, out var known) && now - known.From < Window ? known : (From: now, Count: 0);
        if (pace.Count >= Most) return false;
        _pace[userId] = (pace.From, pace.Count + 1);
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        return true;
    }

    public IReadOnlyDictionary<string, int> Take()
    {
        var taken = new Dictionary<string, int>(_counts);
        _counts.Clear();
        return taken;
    }
}
