using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Coupons;

// The coupon's id is the last segment of the event's key. Codes are left out: until it is used a code is worth money.

[EventName("coupon.created")]
public sealed record CouponCreated(string OwnerId) : DomainEvent;

[EventName("coupon.changed")]
public sealed record CouponChanged : DomainEvent;

[EventName("coupon.paused")]
public sealed record CouponPaused(bool Paused) : DomainEvent;

[EventName("coupon.codes_generated")]
public sealed record CouponCodesGenerated(int Added) : DomainEvent;

[EventName("coupon.reserved")]
public sealed record CouponReserved(string OrderId, string UserId, long DiscountMinor, string Currency) : DomainEvent;

[EventName("coupon.used")]
public sealed record CouponUsed(string OrderId, string UserId, long DiscountMinor, string Currency) : DomainEvent;

/// <param name="RanOut">Nobody let it go: its time was over.</param>
[EventName("coupon.released")]
public sealed record CouponReleased(string OrderId, bool RanOut) : DomainEvent;

[EventName("coupon.returned")]
public sealed record CouponReturned(string OrderId, string UserId) : DomainEvent;
