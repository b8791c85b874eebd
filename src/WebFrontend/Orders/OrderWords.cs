using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.WebFrontend.Orders;

/// <summary>States, steps and reasons in the words of people.</summary>
internal static class OrderWords
{
    public static readonly OrderStatus[] Filters = [OrderStatus.Placed, OrderStatus.Paid, OrderStatus.Fulfilled, OrderStatus.Cancelled];

    public static string Status(OrderStatus status) => status switch
    {
        OrderStatus.Placed => "Not paid yet",
        OrderStatus.Paid => "Paid, in progress",
        OrderStatus.Fulfilled => "Paid",
        OrderStatus.Cancelled => "Cancelled",
        _ => "Being prepared",
    };

    public static string? StatusKind(OrderStatus status) => status switch { OrderStatus.Fulfilled => "ok", OrderStatus.Paid => "accent", OrderStatus.Placed => "warn", _ => null };

    public static string? Dispute(OrderDispute dispute) => dispute switch { OrderDispute.Open => "Disputed", OrderDispute.Lost => "Dispute lost", OrderDispute.Won => "Dispute won", _ => null };

    /// <summary>Why a payment failed: what the buyer can do about it follows on the page.</summary>
    public static string Failure(string? code) => code switch
    {
        "declined" => "The bank declined the payment.", "expired" => "The time to pay ran out at the provider.", "abandoned" => "The payment was broken off.", _ => "The payment did not go through.",
    };

    public static string Refund(OrderRefundStatus status) => status switch { OrderRefundStatus.Refunded => "Given back", OrderRefundStatus.Pending => "On its way", _ => "Not given back" };

    public static string? RefundKind(OrderRefundStatus status) => status switch { OrderRefundStatus.Refunded => "ok", OrderRefundStatus.Pending => "accent", _ => "bad" };

    public static string Payment(PaymentStatus status) => status switch
    {
        PaymentStatus.Created => "Begun", PaymentStatus.NeedsAction => "Waits for the buyer", PaymentStatus.Processing => "On its way", PaymentStatus.Captured => "Captured",
        PaymentStatus.Failed => "Failed", PaymentStatus.Cancelled => "Closed", _ => "None",
    };
}
