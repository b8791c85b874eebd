using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Payments.Stripe;

/// <summary>Stripe by Checkout Sessions: the buyer pays on Stripe's own page, and no card data ever touches us. An attempt is a session; its metadata, copied
/// to the PaymentIntent, says whose it is.</summary>
internal sealed class StripeProvider(StripeClient stripe, PublicAddress addresses, IOptions<PaymentOptions> options, TimeProvider time) : IPaymentProvider
{
    public const string Name = "stripe";

    /// <summary>Stripe takes 30 minutes to 24 hours, counted from when the call arrives; an order that is given up closes its session long before.</summary>
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(2);

    public string Id => Name;

    public PaymentProviderView? Offer(Money amount) => StripeAmounts.To(amount) is null ? null : new(Name, "Card and more, by Stripe", IsTest: false, options.Value.Stripe.CheckoutOrigin);

    public async Task<ProviderAnswer> Begin(ProviderAttempt attempt, CancellationToken cancellation)
    {
        if (StripeAmounts.To(attempt.Amount) is not { } amount) return Failed("amount_not_chargeable");
        // A key whose answer said nothing may have made a session: it is looked for first.
        if (attempt.KeyNumber > 0)
        {
            var (known, found) = await Find(attempt, cancellation);
            if (!known) return ProviderAnswer.Unknown;
            if (found is { } session) return StripeFacts.Session(session);
        }
        var back = addresses.Of(attempt.Payment.Tenant, attempt.ReturnUrl);
        // The same parameters at every try: nothing here may depend on the moment of the call.
        var answer = await stripe.Post("/v1/checkout/sessions",
        [
            new("mode", "payment"), new("client_reference_id", ClientReference(attempt)), new("success_url", back), new("cancel_url", back),
            new("expires_at", (attempt.At + SessionLife).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            new("line_items[0][quantity]", "1"), new("line_items[0][price_data][currency]", attempt.Amount.Currency.ToLowerInvariant()),
            new("line_items[0][price_data][unit_amount]", amount.ToString(CultureInfo.InvariantCulture)), new("line_items[0][price_data][product_data][name]", attempt.Description),
            .. Metadata("metadata", attempt), .. Metadata("payment_intent_data[metadata]", attempt),
        ], Key(attempt, "begin", attempt.KeyNumber), cancellation);
        return answer.Outcome switch
        {
            StripeOutcome.Ok => StripeFacts.Session(answer.Json),
            StripeOutcome.Refused => Failed(answer.Code),
            _ => new ProviderAnswer(null, KeySpent: answer.IsFinal),
        };
    }

    public async Task<ProviderAnswer> Ask(ProviderAttempt attempt, CancellationToken cancellation)
    {
        if (attempt.Reference is null) return await Begin(attempt, cancellation);
        var session = await stripe.Get($"/v1/checkout/sessions/{attempt.Reference}?expand[]=payment_intent.latest_charge", cancellation);
        if (!session.IsOk) return ProviderAnswer.Unknown;
        var facts = StripeFacts.Session(session.Json);
        if (facts.Status != PaymentStatus.Captured || facts.ChargeReference is not { } intent) return facts;
        var charge = session.Json.Object("payment_intent")?.Object("latest_charge");
        // Two questions more only where there is something to hear.
        if (charge?.Number("amount_refunded") is not 0)
        {
            var refunds = await stripe.Get($"/v1/refunds?payment_intent={Uri.EscapeDataString(intent)}&limit=100", cancellation);
            if (!refunds.IsOk) return ProviderAnswer.Unknown;
            facts = facts with { Refunds = [.. refunds.Json.List("data").Select(StripeFacts.Refund).OfType<RefundFact>()] };
        }
        if (charge is not { } seen || seen.Flag("disputed"))
        {
            var disputes = await stripe.Get($"/v1/disputes?payment_intent={Uri.EscapeDataString(intent)}&limit=100", cancellation);
            if (!disputes.IsOk) return ProviderAnswer.Unknown;
            facts = facts with { Disputes = [.. disputes.Json.List("data").Select(StripeFacts.Dispute).OfType<DisputeFact>()] };
        }
        return facts;
    }

    public async Task<ProviderAnswer> Cancel(ProviderAttempt attempt, CancellationToken cancellation)
    {
        // An address that we do not have was given to nobody: whatever stands there can never be paid, and runs out.
        if (attempt.Reference is not { } reference) return Failed("cancelled");
        var expired = await stripe.Post($"/v1/checkout/sessions/{reference}/expire", [], Key(attempt, "expire", attempt.KeyNumber), cancellation);
        if (expired.IsOk) return StripeFacts.Session(expired.Json) is { Status: PaymentStatus.Failed } closed ? closed with { FailureCode = "cancelled" } : StripeFacts.Session(expired.Json);
        // "Only open sessions can be expired": then it is paid, or over already.
        if (expired.Outcome == StripeOutcome.Refused) return await Ask(attempt, cancellation);
        return new ProviderAnswer(null, KeySpent: expired.IsFinal);
    }

    public async Task<ProviderAnswer> Refund(ProviderAttempt attempt, ProviderRefund refund, CancellationToken cancellation)
    {
        if (StripeAmounts.To(refund.Amount) is not { } amount) return RefundFailed(refund, "amount_not_chargeable");
        if (attempt.ChargeReference is not { } intent)
        {
            // Captured by a webhook that did not name the charge.
            var asked = await Ask(attempt, cancellation);
            return asked.Facts?.ChargeReference is { } found ? await Refund(attempt with { ChargeReference = found }, refund, cancellation) : asked;
        }
        if (refund.Reference is { } reference)
        {
            var known = await stripe.Get($"/v1/refunds/{reference}", cancellation);
            return known.IsOk && StripeFacts.Refund(known.Json) is { } fact ? Told(intent, fact) : ProviderAnswer.Unknown;
        }
        if (refund.KeyNumber > 0 || time.GetUtcNow() - refund.At > KeyMemory)
        {
            var all = await stripe.Get($"/v1/refunds?payment_intent={Uri.EscapeDataString(intent)}&limit=100", cancellation);
            if (!all.IsOk) return ProviderAnswer.Unknown;
            if (all.Json.List("data").Select(StripeFacts.Refund).OfType<RefundFact>().FirstOrDefault(r => r.RefundId == refund.RefundId) is { } made) return Told(intent, made);
        }
        var answer = await stripe.Post("/v1/refunds",
        [
            new("payment_intent", intent), new("amount", amount.ToString(CultureInfo.InvariantCulture)), new($"metadata[{StripeFacts.RefundId}]", refund.RefundId), .. Metadata("metadata", attempt),
        ], Key(attempt, $"refund/{refund.RefundId}", refund.KeyNumber), cancellation);
        return answer.Outcome switch
        {
            StripeOutcome.Ok when StripeFacts.Refund(answer.Json) is { } fact => Told(intent, fact with { RefundId = refund.RefundId }),
            StripeOutcome.Refused => RefundFailed(refund, answer.Code),
            _ => new ProviderAnswer(null, KeySpent: answer.IsFinal),
        };
    }

    public Task<Result<ProviderWebhook>> Read(string tenant, string body, string signature, CancellationToken cancellation) =>
        new StripeWebhook(stripe, options.Value.Stripe, time).Read(body, signature, cancellation);

    /// <summary>Stripe forgets a key after 24 hours at the earliest: a call that is repeated later looks first.</summary>
    private static readonly TimeSpan KeyMemory = TimeSpan.FromHours(23);

    /// <summary>The session of an attempt whose answer was lost. Not known: Stripe did not answer.</summary>
    private async Task<(bool Known, JsonElement? Session)> Find(ProviderAttempt attempt, CancellationToken cancellation)
    {
        var after = "";
        for (var page = 0; page < 5; page++)
        {
            var from = (attempt.At - TimeSpan.FromMinutes(5)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            var list = await stripe.Get($"/v1/checkout/sessions?created[gte]={from}&limit=100{after}", cancellation);
            if (!list.IsOk) return (false, null);
            var sessions = list.Json.List("data").ToList();
            foreach (var session in sessions)
                if (session.Text("client_reference_id") == ClientReference(attempt)) return (true, session);
            if (!list.Json.Flag("has_more") || sessions.Count == 0) return (true, null);
            after = $"&starting_after={Uri.EscapeDataString(sessions[^1].Text("id") ?? "")}";
        }
        return (false, null);
    }

    private static string ClientReference(ProviderAttempt attempt) => string.Create(CultureInfo.InvariantCulture, $"{attempt.Payment.Tenant}_{attempt.Payment.PaymentId}_{attempt.Number}");

    private static string Key(ProviderAttempt attempt, string what, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"hub/{attempt.Payment}/{attempt.Number}/{what}/{number}");

    private static IEnumerable<KeyValuePair<string, string>> Metadata(string name, ProviderAttempt attempt) =>
    [
        new($"{name}[{StripeFacts.Tenant}]", attempt.Payment.Tenant), new($"{name}[{StripeFacts.Payment}]", attempt.Payment.PaymentId),
        new($"{name}[{StripeFacts.Attempt}]", attempt.Number.ToString(CultureInfo.InvariantCulture)),
    ];

    private static AttemptFacts Failed(string code) => new() { Status = PaymentStatus.Failed, FailureCode = code };
    private static AttemptFacts RefundFailed(ProviderRefund refund, string code) => new() { Refunds = [new(null, refund.RefundId, refund.Amount, RefundStatus.Failed, code)] };
    private static AttemptFacts Told(string intent, RefundFact fact) => new() { ChargeReference = intent, Refunds = [fact] };
}
