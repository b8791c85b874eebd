using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.WebFrontend.Payments;

/// <summary>Payments in words.</summary>
public static class PaymentWords
{
    public static string Of(PaymentStatus status) => status switch
    {
        PaymentStatus.Created => "Being opened", PaymentStatus.NeedsAction => "Waits for the buyer", PaymentStatus.Processing => "On its way", PaymentStatus.Captured => "Paid",
        PaymentStatus.Failed => "Failed", PaymentStatus.Cancelled => "Closed", _ => "Not begun",
    };

    public static string Kind(PaymentStatus status) => status switch
    {
        PaymentStatus.Captured => "ok", PaymentStatus.Failed => "bad", PaymentStatus.Created or PaymentStatus.Processing => "warn", PaymentStatus.NeedsAction => "accent", _ => "",
    };

    public static string Of(RefundStatus status) => status switch { RefundStatus.Refunded => "Given back", RefundStatus.Failed => "Refused", _ => "On its way" };
    public static string Kind(RefundStatus status) => status switch { RefundStatus.Refunded => "ok", RefundStatus.Failed => "bad", _ => "warn" };

    public static string Of(DisputeStatus status) => status switch { DisputeStatus.Open => "Disputed", DisputeStatus.Won => "Dispute won", DisputeStatus.Lost => "Dispute lost", _ => "" };
    public static string Kind(DisputeStatus status) => status switch { DisputeStatus.Open => "warn", DisputeStatus.Won => "ok", _ => "bad" };

    public static string Provider(string id) => id switch { "test" => "Test", "stripe" => "Stripe", _ => id };

    /// <summary>Why an attempt failed, for the buyer.</summary>
    public static string Failure(string? code) => code switch
    {
        "insufficient_funds" => "There is not enough money on the account.",
        "authentication_failed" => "The bank did not get its confirmation.",
        "expired" or "abandoned" => "The payment page was left open for too long.",
        "cancelled" => "The payment was cancelled.",
        "provider_refused" or "amount_too_small" => "The payment provider did not take this payment.",
        _ => "The bank declined the payment.",
    };

    /// <summary>What a person must look at.</summary>
    public static string Attention(string code) => code switch
    {
        "amount_mismatch" => "The provider reports another amount than was asked for. Nothing was booked: look at its dashboard.",
        "surplus_not_returned" => "The buyer paid twice, and the second payment could not be given back. Refund it in the provider's dashboard.",
        "over_refunded" => "The provider reports more refunds than was paid. Compare with its dashboard.",
        "refund_bounced" => "The buyer's bank sent a refund back: they do not have their money. Give it back once more in the provider's dashboard; it is booked by itself.",
        "refund_mismatch" => "The provider reports a refund with another amount than was asked for.",
        _ => $"The provider reported something that cannot be ({code}).",
    };
}
