using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Coupons;

public enum CouponKind { Percentage, Fixed }

/// <summary>What a coupon does and for whom.</summary>
/// <param name="Name">For the seller, never shown to buyers.</param>
/// <param name="BasisPoints">For a percentage: 1 to 10,000 hundredths of a percent.</param>
/// <param name="Amounts">For a fixed amount off the cart: one a currency.</param>
/// <param name="Minimums">The courses it counts for must come to this much before any coupon: one a currency; none in a currency: no minimum there.</param>
/// <param name="From">Local time in <paramref name="Zone"/>, <c>yyyy-MM-ddTHH:mm[:ss]</c>, from which it counts; null: at once.</param>
/// <param name="Until">Local time up to and including which it counts: 23:59 is until the last moment of that minute; null: for ever.</param>
/// <param name="Zone">The seller's time zone, an IANA id such as <c>Europe/Berlin</c>.</param>
/// <param name="TotalLimit">Uses in all, of the shared and the single-use codes together; null: any number.</param>
/// <param name="PerPersonLimit">Uses for one person; null: any number.</param>
/// <param name="CourseIds">The courses it counts for; none: all of the seller's, or all there are for an admin's coupon.</param>
/// <param name="Combines">May stand beside other coupons that combine.</param>
/// <param name="ReturnsOnRefund">A refund in full gives the use back.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.Rules")]
public sealed record CouponRules(string Name, CouponKind Kind, int BasisPoints, ImmutableArray<Money> Amounts, ImmutableArray<Money> Minimums, string? From, string? Until, string Zone,
    int? TotalLimit, int? PerPersonLimit, ImmutableArray<string> CourseIds, bool Combines, bool ReturnsOnRefund);

/// <param name="Code">The shared code, 3 to 32 letters, digits and hyphens; empty: single-use codes only.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.Create")]
public sealed record CreateCoupon(string Code, CouponRules Rules) : Command;

[GenerateSerializer, Immutable, Alias("hub.coupons.Change")]
public sealed record ChangeCoupon(CouponRules Rules) : Command;

[GenerateSerializer, Immutable, Alias("hub.coupons.Pause")]
public sealed record PauseCoupon(bool Paused) : Command;

[GenerateSerializer, Immutable, Alias("hub.coupons.GenerateCodes")]
public sealed record GenerateCodes(int Count) : Command;

/// <param name="Wanted">How many the coupon will have.</param>
/// <param name="Made">How many it has now.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.CodesOrdered")]
public sealed record CodesOrdered(int Wanted, int Made);

/// <param name="Used">Uses that were paid for.</param>
/// <param name="Reserved">Uses in a checkout at this moment.</param>
/// <param name="Codes">Single-use codes made; fewer than wanted while they are being made.</param>
/// <param name="StartsAt">The moment that <c>From</c> means in its zone.</param>
/// <param name="EndsAt">The first moment at which it no longer counts.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.View")]
public sealed record CouponView(string CouponId, string Code, CouponRules Rules, string OwnerId, bool ForAllSellers, bool Paused, int Used, int Reserved, int Codes, int CodesWanted,
    DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, DateTimeOffset CreatedAt, long Version);

[GenerateSerializer, Immutable, Alias("hub.coupons.CodeView")]
public sealed record CouponCodeView(string Code, bool Used, string? OrderId);

[GenerateSerializer, Immutable, Alias("hub.coupons.Found")]
public sealed record FoundCoupon(string CouponId, string Code, CouponKind Kind);

[GenerateSerializer, Immutable, Alias("hub.coupons.Row")]
public sealed record CouponRow(string CouponId, string Code, string Name, CouponKind Kind, int BasisPoints, ImmutableArray<Money> Amounts, string OwnerId, string OwnerName, bool Paused,
    int Used, int? TotalLimit, int Codes, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt, DateTimeOffset CreatedAt);
