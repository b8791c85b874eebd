using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>The rules of those who wait for a place. A place that becomes free is held for the first of them, as a reservation under the name that an enrolment of theirs would have.</summary>
internal static class WaitingList
{
    public const int Most = 10_000;
    private const int AtOnce = 100;

    /// <summary>How long a place is held for one who waited.</summary>
    public static readonly TimeSpan OfferLasts = TimeSpan.FromDays(1);

    public static Decision<SeatPoolState> Join(SeatPoolState state, string userId, CourseOffer course, EnrolmentStanding standing, DateTimeOffset now)
    {
        if (!course.IsOpen) return EnrolmentErrors.NotOpen;
        if (course.SellerId == userId) return EnrolmentErrors.OwnCourse;
        if (standing.Status == EnrolmentStatus.Removed) return EnrolmentErrors.Removed;
        if (standing.Owns) return EnrolmentErrors.EnrolledAlready;
        if (state.Waiting.ContainsKey(userId) || state.OfferedUntil(userId, now) is not null) return Decision<SeatPoolState>.NoChange(state);
        if (SeatPool.Fits(state, 1, course.SeatLimit, now, 0)) return EnrolmentErrors.SeatsLeft;
        if (state.Waiting.Count >= Most) return EnrolmentErrors.ListFull;
        var ticket = state.Ticket + 1;
        return Decision<SeatPoolState>.Of(state with { Ticket = ticket, PassesOn = true, Waiting = state.Waiting.Add(userId, ticket) }, new WaitingListJoined(userId, ticket, First: !state.PassesOn))
            with { Records = [RecordChange.Put(SeatPoolState.WaitingRecord, userId, ticket, new SeatWaiter(userId))] };
    }

    /// <summary>The person waits no more, and nothing is held for them but what an order of theirs holds, as it would for anybody.</summary>
    public static Decision<SeatPoolState> Quit(SeatPoolState state, string userId, DateTimeOffset now)
    {
        var decision = Decision<SeatPoolState>.Of(state);
        if (state.Waiting.ContainsKey(userId))
            decision = decision.And(new WaitingListLeft(userId)).Then(s => s with { Waiting = s.Waiting.Remove(userId) })
                with { Records = [RecordChange.Delete(SeatPoolState.WaitingRecord, userId)] };
        if (state.OfferTo(userId, now) is { } offer) decision = Ended(decision, offer, ranOut: false);
        foreach (var begun in state.Holds.Values.Where(h => !h.IsOffer && h.OfferedTo == userId && h.OfferedUntil >= now)) decision = Begun(decision, begun);
        return decision.Events.IsEmpty ? Decision<SeatPoolState>.NoChange(state) : decision;
    }

    /// <summary>Ends offers whose time is over, and makes new ones while there are places, in the order of the tickets; so many at once.</summary>
    /// <param name="open">Whether anybody can enrol: else nothing is offered.</param>
    public static Decision<SeatPoolState> PassOn(SeatPoolState state, int? limit, DateTimeOffset now, bool open = true)
    {
        var decision = Decision<SeatPoolState>.Of(state);
        foreach (var over in state.Holds.Values.Where(h => h.IsOffer && h.Until < now).OrderBy(h => h.Until).Take(AtOnce)) decision = Ended(decision, over, ranOut: true);
        // An enrolment that was begun and never committed: what was held for the person is an offer again.
        foreach (var begun in state.Holds.Values.Where(h => !h.IsOffer && h.Until < now && h.OfferedUntil >= now && h.OrderId == Enrolment.SeatOf(h.OfferedTo!)).Take(AtOnce))
            decision = Held(decision, begun.OfferedTo!, begun.OfferedUntil);
        foreach (var (userId, _) in state.Waiting.OrderBy(w => w.Value).Take(open ? AtOnce : 0))
        {
            var s = decision.State!;
            if (s.Holds.Count >= SeatPool.MaxHolds || !SeatPool.Fits(s with { Waiting = s.Waiting.Clear() }, 1, limit, now, 0)) break;
            decision = decision with { Records = decision.Records.Add(RecordChange.Delete(SeatPoolState.WaitingRecord, userId)) };
            decision = Held(decision.And(new SeatOffered(userId, now + OfferLasts)).Then(x => x with { Waiting = x.Waiting.Remove(userId) }), userId, now + OfferLasts);
        }
        if (state.PassesOn && IsOver(decision.State!, now)) decision = decision.Then(x => x with { PassesOn = false });
        return decision.State == state ? Decision<SeatPoolState>.NoChange(state) : Last(decision);
    }

    /// <summary>Nobody waits, and nothing is held for one who waited.</summary>
    public static bool IsOver(SeatPoolState state, DateTimeOffset now) => state.Waiting.IsEmpty && !state.Holds.Values.Any(h => h.IsOffer || h.OfferedUntil >= now);

    /// <summary>When the first offer ends.</summary>
    public static DateTimeOffset? Next(SeatPoolState state) => state.Holds.Values.Where(h => h.IsOffer).Select(h => (DateTimeOffset?)h.Until).Min();

    /// <summary>A place is held for the person: again, after an order that came to nothing, or for the first time.</summary>
    public static Decision<SeatPoolState> Held(Decision<SeatPoolState> decision, string userId, DateTimeOffset until)
    {
        var hold = new SeatHold(Enrolment.SeatOf(userId), 1, until, userId, until) { IsOffer = true };
        return Last(decision.Then(s => s with { Holds = s.Holds.SetItem(hold.OrderId, hold) })
            with { Records = decision.Records.Add(RecordChange.Put(SeatPoolState.HoldRecord, hold.OrderId, hold.Until.ToUnixTimeMilliseconds(), hold)) });
    }

    /// <summary>What has been begun off an offer goes on, and when it comes to nothing the place is anybody's.</summary>
    private static Decision<SeatPoolState> Begun(Decision<SeatPoolState> decision, SeatHold begun)
    {
        var hold = begun with { OfferedTo = null, OfferedUntil = default };
        return decision.And(new SeatOfferEnded(begun.OfferedTo!, RanOut: false)).Then(s => s with { Holds = s.Holds.SetItem(hold.OrderId, hold) })
            with { Records = decision.Records.Add(RecordChange.Put(SeatPoolState.HoldRecord, hold.OrderId, hold.Until.ToUnixTimeMilliseconds(), hold)) };
    }

    private static Decision<SeatPoolState> Ended(Decision<SeatPoolState> decision, SeatHold offer, bool ranOut) =>
        decision.And(new SeatOfferEnded(offer.OfferedTo!, ranOut)).Then(s => s with { Holds = s.Holds.Remove(offer.OrderId) })
            with { Records = decision.Records.Add(RecordChange.Delete(SeatPoolState.HoldRecord, offer.OrderId)) };

    /// <summary>Of several changes of a record the last one counts: a save has one of each.</summary>
    private static Decision<SeatPoolState> Last(Decision<SeatPoolState> decision) =>
        decision with { Records = [.. decision.Records.Reverse().DistinctBy(r => (r.Type, r.Id)).Reverse()] };
}
