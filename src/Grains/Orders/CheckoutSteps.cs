using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.Grains.Orders;

using Context = WorkflowContext<CheckoutInput>;

/// <summary>From the cart to the order: everything that is refused here is refused before anybody pays.</summary>
internal sealed class CheckoutSteps(IGrainFactory grains, OrderPolicy policy)
{
    /// <summary>First of all the id is taken: what is held for an order is held under its id, and must not be another's.</summary>
    public async Task<StepResult> Open(Context c) =>
        (await grains.Order(c.Order()).Open(new OpenOrder(c.BuyerId()) { OperationId = c.OperationId })).Map(_ => "open");

    public async Task<Result<string>> Cancel(Context c) =>
        (await grains.Order(c.Order()).Cancel(new CancelOrder(c.BuyerId(), c.Reason?.Code ?? "orders.failed") { OperationId = c.OperationId })).Map(_ => "cancelled");

    public async Task<StepResult> Freeze(Context c)
    {
        var frozen = await Cart(c).Freeze(new FreezeCart(c.OrderId()) { OperationId = c.OperationId });
        if (!frozen.IsOk) return frozen.Error;
        if (frozen.Value.Total != c.Input.Seen) return OrderErrors.TotalChanged;
        return JsonSerializer.Serialize(frozen.Value, HubJson.Options);
    }

    public async Task<Result<string>> Thaw(Context c) => (await Cart(c).Thaw(new ThawCart(c.OrderId()) { OperationId = c.OperationId })).Map(_ => "thawed");

    public async Task<StepResult> ReserveSeats(Context c)
    {
        // One after another, in one order for all: no two checkouts hold each other up.
        foreach (var line in c.Frozen().Lines.OrderBy(l => l.CourseId, StringComparer.Ordinal))
        {
            var held = await grains.SeatPool(new CourseKey(c.Tenant, line.CourseId)).Reserve(new ReserveSeats(c.OrderId(), line.Quantity, Held(c), c.BuyerId()) { OperationId = c.OperationId });
            if (!held.IsOk) return held.Error with { Message = $"“{line.Title}”: {held.Error.Message}" };
        }
        return "held";
    }

    public async Task<Result<string>> ReleaseSeats(Context c)
    {
        foreach (var line in c.Frozen().Lines)
            if ((await grains.SeatPool(new CourseKey(c.Tenant, line.CourseId)).Release(new ReleaseSeats(c.OrderId()) { OperationId = c.OperationId })).Error is { } error) return error;
        return "released";
    }

    public async Task<StepResult> ReserveCoupons(Context c)
    {
        foreach (var coupon in c.Frozen().Coupons)
        {
            var held = await grains.Coupon(new CouponKey(c.Tenant, coupon.CouponId)).Reserve(new ReserveCoupon(c.OrderId(), c.BuyerId(), coupon, Held(c)) { OperationId = c.OperationId });
            if (!held.IsOk) return held.Error;
            if (held.Value.Discount != coupon.Discount) return OrderErrors.DiscountChanged;
        }
        return "held";
    }

    public async Task<Result<string>> ReleaseCoupons(Context c)
    {
        foreach (var coupon in c.Frozen().Coupons)
            if ((await grains.Coupon(new CouponKey(c.Tenant, coupon.CouponId)).Release(new ReleaseCoupon(c.OrderId()) { OperationId = c.OperationId })).Error is { } error) return error;
        return "released";
    }

    public async Task<StepResult> Place(Context c)
    {
        var cart = c.Frozen();
        return (await grains.Order(c.Order()).Place(new PlaceOrder(
            [.. cart.Lines.Select(l => new OrderLine(l.LineId, l.CourseId, l.Title, l.SellerId, l.Quantity, l.UnitPrice, l.Discount, l.Total))], cart.Total,
            [.. cart.Coupons.Select(x => new OrderCoupon(x.CouponId, x.Code, x.Discount))], c.Input.Provider, c.PayUntil()) { OperationId = c.OperationId })).Map(_ => "placed");
    }

    private ICartGrain Cart(Context c) => grains.Cart(CartKey.OfPerson(c.Tenant, c.BuyerId()));
    private DateTimeOffset Held(Context c) => c.PayUntil() + policy.HoldLonger;
}
