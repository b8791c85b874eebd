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

    /// <summary>For how long the room has listened without hearing of them.</summary>
    TimeSpan Missing(string userId, DateTimeOffset now);
}

/// <summary>The volatile half of the room: people by front end, as last reported. A report is believed for 15 s from when it came, whatever its front end's clock says; a person is here
/// while one names them. Front ends report changes at once, so that coming and going are known to a fraction of a second; of a front end that died, to the last report.</summary>
/// <remarks>A room that was held up heard nobody, which is not that nobody was there: of the time between two looks only <see cref="Listened"/> counts against anybody.</remarks>
internal sealed class RoomPresence(DateTimeOffset began) : IRoomPresence
{
    public static readonly TimeSpan Believed = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan Listened = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private const int MaxFrontEnds = 500;

    private readonly Dictionary<string, (long Number, ImmutableHashSet<string> People, DateTimeOffset At, DateTimeOffset Came)> _reports = [];
    /// <summary>Heard: as Seen, put forward by the time in which the room was held up.</summary>
    private readonly Dictionary<string, (DateTimeOffset? Since, DateTimeOffset Seen, DateTimeOffset Heard)> _people = [];
    private DateTimeOffset _looked = began, _waits = began;

    public DateTimeOffset Began { get; } = began;

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
            _people[person] = (here.Since ?? at, Later(here.Seen, at), Later(here.Heard, at));
        }
        if (known.People is { } before)
            foreach (var person in before.Except(people)) Left(person, at);
    }

    /// <summary>Forgets what front ends said too long ago.</summary>
    public void Expire(DateTimeOffset now)
    {
        PassOver(now);
        foreach (var (frontEnd, report) in _reports.Where(r => r.Value.Came + Believed <= now).ToArray())
        {
            _reports.Remove(frontEnd);
            foreach (var person in report.People) Left(person, report.At);
        }
    }

    public DateTimeOffset? PresentSince(string userId) => _people.TryGetValue(userId, out var p) ? p.Since : null;

    public DateTimeOffset? LastSeen(string userId) => _people.TryGetValue(userId, out var p) && p.Seen > default(DateTimeOffset) ? p.Seen : null;

    public TimeSpan Missing(string userId, DateTimeOffset now) => now - (_people.TryGetValue(userId, out var p) ? p.Heard : _waits);

    /// <summary>They have just come by another way: the front end's word follows, and is waited for. That they were connected until now nobody has said.</summary>
    public void Expect(string userId, DateTimeOffset now)
    {
        var known = _people.GetValueOrDefault(userId);
        if (known.Since is null) _people[userId] = known with { Heard = now };
    }

    private void Left(string person, DateTimeOffset at)
    {
        if (_reports.Values.Any(r => r.People.Contains(person)) || !_people.TryGetValue(person, out var known)) return;
        _people[person] = (null, Later(known.Seen, at), Later(known.Heard, at));
    }

    private void PassOver(DateTimeOffset now)
    {
        var deaf = now - _looked - Listened;
        _looked = Later(_looked, now);
        if (deaf <= TimeSpan.Zero) return;
        _waits = Forward(_waits);
        foreach (var (frontEnd, report) in _reports.ToArray()) _reports[frontEnd] = report with { Came = Forward(report.Came) };
        foreach (var (person, known) in _people.ToArray()) _people[person] = known with { Heard = Forward(known.Heard) };

        DateTimeOffset Forward(DateTimeOffset at) => at + deaf < now ? at + deaf : now;
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
