using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Orders;

using Context = WorkflowContext<CheckoutInput>;

/// <summary>The money: comes, does not come in time, or is given back. Only the payment knows; it is asked each time, never assumed.</summary>
internal sealed class PaymentSteps(IGrainFactory grains, TimeProvider time)
{
    /// <summary>The refund that takes a checkout back.</summary>
    public const string TakenBack = "undo";

    private static readonly TimeSpan Shortly = TimeSpan.FromSeconds(2), Later = TimeSpan.FromMinutes(1);

    public async Task<StepResult> Pay(Context c)
    {
        var (total, payUntil) = (c.Frozen().Total, c.PayUntil());
        if (total.IsZero) return "free";
        var payment = Payment(c);
        var description = $"Order {OrderNumber.Of(c.OrderId())}, {(c.Frozen().Lines.Length == 1 ? "1 course" : $"{c.Frozen().Lines.Length} courses")}";
        var begun = await payment.Begin(new BeginPayment(c.OrderId(), c.BuyerId(), total, c.Input.Provider, description, $"/orders/{c.OrderId()}") { OperationId = c.OperationId });
        if (!begun.IsOk) return begun.Error;
        // What began it may be the recorded answer of an earlier try: how it stands now is another question.
        var now = await payment.Get();
        if (!now.IsOk) return now.Error;
        switch (now.Value.Status)
        {
            case PaymentStatus.Captured:
                var order = await grains.Order(c.Order()).PaymentChanged();
                return order.Error is { } error ? error : order.Value!.IsPaid ? "captured" : StepResult.Wait(time.GetUtcNow() + Shortly);
            case PaymentStatus.Cancelled:
                return time.GetUtcNow() >= payUntil ? OrderErrors.RanOut : OrderErrors.CancelledByBuyer;
            default:
                return time.GetUtcNow() < payUntil ? StepResult.Wait(payUntil) : await RunOut(c, payment);
        }
    }

    private async Task<StepResult> RunOut(Context c, IPaymentGrain payment)
    {
        var closed = await payment.Cancel(new CancelPayment { OperationId = $"{c.OrderId()}/run-out" });
        if (closed.IsOk) return OrderErrors.RanOut;
        // The money was faster, or is on its way and cannot be stopped (a bank debit takes days): that is not for us to decide.
        return StepResult.Wait(time.GetUtcNow() + (closed.Error.Code == "payments.processing" ? Later : Shortly));
    }

    /// <summary>Closes the payment; what has come already is given back whole, and nothing goes on before the buyer has it.</summary>
    public async Task<Result<string>> GiveBack(Context c)
    {
        if (c.Frozen().Total.IsZero) return "free";
        var payment = Payment(c);
        var closed = await payment.Cancel(new CancelPayment { OperationId = c.OperationId });
        if (closed.IsOk) return "closed";
        if (closed.Error.Code != "payments.captured") return closed.Error.Code == "payments.processing" ? closed.Error with { Kind = ErrorKind.Unavailable } : closed.Error;

        var order = grains.Order(c.Order());
        var seen = await order.PaymentChanged();
        if (!seen.IsOk) return seen.Error;
        // A refund that the provider refused is over. When a person has it tried again, it is one with a name of its own.
        var id = TakenBack;
        for (var n = 2; seen.Value.Refunds.Any(r => r.RefundId == id && r.Status is OrderRefundStatus.Abandoned); n++) id = $"{TakenBack}-{n}";
        var operation = id == TakenBack ? c.OperationId : $"{c.OperationId}/{id}";
        var promised = await order.BeginRefund(new BeginRefund(id, RefundTerms.Everything, "") { OperationId = operation });
        if (!promised.IsOk) return promised.Error.Code == OrderErrors.NothingLeft.Code ? "given back" : promised.Error;
        var back = await payment.Refund(new RefundPayment(id, promised.Value.Amount) { OperationId = operation });
        if (!back.IsOk) return back.Error;
        var now = await payment.Get();
        if (!now.IsOk) return now.Error;
        switch (now.Value.Refunds.FirstOrDefault(r => r.RefundId == id)?.Status)
        {
            case RefundStatus.Refunded:
                return (await order.CompleteRefund(new CompleteRefund(id) { OperationId = operation })).Map(_ => "given back");
            case RefundStatus.Failed:
                var abandoned = await order.AbandonRefund(new AbandonRefund(id, OrderErrors.RefundFailed.Code) { OperationId = $"{operation}/abandon" });
                return abandoned.Error ?? OrderErrors.RefundFailed;
            default:
                return new Error("orders.refund_pending", "The provider has not given the money back yet.", ErrorKind.Unavailable);
        }
    }

    private IPaymentGrain Payment(Context c) => grains.Payment(new PaymentKey(c.Tenant, c.OrderId()));
}
