using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Enrolments;

/// <summary>The document holds the sum of what is taken; who holds what are records: a reservation under <see cref="HoldRecord"/>, what was confirmed
/// under <see cref="TakenRecord"/>, both by order.</summary>
internal sealed record SeatPoolState : IAggregateState<SeatPoolState>
{
    public const string HoldRecord = "seat_hold", TakenRecord = "seat_taken";

    public static string AggregateType => "seat_pool";
    public static SeatPoolState Empty { get; } = new();

    public int Taken { get; init; }

    /// <summary>By order; from records. A reservation whose time is over stays for a while, uncounted: whoever pays late still gets the place if there is one.</summary>
    [JsonIgnore] public ImmutableDictionary<string, SeatHold> Holds { get; init; } = ImmutableDictionary<string, SeatHold>.Empty;

    public int HeldAt(DateTimeOffset now) => Holds.Values.Where(h => h.Until >= now).Sum(h => h.Count);
}

internal sealed record SeatHold(string OrderId, int Count, DateTimeOffset Until);

internal sealed record SeatsTaken(string OrderId, int Count);
