using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Orders;

/// <summary>One checkout: open → freeze → seats → coupon → place → pay → confirm → access → receipt → settle. Key <see cref="WorkflowKey"/>: tenant, buyer,
/// order; the order's id is made by the form, so that a form that is sent twice is one checkout. Waits at <c>pay</c> until the payment says yes or no; an
/// order that is not paid within 30 minutes runs out. What fails is taken back in reverse: money first, then places and coupon, then the cart.</summary>
public interface ICheckoutGrain : IWorkflowGrain
{
    /// <summary>The buyer's own key only (<c>orders.not_found</c>). Again: how far it is. Errors: <c>orders.started_otherwise</c> (the same order with
    /// another total or another way to pay), <c>orders.bad_input</c>. What is wrong with cart, places or coupon is told by the status.</summary>
    [Requires(Permission.SignedIn), Alias("Start")] Task<Result<WorkflowStatus>> Start(StartCheckout command);

    /// <summary>The buyer gives up before the money came: the payment is closed and all is released. Safe to repeat. Errors: <c>orders.not_found</c>,
    /// <c>orders.paid</c> (the money was faster), <c>orders.still_cancelling</c> (ask again).</summary>
    [Requires(Permission.SignedIn), Alias("Cancel")] Task<Result<WorkflowStatus>> Cancel();
}

/// <param name="Provider">An id from <c>IPaymentProvidersGrain.List</c>; empty for a total of zero.</param>
/// <param name="Seen">The total the buyer saw and agreed to: nothing else is ever charged.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.StartCheckout")]
public sealed record StartCheckout(string Provider, Money Seen) : Command;

/// <summary>One refund: promise → money → close → access → coupon → credit note. Key <see cref="WorkflowKey"/>: tenant, order, refund.</summary>
public interface IRefundGrain : IWorkflowGrain
{
    /// <summary>Again: how far it is. Errors: those of <see cref="IOrderGrain.QuoteRefund"/>, <c>orders.refund_differs</c> (the same id with other terms),
    /// <c>orders.quote_changed</c> (another amount than was confirmed).</summary>
    [Requires(Permission.ManageSales), Alias("Start")] Task<Result<WorkflowStatus>> Start(StartRefund command);
}

/// <param name="Confirmed">The amount that was shown and confirmed.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.StartRefund")]
public sealed record StartRefund(RefundTerms Terms, Money Confirmed) : Command;
