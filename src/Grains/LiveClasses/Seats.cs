using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Who sits, who waits, who is next. Those who wait are let in strictly in the order they came. A seat of one who left is free at once; of one whose connection
/// is lost, after <see cref="Grace"/>.</summary>
internal static class Seats
{
    public const int MaxPeople = 2_000;
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    public static Decision<LiveClassState> Enter(LiveClassState state, string userId, LiveRole role, DateTimeOffset now)
    {
        if (!state.IsOpen) return LiveClassErrors.NotNow(state.Phase);
        var known = state.People.GetValueOrDefault(userId);
        if (known is { Seat: LiveSeat.Seated } || known is { Seat: LiveSeat.Waiting } && role == LiveRole.Attendee) return Decision<LiveClassState>.NoChange(state);
        if (known is null && state.People.Count >= MaxPeople) return LiveClassErrors.Full;
        var seated = role != LiveRole.Attendee || IsFree(state);
        var person = (known ?? new Participant(userId, 0, false, LiveSeat.None, null, null, null, 0, 0, null, null)) with
        {
            Arrival = state.Arrivals + 1, Staff = role == LiveRole.Host, Seat = seated ? LiveSeat.Seated : LiveSeat.Waiting, SeatedAt = seated ? now : null,
        };
        return Decision<LiveClassState>.Of(With(state, person) with { Arrivals = person.Arrival, Admitted = state.Admitted + (seated ? 1 : 0) }) with { Records = [person.ToRecord()] };
    }

    public static Decision<LiveClassState> Leave(LiveClassState state, string userId, DateTimeOffset now)
    {
        if (!state.People.TryGetValue(userId, out var person) || person.Seat is LiveSeat.Left or LiveSeat.None) return Decision<LiveClassState>.NoChange(state);
        var changed = new Changes(state);
        changed.Put(Gone(person, now));
        changed.Admit(now);
        return changed.Decide();
    }

    /// <summary>What a look at who is connected finds: visits that began, went on or ended; seats given up; the next let in.</summary>
    public static Decision<LiveClassState> Look(LiveClassState state, IRoomPresence presence, DateTimeOffset now)
    {
        if (!state.IsOpen) return Decision<LiveClassState>.NoChange(state);
        var changed = new Changes(state);
        foreach (var stored in state.People.Values)
        {
            var person = Attendance.Known(stored, state, presence.Began);
            if (person != stored) changed.Put(person);
            if (person.Seat is not (LiveSeat.Seated or LiveSeat.Waiting)) continue;
            var next = person;
            if (presence.PresentSince(person.UserId) is { } since)
            {
                if (state is { Phase: LiveClassPhase.Live, LiveAt: { } live } && person.Seat == LiveSeat.Seated) next = Attendance.Seen(person, Latest(since, live, person.SeatedAt ?? since), presence.LastSeen(person.UserId) ?? now, presence.Began);
            }
            else
            {
                var last = presence.LastSeen(person.UserId);
                // Nobody heard of them since the room is back: they may still be on their way.
                if (last is not null && person.Since is not null) next = Attendance.Closed(next, last.Value);
                if (presence.Missing(person.UserId, now) >= Grace) next = Gone(next, last ?? person.SeenAt ?? now);
            }
            if (next != person) changed.Put(next);
        }
        changed.Admit(now);
        changed.Beat(now, presence.Began);
        return changed.Decide();
    }

    /// <summary>How many are before one who waits.</summary>
    public static int Ahead(LiveClassState state, Participant person) => state.People.Values.Count(p => p.Seat == LiveSeat.Waiting && p.Arrival < person.Arrival);

    /// <summary>Everybody out.</summary>
    public static Decision<LiveClassState> Emptied(LiveClassState state, DomainEvent happened)
    {
        var changed = new Changes(state);
        foreach (var person in state.People.Values.Where(p => p.Seat is LiveSeat.Seated or LiveSeat.Waiting)) changed.Put(person with { Seat = LiveSeat.Left, Hand = null, HandAt = null });
        return changed.Decide(happened);
    }

    private static DateTimeOffset Latest(params ReadOnlySpan<DateTimeOffset> moments)
    {
        var latest = moments[0];
        foreach (var moment in moments) if (moment > latest) latest = moment;
        return latest;
    }

    private static Participant Gone(Participant person, DateTimeOffset at) => Attendance.Closed(person, at) with { Seat = LiveSeat.Left, Hand = null, HandAt = null };

    private static bool IsFree(LiveClassState state) =>
        state.AttendeeLimit is not { } limit || !state.People.Values.Any(p => p.Seat == LiveSeat.Waiting) && state.People.Values.Count(state.Counts) < limit;

    private static LiveClassState With(LiveClassState state, Participant person) => state with { People = state.People.SetItem(person.UserId, person) };

    private sealed class Changes(LiveClassState before)
    {
        private readonly Dictionary<string, Participant> _changed = [];
        private readonly LiveClassState _before = before;
        private readonly List<DomainEvent> _told = [];
        private LiveClassState _state = before;

        public void Put(Participant person)
        {
            _state = With(_state, person);
            _changed[person.UserId] = person;
        }

        public void Admit(DateTimeOffset now)
        {
            var free = _state.AttendeeLimit is { } limit ? limit - _state.People.Values.Count(_state.Counts) : int.MaxValue;
            foreach (var next in _state.People.Values.Where(p => p.Seat == LiveSeat.Waiting).OrderBy(p => p.Arrival).Take(Math.Max(0, free)).ToArray())
            {
                Put(next with { Seat = LiveSeat.Seated, SeatedAt = now });
                _state = _state with { Admitted = _state.Admitted + 1 };
                _told.Add(new LiveSeatPassed(_state.CourseId, next.UserId));
            }
        }

        /// <summary>Only where there is somebody whose time depends on it.</summary>
        public void Beat(DateTimeOffset now, DateTimeOffset began)
        {
            if (_state.Phase != LiveClassPhase.Live || _state.AliveAt > began && now - _state.AliveAt < Attendance.Heartbeat || _state.People.Values.All(p => p.Since is null)) return;
            _state = _state with { AliveAt = now, AliveSince = began };
        }

        public Decision<LiveClassState> Decide(params ReadOnlySpan<DomainEvent> events) =>
            ReferenceEquals(_state, _before) && events.IsEmpty ? Decision<LiveClassState>.NoChange(_before)
                : Decision<LiveClassState>.Of(_state, [.. events, .. _told]) with { Records = [.. _changed.Values.Select(p => p.ToRecord())] };
    }
}
