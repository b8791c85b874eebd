using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Interfaces.Carts;

/// <param name="Currency">Wished for; null: the cart's, or the course's first.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.Add")]
public sealed record AddToCart(string CourseId, int Quantity, string? Currency) : Command;

[GenerateSerializer, Immutable, Alias("hub.carts.SetQuantity")]
public sealed record SetQuantity(string LineId, int Quantity) : Command;

[GenerateSerializer, Immutable, Alias("hub.carts.Remove")]
public sealed record RemoveFromCart(string LineId) : Command;

/// <param name="Source">Where it comes from, a key segment that the edge makes of the address; wrong codes are counted for it.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.ApplyCoupon")]
public sealed record ApplyCoupon(string Code, string? Source) : Command;

[GenerateSerializer, Immutable, Alias("hub.carts.RemoveCoupon")]
public sealed record RemoveCoupon(string Code) : Command;

/// <param name="Currency">Every course in the cart must be sold in it. Counts as seeing the prices in it.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.ChangeCurrency")]
public sealed record ChangeCurrency(string Currency) : Command;

/// <summary>The buyer has seen what the lines cost now.</summary>
/// <param name="Seen">The total before coupons that was shown; another by now: <c>carts.price_changed</c> again.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.AcceptPrices")]
public sealed record AcceptPrices(Money Seen) : Command;

[GenerateSerializer, Immutable, Alias("hub.carts.Merge")]
public sealed record MergeCart(string GuestCartId) : Command;

/// <param name="Added">Courses that came over.</param>
/// <param name="Skipped">Courses that did not, with the reason: owned, in the cart already, gone.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.Merged")]
public sealed record CartMerged(int Added, ImmutableArray<SkippedLine> Skipped);

[GenerateSerializer, Immutable, Alias("hub.carts.Skipped")]
public sealed record SkippedLine(string CourseId, string Title, Error Reason);

/// <summary>A cart as it stands now: prices and coupons are looked up for every view.</summary>
/// <param name="Currency">Empty for a cart that was never used.</param>
/// <param name="Currencies">Those that every course in the cart is sold in.</param>
/// <param name="Subtotal">Of the lines that can be bought, before coupons; null for an empty cart.</param>
/// <param name="OrderId">The order that a checkout under way has made of it, or null.</param>
/// <param name="Skipped">What did not come over when a guest's cart was merged into this one; until the next change.</param>
/// <param name="Obstacle">What stands between this cart and its checkout, or null.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.View")]
public sealed record CartView(ImmutableArray<CartLineView> Lines, ImmutableArray<CartCouponView> Coupons, string Currency, ImmutableArray<string> Currencies,
    Money? Subtotal, Money? Discount, Money? Total, string? OrderId, Error? Obstacle, ImmutableArray<SkippedLine> Skipped, DateTimeOffset? TouchedAt, long Version);

/// <param name="PriceAtAdd">What one cost when the buyer last saw it.</param>
/// <param name="PriceNow">What one costs now; null when it cannot be bought.</param>
/// <param name="Discount">Of the whole line, by the coupons.</param>
/// <param name="Problem">Why it cannot be bought as it is: <c>carts.price_changed</c>, <c>carts.owned</c>, <c>carts.gone</c>, <c>carts.no_price</c>, <c>carts.sold_out</c>.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.LineView")]
public sealed record CartLineView(string LineId, string CourseId, string Title, string SellerId, int Quantity, Money PriceAtAdd, Money? PriceNow, Money? Discount, Money? Total, Error? Problem);

/// <param name="Problem">Why it takes nothing off, in its own words; null when it does.</param>
[GenerateSerializer, Immutable, Alias("hub.carts.CouponView")]
public sealed record CartCouponView(string Code, Money? Discount, Error? Problem);

/// <summary>What a guest's cart held when it was handed over.</summary>
[GenerateSerializer, Immutable, Alias("hub.carts.Content")]
public sealed record CartContent(string Currency, ImmutableArray<CartItem> Items, ImmutableArray<CartCode> Coupons, long Version)
{
    public static CartContent Nothing { get; } = new("", [], [], 0);
}

[GenerateSerializer, Immutable, Alias("hub.carts.Code")]
public sealed record CartCode(string CouponId, string Code, CouponKind Kind);

[GenerateSerializer, Immutable, Alias("hub.carts.Item")]
public sealed record CartItem(string CourseId, int Quantity, Money PriceAtAdd);
