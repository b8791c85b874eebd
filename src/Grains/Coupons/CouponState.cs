using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Coupons;

/// <summary>The document holds the rules and the sums. Records: a reservation by order (in memory too), a paid use by order, the uses of a person, a
/// single-use code.</summary>
internal sealed record CouponState : IAggregateState<CouponState>
{
    public const string HoldRecord = "coupon_hold", UseRecord = "coupon_use", PersonRecord = "coupon_person", CodeRecord = "coupon_code";

    public static string AggregateType => "coupon";
    public static CouponState Empty { get; } = new();

    /// <summary>Empty: there is no such coupon.</summary>
    public string OwnerId { get; init; } = "";
    /// <summary>Made by an admin: counts for every seller's courses.</summary>
    public bool ForAllSellers { get; init; }
    /// <summary>As the seller wrote it; empty: single-use codes only.</summary>
    public string Code { get; init; } = "";
    public CouponRules? Rules { get; init; }
    public bool Paused { get; init; }
    public int Used { get; init; }
    public int Codes { get; init; }
    public int CodesWanted { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>By order; from records. One whose time is over stays for a while, uncounted: whoever pays late still gets the use if there is one.</summary>
    [JsonIgnore] public ImmutableDictionary<string, CouponHold> Holds { get; init; } = ImmutableDictionary<string, CouponHold>.Empty;

    [JsonIgnore] public bool Exists => OwnerId.Length > 0;

    public int ReservedAt(DateTimeOffset now) => Holds.Values.Count(h => h.Until >= now);
}

internal sealed record CouponHold(string OrderId, string UserId, string Code, long DiscountMinor, string Currency, DateTimeOffset Until);

internal sealed record CouponUse(string OrderId, string UserId, string Code, long DiscountMinor, string Currency, DateTimeOffset At);

internal sealed record CouponPerson(string UserId, int Used);

/// <param name="OrderId">That used it; null: still good.</param>
internal sealed record CouponCode(string Code, string? OrderId);

/// <summary>The records that a decision about one order rests on, looked up before.</summary>
internal sealed record CouponLookup(CouponUse? Use, CouponPerson? Person, CouponCode? Single, long SingleSeq = 0)
{
    public static CouponLookup Nothing { get; } = new(null, null, null);
}
