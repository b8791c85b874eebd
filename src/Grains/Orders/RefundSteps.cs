using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Orders;

using Context = WorkflowContext<RefundInput>;

internal sealed class RefundSteps(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(30);

    public async Task<StepResult> Promise(Context c)
    {
        var promised = await grains.Order(c.Order()).BeginRefund(new BeginRefund(c.Id(), c.Input.Terms, c.Input.By) { OperationId = c.OperationId });
        if (!promised.IsOk) return promised.Error;
        if (promised.Value.Amount == c.Input.Confirmed) return JsonSerializer.Serialize(promised.Value, HubJson.Options);
        // Another refund came in between: what was confirmed is not what this would be. The promise is taken off again.
        await grains.Order(c.Order()).AbandonRefund(new AbandonRefund(c.Id(), OrderErrors.QuoteChanged.Code) { OperationId = c.OperationId });
        return OrderErrors.QuoteChanged;
    }

    public async Task<Result<string>> Abandon(Context c) =>
        (await grains.Order(c.Order()).AbandonRefund(new AbandonRefund(c.Id(), c.Reason?.Code ?? "orders.failed") { OperationId = c.OperationId })).Map(_ => "abandoned");

    public async Task<StepResult> GiveBack(Context c)
    {
        var amount = c.Quote().Amount;
        if (amount.IsZero) return "nothing to give back";
        var payment = grains.Payment(new PaymentKey(c.Tenant, c.Order().OrderId));
        var view = await payment.Get();
        if (!view.IsOk) return view.Error;
        if (view.Value.Refunds.All(r => r.RefundId != c.Id()))
        {
            var begun = await payment.Refund(new RefundPayment(c.Id(), amount) { OperationId = c.OperationId });
            if (!begun.IsOk) return begun.Error;
            view = await payment.Get();
            if (!view.IsOk) return view.Error;
        }
        return view.Value.Refunds.FirstOrDefault(r => r.RefundId == c.Id())?.Status switch
        {
            RefundStatus.Refunded => "given back",
            RefundStatus.Failed => OrderErrors.RefundFailed,
            _ => StepResult.Wait(time.GetUtcNow() + AskAgain),
        };
    }

    public async Task<StepResult> Complete(Context c) =>
        (await grains.Order(c.Order()).CompleteRefund(new CompleteRefund(c.Id()) { OperationId = c.OperationId })).Map(_ => "closed");

    public async Task<StepResult> CloseAccess(Context c)
    {
        var order = await grains.Order(c.Order()).Get();
        if (!order.IsOk) return order.Error;
        var closing = c.Quote().Shares.Where(s => s.ClosesAccess).Select(s => s.LineId).ToHashSet();
        foreach (var line in order.Value.Lines.Where(l => closing.Contains(l.LineId)))
            if (await new LineAccess(grains, c.Tenant, order.Value).Close(line, "refunded", c.OperationId) is { } error) return error;
        return closing.Count == 0 ? "kept" : "closed";
    }

    public async Task<StepResult> ReturnCoupons(Context c)
    {
        if (!c.Quote().ReturnsCoupon) return "kept";
        var order = await grains.Order(c.Order()).Get();
        if (!order.IsOk) return order.Error;
        foreach (var coupon in order.Value.Coupons)
            if ((await grains.Coupon(new CouponKey(c.Tenant, coupon.CouponId)).Return(new ReturnCoupon(c.Order().OrderId) { OperationId = c.OperationId })).Error is { } error) return error;
        return "returned";
    }

    public async Task<StepResult> CreditReceipt(Context c)
    {
        if (c.Quote().Amount.IsZero) return "none";
        var order = await grains.Order(c.Order()).Get();
        if (!order.IsOk) return order.Error;
        // Money that came too late was never receipted.
        if (order.Value.FulfilledAt is null) return "none";
        return (await new Receipts(grains, c.Tenant).Credit(order.Value, c.Id(), c.Quote().Shares, c.OperationId)).Map(d => d.Number);
    }
}
