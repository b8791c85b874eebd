namespace LearningHub.Grains.Chat;

/// <summary>At most 20 messages in any 10 seconds a person. In memory only: a restart forgives.</summary>
internal sealed class SendPace
{
    public const int Most = 20;
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private const int MaxPeople = 1_000;

    private readonly Dictionary<string, Queue<DateTimeOffset>> _sent = [];

    public bool Allows(string userId, DateTimeOffset now) => !_sent.TryGetValue(userId, out var times) || Recent(times, now) < Most;

    /// <summary>Counts a message that was committed: retries of one message count once.</summary>
    public void Count(string userId, DateTimeOffset now)
    {
        if (_sent.Count >= MaxPeople) Sweep(now);
        if (!_sent.TryGetValue(userId, out var times)) _sent[userId] = times = new(Most);
        Recent(times, now);
        times.Enqueue(now);
    }

    private static int Recent(Queue<DateTimeOffset> times, DateTimeOffset now)
    {
        while (times.TryPeek(out var first) && first <= now - Window) times.Dequeue();
        return times.Count;
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (person, times) in _sent)
            if (Recent(times, now) == 0) _sent.Remove(person);
    }
}
