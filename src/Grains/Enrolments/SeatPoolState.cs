using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Enrolments;

/// <summary>The document holds the sum of what is taken; who holds what are records: a reservation under <see cref="HoldRecord"/>, what was confirmed
/// under <see cref="TakenRecord"/>, both by order; who waits under <see cref="WaitingRecord"/>, by person, in the order of their tickets.</summary>
internal sealed record SeatPoolState : IAggregateState<SeatPoolState>
{
    public const string HoldRecord = "seat_hold", TakenRecord = "seat_taken", WaitingRecord = "seat_waiting";

    public static string AggregateType => "seat_pool";
    public static SeatPoolState Empty { get; } = new();

    public int Taken { get; init; }

    /// <summary>The last one given to somebody who waits.</summary>
    public long Ticket { get; init; }

    /// <summary>A run passes places on.</summary>
    public bool PassesOn { get; init; }

    /// <summary>Tickets of those who wait, by person; from records.</summary>
    [JsonIgnore] public ImmutableDictionary<string, long> Waiting { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>By order; from records. A reservation whose time is over stays for a while, uncounted: whoever pays late still gets the place if there is one.</summary>
    [JsonIgnore] public ImmutableDictionary<string, SeatHold> Holds { get; init; } = ImmutableDictionary<string, SeatHold>.Empty;

    /// <summary>The place that is held for a person off the waiting list, and that they have not begun to take.</summary>
    public SeatHold? OfferTo(string? userId, DateTimeOffset now) =>
        userId is not null && Holds.TryGetValue(Enrolment.SeatOf(userId), out var hold) && hold.IsOffer && hold.OfferedTo == userId && hold.Until >= now ? hold : null;

    /// <summary>Until when a place is held for a person off the waiting list, whether or not they have begun to take it.</summary>
    public DateTimeOffset? OfferedUntil(string userId, DateTimeOffset now) =>
        Holds.Values.Where(h => h.OfferedTo == userId && h.OfferedUntil >= now).Select(h => (DateTimeOffset?)h.OfferedUntil).Max();

    public int HeldAt(DateTimeOffset now) => Holds.Values.Sum(h => h.HeldAt(now));
}

/// <param name="OfferedTo">Who waited for the place; null: nobody.</param>
/// <param name="OfferedUntil">Until when it is held for them, whatever becomes of the order.</param>
internal sealed record SeatHold(string OrderId, int Count, DateTimeOffset Until, string? OfferedTo = null, DateTimeOffset OfferedUntil = default)
{
    /// <summary>Nothing but the offer: the person has not begun to take the place.</summary>
    public bool IsOffer { get; init; }

    /// <summary>An order's time may be over before the day of the one who waited: their one place stays held.</summary>
    public int HeldAt(DateTimeOffset now) => Until >= now ? Count : OfferedUntil >= now ? 1 : 0;
}

internal sealed record SeatWaiter(string UserId);

internal sealed record SeatsTaken(string OrderId, int Count);
