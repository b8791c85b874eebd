using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.Grains.LiveClasses;

/// <summary>The rules of a class as a whole: plan, phases, hosts, broadcasts.</summary>
internal static class LiveClass
{
    public const int MaxTitle = 120, MinMinutes = 5, MaxMinutes = 480, MaxAttendees = 1_000, MaxCoHosts = 10;
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(15), Ahead = TimeSpan.FromDays(730);

    /// <param name="standard">The limit of a class that has none of its own; 0: none.</param>
    public static Decision<LiveClassState> Schedule(LiveClassState state, ScheduleLiveClass c, string hostId, int standard, DateTimeOffset now)
    {
        if (state.Exists) return LiveClassErrors.Exists;
        if (Check(c.Title, c.StartsAt, c.Minutes, c.AttendeeLimit, now, out var title) is { } error) return error;
        var limit = c.AttendeeLimit ?? (standard > 0 ? standard : null);
        return Decision<LiveClassState>.Of(
            new LiveClassState { CourseId = c.CourseId, HostId = hostId, Title = title, StartsAt = c.StartsAt.ToUniversalTime(), Minutes = c.Minutes, AttendeeLimit = limit },
            new LiveClassScheduled(c.CourseId, hostId, c.StartsAt.ToUniversalTime(), c.Minutes));
    }

    /// <summary>The start may be moved while nobody has been let in; the rest until the end. A higher limit lets the next in at the next look.</summary>
    public static Decision<LiveClassState> Change(LiveClassState state, ChangeLiveClass c, DateTimeOffset now)
    {
        if (state.IsOver) return LiveClassErrors.NotNow(state.Phase);
        var startsAt = state.IsOpen ? state.StartsAt : c.StartsAt.ToUniversalTime();
        // A start that is not moved may have passed.
        if (Check(c.Title, startsAt == state.StartsAt ? now : startsAt, c.Minutes, c.AttendeeLimit, now, out var title) is { } error) return error;
        var next = state with { Title = title, StartsAt = startsAt, Minutes = c.Minutes, AttendeeLimit = c.AttendeeLimit };
        return next == state ? Decision<LiveClassState>.NoChange(state) : Decision<LiveClassState>.Of(next, new LiveClassChanged(state.CourseId, next.StartsAt, next.Minutes));
    }

    public static Decision<LiveClassState> Cancel(LiveClassState state) => state.Phase switch
    {
        LiveClassPhase.Cancelled => Decision<LiveClassState>.NoChange(state),
        LiveClassPhase.Scheduled or LiveClassPhase.Open => Seats.Emptied(state with { Phase = LiveClassPhase.Cancelled, Broadcast = null }, new LiveClassCancelled(state.CourseId)),
        _ => LiveClassErrors.NotNow(state.Phase),
    };

    public static Decision<LiveClassState> Open(LiveClassState state) => state.Phase switch
    {
        LiveClassPhase.Open or LiveClassPhase.Live => Decision<LiveClassState>.NoChange(state),
        LiveClassPhase.Scheduled => Decision<LiveClassState>.Of(state with { Phase = LiveClassPhase.Open }, new LiveClassOpened(state.CourseId)),
        _ => LiveClassErrors.NotNow(state.Phase),
    };

    public static Decision<LiveClassState> Start(LiveClassState state, DateTimeOffset now) => state.Phase switch
    {
        LiveClassPhase.Live => Decision<LiveClassState>.NoChange(state),
        LiveClassPhase.Scheduled or LiveClassPhase.Open => Decision<LiveClassState>.Of(state with { Phase = LiveClassPhase.Live, LiveAt = now }, new LiveClassStarted(state.CourseId)),
        _ => LiveClassErrors.NotNow(state.Phase),
    };

