using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.Grains.Orders;

using Context = WorkflowContext<CheckoutInput>;

/// <summary>What the money bought. From here on an outage is waited out; only a refusal gives the money back.</summary>
internal sealed class FulfilmentSteps(IGrainFactory grains)
{
    public async Task<StepResult> Confirm(Context c)
    {
        foreach (var line in c.Frozen().Lines)
            if ((await grains.SeatPool(new CourseKey(c.Tenant, line.CourseId)).Confirm(new ConfirmSeats(c.OrderId()) { OperationId = c.OperationId })).Error is { } error) return error;
        foreach (var coupon in c.Frozen().Coupons)
        {
            var used = await grains.Coupon(new CouponKey(c.Tenant, coupon.CouponId)).Confirm(new ConfirmCoupon(c.OrderId()) { OperationId = c.OperationId });
            // Whoever has paid keeps their price, whatever has become of the coupon meanwhile.
            if (used.Error is { Kind: ErrorKind.Unavailable or ErrorKind.TooMany } later) return later;
        }
        return "confirmed";
    }

    public async Task<Result<string>> ReturnCoupons(Context c)
    {
        foreach (var coupon in c.Frozen().Coupons)
            if ((await grains.Coupon(new CouponKey(c.Tenant, coupon.CouponId)).Return(new ReturnCoupon(c.OrderId()) { OperationId = c.OperationId })).Error is { Kind: ErrorKind.Unavailable } error) return error;
        return "returned";
    }

    /// <summary>One: the buyer has access. Several: as many licences, for others.</summary>
    public async Task<StepResult> Open(Context c)
    {
        foreach (var line in c.Frozen().Lines)
        {
            var error = line.Quantity == 1
                ? (await Enrolment(c, line).Grant(new GrantAccess(LineAccess.Ground(c.OrderId())) { OperationId = c.OperationId })).Error
                : (await Licences(c, line).Issue(new IssueLicences(c.BuyerId(), line.Quantity) { OperationId = c.OperationId })).Error;
            if (error is not null) return error with { Message = $"“{line.Title}”: {error.Message}" };
        }
        return (await grains.Order(c.Order()).Fulfil(new FulfilOrder { OperationId = c.OperationId })).Map(_ => "open");
    }

    public Task<Result<string>> Close(Context c) => WithOrder(c, async order =>
    {
        var access = new LineAccess(grains, c.Tenant, order);
        foreach (var line in order.Lines)
            if (await access.Close(line, "cancelled", c.OperationId) is { } error) return error;
        return "closed";
    });

    public async Task<StepResult> IssueReceipt(Context c) => await WithOrder(c, async order =>
        order.Total!.Value.IsZero ? "none" : (await new Receipts(grains, c.Tenant).Issue(order, c.OperationId)).Map(d => d.Number));

    /// <summary>The money has not gone back yet when this is called: it will, and the note says so.</summary>
    public Task<Result<string>> CreditReceipt(Context c) => WithOrder(c, async order =>
    {
        // What was given back meanwhile has a note of its own.
        var left = order.Lines.Select(l => new RefundShare(l.LineId, l.Total - l.Refunded, true)).Where(s => !s.Amount.IsZero).ToImmutableArray();
        if (left.IsEmpty) return "none";
        var credited = await new Receipts(grains, c.Tenant).Credit(order, PaymentSteps.TakenBack, left, c.OperationId);
        return credited.Error is { Code: "billing.no_receipt" } ? "none" : credited.Map(d => d.Number);
    });

    public async Task<StepResult> Settle(Context c) =>
        (await grains.Cart(CartKey.OfPerson(c.Tenant, c.BuyerId())).Settle(new SettleCart(c.OrderId()) { OperationId = c.OperationId })).Map(_ => "settled");

    private async Task<Result<string>> WithOrder(Context c, Func<OrderView, Task<Result<string>>> call)
    {
        var order = await grains.Order(c.Order()).Get();
        return order.IsOk ? await call(order.Value) : order.Error;
    }

    private IEnrolmentGrain Enrolment(Context c, FrozenLine line) => grains.Enrolment(new MemberKey(c.Tenant, line.CourseId, c.BuyerId()));
    private ILicencesGrain Licences(Context c, FrozenLine line) => grains.Licences(new LicenceKey(c.Tenant, c.OrderId(), line.CourseId));
}
