using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments.Stripe;

/// <summary>What Stripe's objects say, as facts. A declined card is none: the buyer may try another inside the same Checkout Session.</summary>
internal static class StripeFacts
{
    public const string Tenant = "hub_tenant", Payment = "hub_payment", Attempt = "hub_attempt", RefundId = "hub_refund";

    /// <summary>A Checkout Session; with its PaymentIntent and charge when they are expanded.</summary>
    public static AttemptFacts Session(JsonElement session)
    {
        var intent = session.Object("payment_intent");
        var amount = session.Number("amount_total") is { } total ? StripeAmounts.From(total, session.Text("currency")) : null;
        var facts = new AttemptFacts { Reference = session.Text("id"), ChargeReference = session.Id("payment_intent") };
        return (session.Text("status"), session.Text("payment_status")) switch
        {
            (_, "paid") => facts with { Status = PaymentStatus.Captured, Captured = intent is { } paid && paid.Number("amount_received") is { } received ? StripeAmounts.From(received, paid.Text("currency")) : amount },
            ("expired", _) => facts with { Status = PaymentStatus.Failed, FailureCode = "expired" },
            // A delayed way to pay (a bank debit) that failed leaves the intent without a way to pay.
            ("complete", _) when intent?.Text("status") is "requires_payment_method" or "canceled" => facts with { Status = PaymentStatus.Failed, FailureCode = Decline(intent.Value) },
            ("complete", _) => facts with { Status = PaymentStatus.Processing },
            ("open", _) => facts with { Status = PaymentStatus.NeedsAction, ActionUrl = session.Text("url") },
            _ => facts,
        };
    }

    /// <summary>A PaymentIntent, which in a session is only sure when it is done.</summary>
    public static AttemptFacts Intent(JsonElement intent)
    {
        var facts = new AttemptFacts { ChargeReference = intent.Text("id") };
        return intent.Text("status") switch
        {
            "succeeded" => facts with { Status = PaymentStatus.Captured, Captured = intent.Number("amount_received") is { } received ? StripeAmounts.From(received, intent.Text("currency")) : null },
            "processing" => facts with { Status = PaymentStatus.Processing },
            _ => facts,
        };
    }

    public static RefundFact? Refund(JsonElement refund)
    {
        if (refund.Text("id") is not { } id || refund.Number("amount") is not { } minor || StripeAmounts.From(minor, refund.Text("currency")) is not { } amount) return null;
        var status = refund.Text("status") switch { "succeeded" => RefundStatus.Refunded, "failed" or "canceled" => RefundStatus.Failed, _ => RefundStatus.Pending };
        return new(id, refund.Object("metadata")?.Text(RefundId), amount, status, refund.Text("failure_reason") ?? (refund.Text("status") == "canceled" ? "canceled" : null));
    }

    /// <summary>Null for inquiries and what was prevented: no money moved.</summary>
    public static DisputeFact? Dispute(JsonElement dispute)
    {
        var status = dispute.Text("status") switch { "needs_response" or "under_review" => DisputeStatus.Open, "won" => DisputeStatus.Won, "lost" => DisputeStatus.Lost, _ => DisputeStatus.None };
        return status != DisputeStatus.None && dispute.Text("id") is { } id && dispute.Number("amount") is { } minor && StripeAmounts.From(minor, dispute.Text("currency")) is { } amount ? new(id, amount, status) : null;
    }

    /// <summary>Which payment of which tenant a thing of ours is about.</summary>
    public static (PaymentKey Payment, int Attempt)? Owner(JsonElement thing) =>
        thing.Object("metadata") is { } m && m.Text(Tenant) is { } tenant && KeySegment.IsValid(tenant) && m.Text(Payment) is { } payment && KeySegment.IsValid(payment)
        && int.TryParse(m.Text(Attempt), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var attempt) && attempt is >= 1 and <= Payments.Payment.MaxAttempts
            ? (new(tenant, payment), attempt) : null;

    private static string Decline(JsonElement intent) =>
        intent.Object("last_payment_error") is { } error ? error.Text("decline_code") ?? error.Text("code") ?? "declined" : "declined";
}
