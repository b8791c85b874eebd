using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>The rules of a course's places. What an order has taken already is given with the command, from its record.</summary>
internal static class SeatPool
{
    public const int MaxAtOnce = 100, MaxHolds = 10_000;
    private const int ForgottenAtOnce = 500;

    public static Decision<SeatPoolState> Reserve(SeatPoolState state, ReserveSeats c, SeatsTaken? taken, int? limit, DateTimeOffset now)
    {
        if (!KeySegment.IsValid(c.OrderId) || c.Count is < 1 or > MaxAtOnce) return EnrolmentErrors.BadSeats;
        if (taken is not null) return Decision<SeatPoolState>.NoChange(state);
        if (state.Holds.TryGetValue(c.OrderId, out var held) && held.Count == c.Count && held.Until >= now) return Decision<SeatPoolState>.NoChange(state);
        var others = state with { Holds = state.Holds.Remove(c.OrderId) };
        if (!Fits(others, c.Count, limit, now)) return EnrolmentErrors.NoSeats;
        var forgotten = Forgotten(others, now);
        if (others.Holds.Count - forgotten.Length >= MaxHolds) return EnrolmentErrors.SeatsBusy;
        var hold = new SeatHold(c.OrderId, c.Count, c.Until.ToUniversalTime());
        return Decision<SeatPoolState>.Of(others with { Holds = others.Holds.RemoveRange(forgotten.Select(h => h.OrderId)).Add(hold.OrderId, hold) },
            [.. forgotten.Select(h => new SeatsReleased(h.OrderId, h.Count, RanOut: true)), new SeatsReserved(c.OrderId, c.Count)]) with
        {
            Records =
            [
                .. forgotten.Select(h => RecordChange.Delete(SeatPoolState.HoldRecord, h.OrderId)),
                RecordChange.Put(SeatPoolState.HoldRecord, hold.OrderId, hold.Until.ToUnixTimeMilliseconds(), hold),
            ],
        };
    }

    public static Decision<SeatPoolState> Confirm(SeatPoolState state, ConfirmSeats c, SeatsTaken? taken, int? limit, DateTimeOffset now)
    {
        if (taken is not null) return Decision<SeatPoolState>.NoChange(state);
        if (!state.Holds.TryGetValue(c.OrderId, out var hold)) return EnrolmentErrors.NoReservation;
        var others = state with { Holds = state.Holds.Remove(c.OrderId) };
        return hold.Until < now && !Fits(others, hold.Count, limit, now) ? EnrolmentErrors.NoSeats : Take(others, c.OrderId, hold.Count);
    }

    /// <summary>Counts a place that is taken already, whatever the limit is: a free enrolment that was committed, a student whom the staff let in.</summary>
    public static Decision<SeatPoolState> Count(SeatPoolState state, string ground, SeatsTaken? taken) =>
        taken is not null ? Decision<SeatPoolState>.NoChange(state) : Take(state with { Holds = state.Holds.Remove(ground) }, ground, 1);

    public static Decision<SeatPoolState> Release(SeatPoolState state, ReleaseSeats c, SeatsTaken? taken)
    {
        if (taken is not null)
            return Decision<SeatPoolState>.Of(state with { Taken = Math.Max(0, state.Taken - taken.Count) }, new SeatsReleased(c.OrderId, taken.Count, RanOut: false))
                with { Records = [RecordChange.Delete(SeatPoolState.TakenRecord, c.OrderId)] };
        if (!state.Holds.TryGetValue(c.OrderId, out var hold)) return Decision<SeatPoolState>.NoChange(state);
        return Decision<SeatPoolState>.Of(state with { Holds = state.Holds.Remove(c.OrderId) }, new SeatsReleased(c.OrderId, hold.Count, RanOut: false))
            with { Records = [RecordChange.Delete(SeatPoolState.HoldRecord, c.OrderId)] };
    }

    private static Decision<SeatPoolState> Take(SeatPoolState others, string orderId, int count) =>
        Decision<SeatPoolState>.Of(others with { Taken = others.Taken + count }, new SeatsConfirmed(orderId, count)) with
        {
            Records = [RecordChange.Delete(SeatPoolState.HoldRecord, orderId), RecordChange.Put(SeatPoolState.TakenRecord, orderId, 0, new SeatsTaken(orderId, count))],
        };

    private static bool Fits(SeatPoolState others, int count, int? limit, DateTimeOffset now) => limit is not { } most || others.Taken + others.HeldAt(now) + count <= most;

    /// <summary>Reservations that ran out longest ago, when there are so many that memory must be made.</summary>
    private static ImmutableArray<SeatHold> Forgotten(SeatPoolState state, DateTimeOffset now) => state.Holds.Count < MaxHolds ? []
        : [.. state.Holds.Values.Where(h => h.Until < now).OrderBy(h => h.Until).Take(ForgottenAtOnce)];
}
