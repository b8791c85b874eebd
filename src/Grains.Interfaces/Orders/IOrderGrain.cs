using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Orders;

/// <summary>An order: what was bought at which price, by whom, and what became of it. Key <see cref="OrderKey"/>; the id is made by the checkout form, and
/// whoever opens it first has it. The single writer of what is sold: browser, webhooks and workflows meet here, and each step counts once. What it says of
/// money is what the payment says, newest version first. Bounds: 30 lines, 20 refunds.</summary>
public interface IOrderGrain : IGrainWithStringKey
{
    /// <summary>Takes the id for a buyer. Safe to repeat. Errors: <c>orders.taken</c> (somebody else's).</summary>
    [Requires(Permission.System), Alias("Open")] Task<Result<Receipt>> Open(OpenOrder command);

    /// <summary>Writes down what is bought; a total of zero is paid at once. Safe to repeat. Errors: <c>orders.not_open</c>, <c>orders.lines_wrong</c>.</summary>
    [Requires(Permission.System), Alias("Place")] Task<Result<Receipt>> Place(PlaceOrder command);

    /// <summary>Something happened to the payment: asks it how it stands, writes down what is new (paid, disputed), and wakes the checkout and the refunds that
    /// wait. For the reactor of payments, and safe to call at any time, in any order, any number of times.</summary>
    [Requires(Permission.System), Alias("PaymentChanged")] Task<Result<OrderView>> PaymentChanged();

    /// <summary>The buyer has what was bought. Safe to repeat. Errors: <c>orders.not_paid</c>.</summary>
    [Requires(Permission.System), Alias("Fulfil")] Task<Result<Receipt>> Fulfil(FulfilOrder command);

    /// <summary>The order came to nothing. Safe to repeat; of somebody else's order nothing is changed. Errors: <c>orders.paid</c> (there is money that was not
    /// given back).</summary>
    [Requires(Permission.System), Alias("Cancel")] Task<Result<Receipt>> Cancel(CancelOrder command);

    /// <summary>What a refund would do, before anybody confirms it. Changes nothing. Errors: <c>orders.not_found</c>, <c>orders.not_paid</c>,
    /// <c>orders.nothing_left</c>, <c>orders.refund_too_much</c>, <c>orders.refund_wrong</c>, <c>orders.disputed</c>, <c>orders.too_many_refunds</c>.</summary>
    [Requires(Permission.ManageSales), ReadOnly, AlwaysInterleave, Alias("QuoteRefund")] Task<Result<RefundQuote>> QuoteRefund(RefundTerms terms);

    /// <summary>Promises a refund: its amount cannot be promised again. Safe to repeat by <c>RefundId</c>. Errors: as <see cref="QuoteRefund"/>.</summary>
    [Requires(Permission.System), Alias("BeginRefund")] Task<Result<RefundQuote>> BeginRefund(BeginRefund command);

    /// <summary>The money is back with the buyer. Safe to repeat. Errors: <c>orders.no_refund</c>.</summary>
    [Requires(Permission.System), Alias("CompleteRefund")] Task<Result<Receipt>> CompleteRefund(CompleteRefund command);

    /// <summary>The money could not be given back: the promise is off. Safe to repeat.</summary>
    [Requires(Permission.System), Alias("AbandonRefund")] Task<Result<Receipt>> AbandonRefund(AbandonRefund command);

    /// <summary>For its buyer, those who manage sales, and the platform; <c>orders.not_found</c> for all others.</summary>
    [Requires(Permission.SignedIn), ReadOnly, AlwaysInterleave, Alias("Get")] Task<Result<OrderView>> Get();
}
