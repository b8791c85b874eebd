namespace LearningHub.Grains.LiveClasses;

/// <summary>How long a person was there: the sum of their visits while the class was live. Presence is of a person, whatever the number of devices, so visits never overlap.</summary>
internal static class Attendance
{
    /// <summary>How often it is written down of each person that a visit goes on.</summary>
    public static readonly TimeSpan Checkpoint = TimeSpan.FromSeconds(10);

    /// <summary>How often the room writes down that it was there, which all visits then under way were too. What was attended after that is lost with the room's process, unless
    /// the person is still there when it is back.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(2);

    /// <summary>A gap not longer than this between what was written and the room's return counts as there: front ends go on while the room moves.</summary>
    public static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    /// <summary>The person has been connected since <paramref name="from"/>, and was named last at <paramref name="now"/>.</summary>
    /// <param name="began">Since when the room listens. That a person was there in its time is written down at once: the next room goes by it.</param>
    public static Participant Seen(Participant person, DateTimeOffset from, DateTimeOffset now, DateTimeOffset began)
    {
        // Named before the class was live, and not since.
        if (now < from) now = from;
        if (person.Since is null) return person with { Since = from, SeenAt = now, FirstAt = person.FirstAt ?? from, Visits = person.Visits + 1 };
        if (person.SeenAt is { } seen && from - seen > Outage) return Seen(Closed(person, seen), from, now, began);
        return person.SeenAt is { } last && last >= began && now - last < Checkpoint ? person : person with { SeenAt = now };
    }

    /// <summary>After a return of the room: a visit that was under way lasted at least as long as the room before it did, if that room had heard of the person. One room after another
    /// may die before the time is over in which people are waited for, and who left before the first must not be given the time of all.</summary>
    public static Participant Known(Participant person, LiveClassState state, DateTimeOffset began) =>
        person.Since is not null && state.AliveAt <= began && !(person.SeenAt >= state.AliveAt) && !(person.SeenAt < state.AliveSince) ? person with { SeenAt = state.AliveAt } : person;

    /// <summary>The visit is over: it lasted until then.</summary>
    public static Participant Closed(Participant person, DateTimeOffset at)
    {
        if (person.Since is not { } since) return person;
        var end = person.SeenAt > at ? person.SeenAt.Value : at;
        return person with { Since = null, SeenAt = end, TotalMs = person.TotalMs + (long)Math.Max(0, (end - since).TotalMilliseconds) };
    }

    public static long Milliseconds(Participant person) =>
        person.TotalMs + (person is { Since: { } since, SeenAt: { } seen } ? (long)Math.Max(0, (seen - since).TotalMilliseconds) : 0);
}
