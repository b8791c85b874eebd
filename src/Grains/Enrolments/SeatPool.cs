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
        if (taken is not null) return c.UserId is { } back && c.OrderId == Enrolment.SeatOf(back) ? HeldBeside(state, c, now) : Decision<SeatPoolState>.NoChange(state);
        if (state.Holds.TryGetValue(c.OrderId, out var held) && held is { IsOffer: false } && held.Count == c.Count && held.Until >= now) return Decision<SeatPoolState>.NoChange(state);
        // Whatever an order is called: what is held for one who waited is theirs alone.
        if (held is { IsOffer: true, OfferedTo: var other } && other != c.UserId) return EnrolmentErrors.NoSeats;
        var offer = state.OfferTo(c.UserId, now) ?? (held?.OfferedUntil >= now && held.OfferedTo == c.UserId ? held : null);
        var others = state with { Holds = state.Holds.Remove(c.OrderId).Remove(offer?.OrderId ?? "") };
        // One place for one that was held: a limit that was lowered meanwhile takes no offer away.
        if (!(offer is not null && c.Count == 1) && !Fits(others, c.Count, limit, now, offer is null ? 0 : 1)) return EnrolmentErrors.NoSeats;
        var forgotten = Forgotten(others, now);
        if (others.Holds.Count - forgotten.Length >= MaxHolds) return EnrolmentErrors.SeatsBusy;
        var hold = new SeatHold(c.OrderId, c.Count, c.Until.ToUniversalTime(), offer?.OfferedTo, offer?.OfferedUntil ?? default);
        return Decision<SeatPoolState>.Of(others with { Holds = others.Holds.RemoveRange(forgotten.Select(h => h.OrderId)).Add(hold.OrderId, hold) },
            [.. forgotten.Select(h => new SeatsReleased(h.OrderId, h.Count, RanOut: true)), new SeatsReserved(c.OrderId, c.Count)]) with
        {
            Records =
            [
                .. forgotten.Select(h => RecordChange.Delete(SeatPoolState.HoldRecord, h.OrderId)),
                .. offer is null || offer.OrderId == hold.OrderId ? Array.Empty<RecordChange>() : [RecordChange.Delete(SeatPoolState.HoldRecord, offer.OrderId)],
                RecordChange.Put(SeatPoolState.HoldRecord, hold.OrderId, hold.Until.ToUnixTimeMilliseconds(), hold),
            ],
        };
    }

    public static Decision<SeatPoolState> Confirm(SeatPoolState state, ConfirmSeats c, SeatsTaken? taken, int? limit, DateTimeOffset now)
    {
        if (taken is not null) return Decision<SeatPoolState>.NoChange(state);
        if (!state.Holds.TryGetValue(c.OrderId, out var hold)) return EnrolmentErrors.NoReservation;
        var others = state with { Holds = state.Holds.Remove(c.OrderId) };
        return hold.HeldAt(now) < hold.Count && !Fits(others, hold.Count, limit, now, hold.OfferedUntil >= now ? 1 : 0) ? EnrolmentErrors.NoSeats : Take(others, c.OrderId, hold.Count);
    }

    /// <summary>Who comes straight back may find the place that they left still counted. It is given back as soon as their leaving is heard of: until then a reservation stands beside it.</summary>
    private static Decision<SeatPoolState> HeldBeside(SeatPoolState state, ReserveSeats c, DateTimeOffset now)
    {
        if (state.Holds.TryGetValue(c.OrderId, out var held) && held.HeldAt(now) > 0) return Decision<SeatPoolState>.NoChange(state);
        if (state.Holds.Count >= MaxHolds) return EnrolmentErrors.SeatsBusy;
        var hold = new SeatHold(c.OrderId, 1, c.Until.ToUniversalTime());
        return Decision<SeatPoolState>.Of(state with { Holds = state.Holds.SetItem(hold.OrderId, hold) }, new SeatsReserved(hold.OrderId, 1))
            with { Records = [RecordChange.Put(SeatPoolState.HoldRecord, hold.OrderId, hold.Until.ToUnixTimeMilliseconds(), hold)] };
    }

    /// <summary>Counts a place that is taken already, whatever the limit is: a free enrolment that was committed, a student whom the staff let in.</summary>
    public static Decision<SeatPoolState> Count(SeatPoolState state, string ground, SeatsTaken? taken)
    {
        var others = state with { Holds = state.Holds.Remove(ground) };
        if (taken is null) return Take(others, ground, 1);
        if (!state.Holds.TryGetValue(ground, out var beside)) return Decision<SeatPoolState>.NoChange(state);
        return Decision<SeatPoolState>.Of(others, new SeatsReleased(ground, beside.Count, RanOut: false)) with { Records = [RecordChange.Delete(SeatPoolState.HoldRecord, ground)] };
    }

    public static Decision<SeatPoolState> Release(SeatPoolState state, ReleaseSeats c, SeatsTaken? taken, DateTimeOffset now)
    {
        if (taken is not null)
            return Decision<SeatPoolState>.Of(state with { Taken = Math.Max(0, state.Taken - taken.Count) }, new SeatsReleased(c.OrderId, taken.Count, RanOut: false))
                with { Records = [RecordChange.Delete(SeatPoolState.TakenRecord, c.OrderId)] };
        // What is only offered nobody has begun to take, under whatever name: there is nothing to give back.
        if (!state.Holds.TryGetValue(c.OrderId, out var hold) || hold.IsOffer) return Decision<SeatPoolState>.NoChange(state);
        var released = Decision<SeatPoolState>.Of(state with { Holds = state.Holds.Remove(c.OrderId) }, new SeatsReleased(c.OrderId, hold.Count, RanOut: false))
            with { Records = [RecordChange.Delete(SeatPoolState.HoldRecord, c.OrderId)] };
        return hold.OfferedTo is { } user && hold.OfferedUntil >= now ? WaitingList.Held(released, user, hold.OfferedUntil) : released;
    }

    private static Decision<SeatPoolState> Take(SeatPoolState others, string orderId, int count) =>
        Decision<SeatPoolState>.Of(others with { Taken = others.Taken + count }, new SeatsConfirmed(orderId, count)) with
        {
            Records = [RecordChange.Delete(SeatPoolState.HoldRecord, orderId), RecordChange.Put(SeatPoolState.TakenRecord, orderId, 0, new SeatsTaken(orderId, count))],
        };

    /// <param name="own">Places that are held for the person off the waiting list. All others that are free are for those who wait.</param>
    public static bool Fits(SeatPoolState others, int count, int? limit, DateTimeOffset now, int own) =>
        limit is not { } most || most - others.Taken - others.HeldAt(now) is var free && count <= free && count <= Math.Max(own, free - others.Waiting.Count);

    /// <summary>Reservations that ran out longest ago, when there are so many that memory must be made.</summary>
    private static ImmutableArray<SeatHold> Forgotten(SeatPoolState state, DateTimeOffset now) => state.Holds.Count < MaxHolds ? []
        : [.. state.Holds.Values.Where(h => h.HeldAt(now) == 0).OrderBy(h => h.Until).Take(ForgottenAtOnce)];
}
