using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Coupons;

/// <summary>A line of a cart as a coupon sees it.</summary>
/// <param name="Listed">Of the whole line, before any coupon.</param>
/// <param name="Amount">Of the whole line, before this coupon and after those that were applied before it.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.Line")]
public sealed record CouponLine(string LineId, string CourseId, string SellerId, Money Listed, Money Amount);

/// <summary>A coupon as it was applied to a cart.</summary>
/// <param name="Code">As it was typed, normalised.</param>
/// <param name="Shares">What it takes off each line, in the order of <paramref name="Lines"/>; never more than the line's amount.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.Applied")]
public sealed record AppliedCoupon(string CouponId, string Code, ImmutableArray<CouponLine> Lines, ImmutableArray<Money> Shares, Money Discount);

/// <param name="UserId">Empty for a guest: the per-person limit waits for the sign-in.</param>
/// <param name="Alone">No other coupon is in the cart.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.Quote")]
public sealed record QuoteCoupon(string UserId, string Code, ImmutableArray<CouponLine> Lines, string Currency, bool Alone);

/// <param name="Coupon">From the frozen cart.</param>
/// <param name="Until">When the use is free again unless it was confirmed.</param>
[GenerateSerializer, Immutable, Alias("hub.coupons.Reserve")]
public sealed record ReserveCoupon(string OrderId, string UserId, AppliedCoupon Coupon, DateTimeOffset Until) : Command;

/// <summary>The order was paid: the reserved use is used up.</summary>
[GenerateSerializer, Immutable, Alias("hub.coupons.Confirm")]
public sealed record ConfirmCoupon(string OrderId) : Command;

/// <summary>The order came to nothing: the reserved use is free again.</summary>
[GenerateSerializer, Immutable, Alias("hub.coupons.Release")]
public sealed record ReleaseCoupon(string OrderId) : Command;

/// <summary>The order was refunded in full: the use is given back when the coupon's policy says so.</summary>
[GenerateSerializer, Immutable, Alias("hub.coupons.Return")]
public sealed record ReturnCoupon(string OrderId) : Command;
