using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Carts;

// The cart's id is the last segment of the event's key.

[EventName("cart.line_added")]
public sealed record CartLineAdded(string CourseId, int Quantity, long UnitMinor, string Currency) : DomainEvent;

[EventName("cart.line_changed")]
public sealed record CartLineChanged(string CourseId, int Quantity) : DomainEvent;

[EventName("cart.line_removed")]
public sealed record CartLineRemoved(string CourseId) : DomainEvent;

[EventName("cart.coupon_applied")]
public sealed record CartCouponApplied(string CouponId) : DomainEvent;

[EventName("cart.coupon_removed")]
public sealed record CartCouponRemoved(string CouponId) : DomainEvent;

[EventName("cart.currency_changed")]
public sealed record CartCurrencyChanged(string Currency) : DomainEvent;

[EventName("cart.prices_accepted")]
public sealed record CartPricesAccepted : DomainEvent;

[EventName("cart.merged")]
public sealed record CartMergedIn(int Added, int Skipped) : DomainEvent;

[EventName("cart.frozen")]
public sealed record CartFrozen(string OrderId) : DomainEvent;

[EventName("cart.thawed")]
public sealed record CartThawed(string OrderId) : DomainEvent;

[EventName("cart.settled")]
public sealed record CartSettled(string OrderId, int Lines) : DomainEvent;

/// <summary>Nobody touched a cart with something in it for a day. Told once until it is touched again.</summary>
[EventName("cart.abandoned")]
public sealed record CartAbandoned(ImmutableArray<string> CourseIds, long SubtotalMinor, string Currency, DateTimeOffset LastTouchedAt) : DomainEvent;

/// <summary>Left alone for so long that it was emptied.</summary>
[EventName("cart.expired")]
public sealed record CartExpired(int Lines) : DomainEvent;

/// <summary>A guest signed in: what was in it is another cart's now.</summary>
[EventName("cart.handed_over")]
public sealed record CartHandedOver(string ToCartId) : DomainEvent;
