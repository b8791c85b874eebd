using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>Key <see cref="CourseKey"/>. Invariants: <see cref="SeatPool"/>. In memory: a reservation an open checkout, at most 10,000; who has a place is
/// looked up by order. Two commits a purchase; a sale that everybody waits for is a few hundred calls a second for a minute. Calls the course's
/// interleaved reads only.</summary>
[GrainType("seat-pool")]
internal sealed class SeatPoolGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<SeatPoolState>(store), ISeatPoolGrain
{
    protected override async ValueTask<SeatPoolState> WithRecords(SeatPoolState state, CancellationToken cancellation)
    {
        var holds = await Store.LoadRecords(SeatPoolState.HoldRecord, Key, SeatPool.MaxHolds, cancellation);
        return state with { Holds = holds.ToImmutableDictionary(h => h.Id, h => h.Read<SeatHold>()) };
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
        With(command.OrderId, taken => Execute(command, AtThisVersion(s => SeatPool.Release(s, command, taken))));

    public Task<Result<Receipt>> Count(CountSeat command) =>
        With(command.Ground, taken => Execute(command, AtThisVersion(s => SeatPool.Count(s, command.Ground, taken))));

    public async Task<SeatsView> Get()
    {
        var state = State;
        return new(await Limit(), state.Taken, state.HeldAt(time.GetUtcNow()));
    }

    private async Task<Result<Receipt>> With(string orderId, Func<SeatsTaken?, Task<Result<Receipt>>> execute) =>
        KeySegment.IsValid(orderId) ? await execute(await Store.LoadRecord(SeatPoolState.TakenRecord, Key, orderId) is { } taken ? taken.Read<SeatsTaken>() : null) : EnrolmentErrors.BadSeats;

    private async Task<int?> Limit()
    {
        var course = CourseKey.Parse(Key);
        using (ActorContext.As(Actor.System(course.Tenant))) return (await GrainFactory.Course(course).GetOffer()).SeatLimit;
    }
}
