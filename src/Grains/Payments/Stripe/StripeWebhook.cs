using System.Text;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments.Stripe;

/// <summary>Stripe's events. A session and a PaymentIntent of ours carry their payment in their metadata; a dispute, and a refund that was made at Stripe, name a
/// PaymentIntent that is asked for it. What is not ours, or tells nothing, is taken with thanks.</summary>
internal sealed class StripeWebhook(StripeClient stripe, StripeOptions options, TimeProvider time)
{
    public async Task<Result<ProviderWebhook>> Read(string body, string signature, CancellationToken cancellation)
    {
        if (!WebhookSignature.Verify(signature, body, options.WebhookSecrets.Select(Encoding.UTF8.GetBytes), time.GetUtcNow())) return PaymentErrors.BadSignature;
        JsonElement json;
        try { json = JsonSerializer.Deserialize<JsonElement>(body); }
        catch (JsonException) { return PaymentErrors.BadWebhook; }
        if (json.Text("id") is not { Length: > 0 and <= 200 } id || json.Text("type") is not { Length: > 0 and <= 100 } type || json.Object("data")?.Object("object") is not { } thing) return PaymentErrors.BadWebhook;
        var at = json.Number("created") is { } created and > 0 and < 253402300799 ? DateTimeOffset.FromUnixTimeSeconds(created) : (DateTimeOffset?)null;

        AttemptFacts? facts = type switch
        {
            "checkout.session.async_payment_failed" => StripeFacts.Session(thing) with { Status = PaymentStatus.Failed, FailureCode = "declined" },
            _ when type.StartsWith("checkout.session.", StringComparison.Ordinal) => StripeFacts.Session(thing),
            _ when type.StartsWith("payment_intent.", StringComparison.Ordinal) => StripeFacts.Intent(thing),
            _ when type.StartsWith("charge.dispute.", StringComparison.Ordinal) => StripeFacts.Dispute(thing) is { } dispute ? Of(thing) with { Disputes = [dispute] } : null,
            _ when type.StartsWith("refund.", StringComparison.Ordinal) || type is "charge.refund.updated" => StripeFacts.Refund(thing) is { } refund ? Of(thing) with { Refunds = [refund] } : null,
            _ => null,
        };
        if (facts is null) return new ProviderWebhook(id);
        // A dispute, and a refund that was made there, has no metadata of ours; its PaymentIntent has.
        var owner = StripeFacts.Owner(thing);
        if (owner is null && facts.ChargeReference is { } intent && (facts.Disputes.Length > 0 || facts.Refunds.Length > 0))
        {
            var asked = await stripe.Get($"/v1/payment_intents/{Uri.EscapeDataString(intent)}", cancellation);
            if (asked.Outcome == StripeOutcome.Unknown) return PaymentErrors.ProviderUnavailable;
            owner = asked.IsOk ? StripeFacts.Owner(asked.Json) : null;
        }
        return owner is { } found ? new ProviderWebhook(id, found.Payment, new(id, type, "webhook", found.Attempt, at, facts)) : new ProviderWebhook(id);
    }

    private static AttemptFacts Of(JsonElement thing) => new() { ChargeReference = thing.Id("payment_intent") };
}
