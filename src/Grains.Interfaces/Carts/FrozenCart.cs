using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Interfaces.Carts;

/// <summary>What is bought, at the prices the buyer has seen: the basis of an order. Totals are sums of the lines, to the minor unit.</summary>
/// <param name="Coupons">To be reserved one by one, in this order; none for a cart without a coupon.</param>
/// <param name="Subtotal">Before coupons.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.Frozen")]
public sealed record FrozenCart(string OrderId, ImmutableArray<FrozenLine> Lines, string Currency, ImmutableArray<AppliedCoupon> Coupons, Money Subtotal, Money Discount, Money Total);

/// <param name="Quantity">1: for the buyer. More: that many licences, redeemed by code.</param>
/// <param name="UnitPrice">Before coupons.</param>
/// <param name="Discount">Of the whole line, by all coupons.</param>
/// <param name="Total"><c>UnitPrice × Quantity − Discount</c>; never below 0.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.FrozenLine")]
public sealed record FrozenLine(string LineId, string CourseId, string Title, string SellerId, int Quantity, Money UnitPrice, Money Discount, Money Total);

[GenerateSerializer, Immutable, Alias("hub.carts.Freeze")]
public sealed record FreezeCart(string OrderId) : Command;

/// <summary>The order was paid: what was bought leaves the cart, and so do its coupons.</summary>
[GenerateSerializer, Immutable, Alias("hub.carts.Settle")]
public sealed record SettleCart(string OrderId) : Command;

/// <summary>The order came to nothing: the cart can be checked out again.</summary>
[GenerateSerializer, Immutable, Alias("hub.carts.Thaw")]
public sealed record ThawCart(string OrderId) : Command;
