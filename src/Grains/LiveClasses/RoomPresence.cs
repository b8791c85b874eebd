using System.Collections.Immutable;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Who is connected, as far as the room has heard.</summary>
internal interface IRoomPresence
{
    /// <summary>Since when the room listens.</summary>
    DateTimeOffset Began { get; }

    /// <summary>Since when they have been connected without a break; null when they are not.</summary>
    DateTimeOffset? PresentSince(string userId);

    /// <summary>When they were last known to be connected; null when not since the room began to listen.</summary>
    DateTimeOffset? LastSeen(string userId);
}

/// <summary>The volatile half of the room: people by front end, as last reported. A report is believed for 15 s from when it came, whatever its front end's clock says; a person is here
/// while one names them. Front ends report changes at once, so that coming and going are known to a fraction of a second; of a front end that died, to the last report.</summary>
internal sealed class RoomPresence(DateTimeOffset began) : IRoomPresence
{
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private const int MaxFrontEnds = 500;

    private readonly Dictionary<string, (long Number, ImmutableHashSet<string> People, DateTimeOffset At, DateTimeOffset Came)> _reports = [];
    private readonly Dictionary<string, (DateTimeOffset? Since, DateTimeOffset Seen)> _people = [];

    public DateTimeOffset Began => began;

    public IEnumerable<string> Present => _people.Where(p => p.Value.Since is not null).Select(p => p.Key);

    /// <summary>A report waits while the room is busy, for some seconds at most; clocks of machines differ less.</summary>
    public static DateTimeOffset Credible(DateTimeOffset at, DateTimeOffset now) => at > now ? now : now - at > Longest ? now - Longest : at;

    /// <param name="at">When it was made: attendance counts from it.</param>
    /// <param name="now">When it came: it is believed from then on.</param>
    public void Report(string frontEnd, long number, ImmutableArray<string> userIds, DateTimeOffset at, DateTimeOffset now)
    {
        if (_reports.TryGetValue(frontEnd, out var known) ? known.Number > number : _reports.Count >= MaxFrontEnds) return;
        Expire(now);
        ImmutableHashSet<string> people = userIds.IsDefault ? [] : [.. userIds];
        _reports[frontEnd] = (number, people, at, now);
        foreach (var person in people)
        {
            var here = _people.GetValueOrDefault(person);
            _people[person] = (here.Since ?? at, here.Seen > at ? here.Seen : at);
        }
        if (known.People is { } before)
            foreach (var person in before.Except(people)) Left(person, at);
    }

    /// <summary>Forgets what front ends said too long ago.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var (frontEnd, report) in _reports.Where(r => r.Value.Came + Believed <= now).ToArray())
        {
            _reports.Remove(frontEnd);
            foreach (var person in report.People) Left(person, report.At);
        }
    }

    public DateTimeOffset? PresentSince(string userId) => _people.TryGetValue(userId, out var p) ? p.Since : null;

    public DateTimeOffset? LastSeen(string userId) => _people.TryGetValue(userId, out var p) ? p.Seen : null;

    /// <summary>They have just come by another way: the front end's word follows.</summary>
    public void Expect(string userId, DateTimeOffset now)
    {
        if (!_people.TryGetValue(userId, out var p) || p.Since is null) _people[userId] = (null, now);
    }

    private void Left(string person, DateTimeOffset at)
    {
        if (_reports.Values.Any(r => r.People.Contains(person)) || !_people.TryGetValue(person, out var known)) return;
        _people[person] = (null, known.Seen > at ? known.Seen : at);
    }
}
