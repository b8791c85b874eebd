using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Orders;

internal static class OrderErrors
{
    public static Error NotFound { get; } = Error.NotFound("orders.not_found", "There is no such order.");
    public static Error Taken { get; } = Error.Conflict("orders.taken", "This order's number is in use already. Start the checkout again from your cart.");
    public static Error NotOpen { get; } = Error.Conflict("orders.not_open", "This order is closed: nothing can be added to it.");
    public static Error LinesWrong { get; } = Error.Invalid("orders.lines_wrong", $"An order has 1 to {Order.MaxLines} lines in one currency, and its total is their sum.");
    public static Error NotPaid { get; } = Error.Conflict("orders.not_paid", "This order is not paid.");
    public static Error Paid { get; } = Error.Conflict("orders.paid", "The money is here already: the order stands. Ask for a refund instead.");
    public static Error StartedOtherwise { get; } = Error.Conflict("orders.started_otherwise",
        "This order was started with another total or another way to pay. Go back to your cart and start the checkout again.");
    public static Error StillCancelling { get; } = new("orders.still_cancelling", "The payment is still being closed. Look again in a moment.", ErrorKind.Unavailable);
    public static Error BadInput { get; } = Error.Invalid("orders.bad_input", "Choose how to pay.", "provider");
    public static Error TotalChanged { get; } = Error.Conflict("orders.total_changed", "What your cart costs has changed since you saw it. Nothing was charged: look at the new total first.");
    public static Error RanOut { get; } = Error.Conflict("orders.ran_out", "The order was not paid in time. Nothing was charged, and your cart is kept.");
    public static Error CancelledByBuyer { get; } = Error.Conflict("orders.cancelled_by_buyer", "You cancelled this order. Nothing was charged, and your cart is kept.");
    public static Error DiscountChanged { get; } = Error.Conflict("orders.discount_changed", "The coupon takes off something else by now. Nothing was charged: look at the new total first.");

    public static Error NothingLeft { get; } = Error.Conflict("orders.nothing_left", "Everything of this order has been given back, or is about to be.");
    public static Error RefundTooMuch { get; } = Error.Invalid("orders.refund_too_much", "This is more than what is left of the order.", "amount");
    public static Error RefundWrong { get; } = Error.Invalid("orders.refund_wrong", "Name lines of this order, or an amount above zero in its currency, not both.", "amount");
    public static Error RefundDiffers { get; } = Error.Conflict("orders.refund_differs", "This refund was started with other terms.");
    public static Error QuoteChanged { get; } = Error.Conflict("orders.quote_changed", "The order has changed since the refund was shown. Look at it again before you confirm.");
    public static Error NoRefund { get; } = Error.NotFound("orders.no_refund", "There is no such refund.");
    public static Error RefundFailed { get; } = Error.Conflict("orders.refund_failed", "The provider refused to give the money back.");
    public static Error TooManyRefunds { get; } = Error.Conflict("orders.too_many_refunds", $"An order has at most {Order.MaxRefunds} refunds.");
    public static Error Disputed { get; } = Error.Conflict("orders.disputed", "The buyer's bank has the money because of a dispute: there is nothing of ours to give back.");
    public static Error RefundTooLate(int days) => Error.Conflict("orders.refund_too_late", $"Your academy gives money back for {days} {(days == 1 ? "day" : "days")} after the payment, and they are over. It is one of its settings.");
    public static Error NotFulfilled { get; } = Error.Conflict("orders.not_fulfilled", "This checkout has not ended. Have its steps taken back instead of refunding it.");
}
