using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Orders;

/// <summary>What follows from an order without anybody deciding: a dispute closes access until it is won, money that came too late goes back, and a refund
/// that was made at the provider becomes a refund of the order. Access is made what the order says now, not what the event said then.</summary>
internal sealed class OrderConsequencesReactor(IGrainFactory grains) : Reactor
{
    private const string LateRefund = "late", FromProvider = "ext-";

    public override string Name => "order-consequences";
    public override IReadOnlyList<string> EventNames => ["order.disputed", "order.dispute_closed", "order.fulfilled", "order.paid_late", "payment.refunded"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var key = new OrderKey(e.Tenant, e.Id);
        var found = await grains.Order(key).Get();
        if (found.Error is { Kind: ErrorKind.NotFound }) return;
        Must(found);
        var order = found.Value!;
        switch (e.Name)
        {
            case "order.paid_late":
                Must(await grains.Refund(key, LateRefund).Start(new StartRefund(RefundTerms.Everything, order.Total!.Value)));
                break;
            case "payment.refunded":
                await TakeOver(key, order, e.Read<PaymentRefunded>());
                break;
            default:
                await SetAccess(e.Tenant, order);
                break;
        }
    }

    private async Task SetAccess(string tenant, OrderView order)
    {
        if (order.Dispute is OrderDispute.None || order.Status is not OrderStatus.Fulfilled) return;
        var access = new LineAccess(grains, tenant, order);
        foreach (var line in order.Lines.Where(l => l.Open))
        {
            var error = order.Dispute switch
            {
                OrderDispute.Won => await access.Reopen(line),
                OrderDispute.Lost => await access.Close(line, "dispute_lost", null),
                _ => await access.Suspend(line),
            };
            // Somebody who was removed from the course meanwhile stays out.
            if (error is { Kind: ErrorKind.Unavailable or ErrorKind.TooMany }) throw new TimeoutException(error.Code);
        }
    }

    private async Task TakeOver(OrderKey key, OrderView order, PaymentRefunded refund)
    {
        if (!refund.RefundId.StartsWith(FromProvider, StringComparison.Ordinal) || order.Refunds.Any(r => r.RefundId == refund.RefundId)) return;
        var left = order.Total!.Value - order.Refunded!.Value - order.RefundPending!.Value;
        var terms = refund.Amount >= left ? RefundTerms.Everything : new RefundTerms([], refund.Amount, false);
        var started = await grains.Refund(key, refund.RefundId).Start(new StartRefund(terms, Money.Min(refund.Amount, left)));
        if (started.Error is not { Kind: ErrorKind.Conflict }) Must(started);
    }
}
