using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Orders;

/// <summary>Wakes the order of a payment to which something happened. The event is only the wake: the order asks the payment how it stands, so that order and
/// repeats of events do not matter.</summary>
internal sealed class OrderPaymentReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "order-payments";

    public override IReadOnlyList<string> EventNames =>
    [
        "payment.action_needed", "payment.processing", "payment.captured", "payment.failed", "payment.cancelled", "payment.refunded", "payment.refund_failed", "payment.refund_reversed",
        "payment.disputed", "payment.dispute_closed", "payment.retried",
    ];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var told = await grains.Order(new OrderKey(e.Tenant, e.Id)).PaymentChanged();
        // A payment that is nobody's order is no trouble of ours.
        if (told.Error?.Kind is not ErrorKind.NotFound) Must(told);
    }
}
