using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>The places of a course. Key <see cref="CourseKey"/>. The single writer of who has one: with a limit of 100 exactly 100 get in, whatever
/// comes at the same moment. A place is taken for a ground (an order, a free enrolment), first reserved, then confirmed. The limit is the course's
/// of that moment; one that is lowered takes nothing away. Who finds none may wait: places that become free are held for those who wait, in the order in which they came, a day each, and
/// nobody else gets them. Bound: 10,000 reservations at once, and as many who wait.</summary>
public interface ISeatPoolGrain : IGrainWithStringKey
{
    /// <summary>Holds places for an order until a moment; later they are free again unless confirmed. Again for the same order: nothing changes.
    /// Errors: <c>enrolments.no_seats</c>, <c>enrolments.bad_seats</c>.</summary>
    [Requires(Permission.System), Alias("Reserve")] Task<Result<Receipt>> Reserve(ReserveSeats command);

    /// <summary>The places are taken. Safe to repeat. A reservation that ran out is taken again while there are places (<c>enrolments.no_seats</c>).
    /// For an order that never reserved: <c>enrolments.no_reservation</c>.</summary>
    [Requires(Permission.System), Alias("Confirm")] Task<Result<Receipt>> Confirm(ConfirmSeats command);

    /// <summary>Gives back what an order reserved or took: after a failure and after a refund. Safe to repeat, also for an order that has none.</summary>
    [Requires(Permission.System), Alias("Release")] Task<Result<Receipt>> Release(ReleaseSeats command);

    /// <summary>Counts one place that is taken already, whatever the limit: a free enrolment. Safe to repeat.</summary>
    [Requires(Permission.System), Alias("Count")] Task<Result<Receipt>> Count(CountSeat command);

    /// <summary>The caller waits for a place, behind all who wait already. Again: the place in the line stays. Errors: <c>enrolments.not_open</c>, <c>enrolments.own_course</c>,
    /// <c>enrolments.removed</c>, <c>enrolments.enrolled_already</c>, <c>enrolments.seats_left</c> (there is no need to wait), <c>enrolments.list_full</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Join")] Task<Result<Receipt>> Join(JoinWaitingList command);

    /// <summary>The caller waits no more, and the place held for them goes to the next. Safe to repeat.</summary>
    [Requires(Permission.SignedIn), Alias("Quit")] Task<Result<Receipt>> Quit(LeaveWaitingList command);

    /// <summary>Where the caller stands in the line; a visitor: how long it is.</summary>
    [Requires(Permission.Anyone), ReadOnly, AlwaysInterleave, Alias("GetWaiting")] Task<WaitingView> GetWaiting();

    /// <summary>Holds what is free for those who wait, and passes on what was held for too long. Safe to repeat. From the workflow and the reactor.</summary>
    [Requires(Permission.System), Alias("PassOn")] Task<Result<WaitingListLook>> PassOn();

    /// <summary>The person has a place by other means. Safe to repeat.</summary>
    [Requires(Permission.System), Alias("Settle")] Task<Result<Receipt>> Settle(string userId);

    /// <summary>Places that this person could have now: those that are left, or the one held for them. Null: any number.</summary>
    [Requires(Permission.System), ReadOnly, AlwaysInterleave, Alias("LeftFor")] Task<int?> LeftFor(string? userId);

    /// <summary>For the course page.</summary>
    [Requires(Permission.Anyone), ReadOnly, AlwaysInterleave, Alias("Get")] Task<SeatsView> Get();
}

/// <param name="OrderId">Or another ground's id, a key segment.</param>
/// <param name="Count">1 to 100.</param>
/// <param name="UserId">Whom it is for: a place held for them off the waiting list is used.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.ReserveSeats")]
public sealed record ReserveSeats(string OrderId, int Count, DateTimeOffset Until, string? UserId = null) : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.ConfirmSeats")]
public sealed record ConfirmSeats(string OrderId) : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.ReleaseSeats")]
public sealed record ReleaseSeats(string OrderId) : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.CountSeat")]
public sealed record CountSeat(string Ground) : Command;

/// <param name="Limit">Null: any number.</param>
/// <param name="Held">Reserved, not yet confirmed.</param>
/// <param name="Waiting">How many wait for a place: what is free is theirs.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Seats")]
public sealed record SeatsView(int? Limit, int Taken, int Held, int Waiting = 0)
{
    /// <summary>Null: any number.</summary>
    public int? Left => Limit is { } limit ? Math.Max(0, limit - Taken - Held - Waiting) : null;
}