    /// <summary>Visits under way end with the class, those of people who were gone already when they were last seen.</summary>
    public static Decision<LiveClassState> End(LiveClassState state, IRoomPresence presence, DateTimeOffset now)
    {
        if (state.Phase == LiveClassPhase.Ended) return Decision<LiveClassState>.NoChange(state);
        if (state.Phase != LiveClassPhase.Live) return LiveClassErrors.NotNow(state.Phase);
        var polls = state.Polls.Values.Where(p => p.ClosedAt is null).Select(p => p with { ClosedAt = now }).ToArray();
        var people = state.People.Values.Select(p => (Was: p, Known: Attendance.Known(p, state, presence.Began)))
            .Select(p => (p.Was, Is: Attendance.Closed(p.Known, presence.PresentSince(p.Was.UserId) is not null ? now : presence.LastSeen(p.Was.UserId) ?? p.Known.SeenAt ?? now) with { Seat = LiveSeat.Left, Hand = null, HandAt = null }))
            .Where(p => p.Was != p.Is).Select(p => p.Is).ToArray();
        var next = state with
        {
            Phase = LiveClassPhase.Ended, EndedAt = now, Broadcast = null,
            People = state.People.SetItems(people.Select(p => KeyValuePair.Create(p.UserId, p))), Polls = state.Polls.SetItems(polls.Select(p => KeyValuePair.Create(p.Number, p))),
        };
        var attended = next.People.Values.Count(p => p is { Staff: false, Visits: > 0 });
        return Decision<LiveClassState>.Of(next, new LiveClassEnded(state.CourseId, state.HostId, attended, (int)state.Sessions)) with
        {
            Records = [.. people.Select(p => p.ToRecord()), .. polls.Select(p => p.ToRecord())],
        };
    }

    public static Decision<LiveClassState> SetCoHost(LiveClassState state, SetCoHost c, DateTimeOffset now)
    {
        if (state.IsOver) return LiveClassErrors.NotNow(state.Phase);
        if (state.CoHosts.Contains(c.UserId) == c.CoHost || c.UserId == state.HostId) return Decision<LiveClassState>.NoChange(state);
        if (c.CoHost && state.CoHosts.Length >= MaxCoHosts) return LiveClassErrors.TooManyCoHosts;
        var next = state with { CoHosts = c.CoHost ? state.CoHosts.Add(c.UserId) : state.CoHosts.Remove(c.UserId) };
        // One who waited sits at once: co-hosts take none of the limited seats.
        if (!c.CoHost || !next.People.TryGetValue(c.UserId, out var person) || person.Seat != LiveSeat.Waiting) return Decision<LiveClassState>.Of(next);
        person = person with { Seat = LiveSeat.Seated, SeatedAt = now };
        return Decision<LiveClassState>.Of(next with { Admitted = next.Admitted + 1, People = next.People.SetItem(person.UserId, person) }) with { Records = [person.ToRecord()] };
    }

    public static Decision<LiveClassState> BeginBroadcast(LiveClassState state, string by, LiveRole role, DateTimeOffset now)
    {
        if (role == LiveRole.Attendee) return LiveClassErrors.NotYours;
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        var session = state.Sessions + 1;
        return Decision<LiveClassState>.Of(state with { Sessions = session, Broadcast = new(session, by, now) }, new LiveBroadcastBegun(session, by));
    }

    public static Decision<LiveClassState> EndBroadcast(LiveClassState state, EndBroadcast c) =>
        state.Broadcast?.Session == c.Session ? Decision<LiveClassState>.Of(state with { Broadcast = null }) : Decision<LiveClassState>.NoChange(state);

    private static Error? Check(string? input, DateTimeOffset startsAt, int minutes, int? limit, DateTimeOffset now, out string title)
    {
        title = PlainText.Line(input, MaxTitle) ?? "";
        if (title.Length == 0) return LiveClassErrors.BadTitle;
        if (startsAt < now - Late || startsAt > now + Ahead) return LiveClassErrors.BadStart;
        if (minutes is < MinMinutes or > MaxMinutes) return LiveClassErrors.BadMinutes;
        return limit is < 1 or > MaxAttendees ? LiveClassErrors.BadLimit : null;
    }
}
