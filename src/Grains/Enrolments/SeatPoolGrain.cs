using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Key <see cref="CourseKey"/>. Invariants: <see cref="SeatPool"/>. In memory: a reservation an open checkout, at most 10,000; who has a place is
/// looked up by order. Two commits a purchase; a sale that everybody waits for is a few hundred calls a second for a minute. Calls the course's
/// and the enrolment's interleaved reads only.</summary>
[GrainType("seat-pool")]
internal sealed class SeatPoolGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<SeatPoolState>(store), ISeatPoolGrain
{
    protected override async ValueTask<SeatPoolState> WithRecords(SeatPoolState state, CancellationToken cancellation)
    {
        var holds = await Store.LoadRecords(SeatPoolState.HoldRecord, Key, SeatPool.MaxHolds, cancellation);
        // Whoever waits got a ticket.
        var waiting = state.Ticket == 0 ? [] : await Store.LoadRecords(SeatPoolState.WaitingRecord, Key, WaitingList.Most, cancellation);
        return state with { Holds = holds.ToImmutableDictionary(h => h.Id, h => h.Read<SeatHold>()), Waiting = waiting.ToImmutableDictionary(w => w.Id, w => w.Seq) };
    }

    public async Task<Result<Receipt>> Reserve(ReserveSeats command)
    {
        var limit = await Limit();
        return await With(command.OrderId, taken => Execute(command, AtThisVersion(s => SeatPool.Reserve(s, command, taken, limit, time.GetUtcNow()))));
    }

    public async Task<Result<Receipt>> Confirm(ConfirmSeats command)
    {
        var limit = await Limit();
        return await With(command.OrderId, taken => Execute(command, AtThisVersion(s => SeatPool.Confirm(s, command, taken, limit, time.GetUtcNow()))));
    }

    public Task<Result<Receipt>> Release(ReleaseSeats command) =>
        With(command.OrderId, taken => Execute(command, AtThisVersion(s => SeatPool.Release(s, command, taken, time.GetUtcNow()))));

    public Task<Result<Receipt>> Count(CountSeat command) =>
        With(command.Ground, taken => Execute(command, AtThisVersion(s => SeatPool.Count(s, command.Ground, taken))));

    public async Task<Result<Receipt>> Join(JoinWaitingList command)
    {
        var (course, user) = (CourseKey.Parse(Key), Actor.UserId);
        var offer = await Offer();
        EnrolmentStanding standing;
        using (ActorContext.As(Actor.System(course.Tenant))) standing = await GrainFactory.Enrolment(new(course.Tenant, course.CourseId, user)).GetStanding();
        return await Execute(command, s => WaitingList.Join(s, user, offer, standing, time.GetUtcNow()));
    }

    public Task<Result<Receipt>> Quit(LeaveWaitingList command)
    {
        var user = Actor.UserId;
        return Execute(command, s => WaitingList.Quit(s, user, time.GetUtcNow()));
    }

    public Task<Result<Receipt>> Settle(string userId) => Execute(s => WaitingList.Quit(s, userId, time.GetUtcNow()));

    public async Task<Result<WaitingListLook>> PassOn()
    {
        if (State is { PassesOn: false }) return new WaitingListLook(true, null);
        var offer = await Offer();
        long before;
        do
        {
            before = Version;
            if ((await Execute(s => WaitingList.PassOn(s, offer.SeatLimit, time.GetUtcNow(), offer.IsOpen))).Error is { } error) return error;
        }
        while (Version != before);
        return new WaitingListLook(!State.PassesOn, WaitingList.Next(State));
    }

    public Task<WaitingView> GetWaiting()
    {
        var (state, user) = (State, Actor.UserId);
        int? ahead = state.Waiting.TryGetValue(user, out var ticket) ? state.Waiting.Count(w => w.Value < ticket) : null;
        return Task.FromResult(new WaitingView(state.Waiting.Count, ahead, user.Length == 0 ? null : state.OfferedUntil(user, time.GetUtcNow())));
    }

    public async Task<int?> LeftFor(string? userId)
    {
        var left = (await Get()).Left;
        return left == 0 && userId is not null && State.OfferedUntil(userId, time.GetUtcNow()) is not null ? 1 : left;
    }

    public async Task<SeatsView> Get()
    {
        var state = State;
        return new(await Limit(), state.Taken, state.HeldAt(time.GetUtcNow()), state.Waiting.Count);
    }

    private async Task<Result<Receipt>> With(string orderId, Func<SeatsTaken?, Task<Result<Receipt>>> execute) =>
        KeySegment.IsValid(orderId) ? await execute(await Store.LoadRecord(SeatPoolState.TakenRecord, Key, orderId) is { } taken ? taken.Read<SeatsTaken>() : null) : EnrolmentErrors.BadSeats;

    private async Task<int?> Limit() => (await Offer()).SeatLimit;

    private async Task<CourseOffer> Offer()
    {
        var course = CourseKey.Parse(Key);
        using (ActorContext.As(Actor.System(course.Tenant))) return await GrainFactory.Course(course).GetOffer();
    }
}
