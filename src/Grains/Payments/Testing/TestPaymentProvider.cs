using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Payments.Testing;

/// <summary>The built-in test provider: no money, no cards; its page has a button for everything that happens at a real one. Its server is a grain
/// (<see cref="ITestPaymentGrain"/>); its webhooks are signed with the tenant's key and go through the same door as Stripe's.</summary>
internal sealed class TestPaymentProvider(IGrainFactory grains, TimeProvider time) : IPaymentProvider
{
    public const string Name = "test";

    public string Id => Name;

    public static string Page(string reference) => $"/test-payments/{reference}";
    public static string Reference(PaymentKey payment, int attempt) => string.Create(CultureInfo.InvariantCulture, $"{payment.PaymentId}-{attempt}");

    public PaymentProviderView? Offer(Money amount) => new(Name, "Test payment", IsTest: true, Origin: null);

    public async Task<ProviderAnswer> Begin(ProviderAttempt attempt, CancellationToken cancellation) => Answer(await Grain(attempt).Begin(
        new(attempt.Payment.PaymentId, attempt.Number, attempt.OrderId, attempt.BuyerId, attempt.Amount, attempt.Description, attempt.ReturnUrl)).WaitAsync(cancellation), attempt);

    public async Task<ProviderAnswer> Ask(ProviderAttempt attempt, CancellationToken cancellation) => new(await Grain(attempt).GetFacts().WaitAsync(cancellation));

    public async Task<ProviderAnswer> Cancel(ProviderAttempt attempt, CancellationToken cancellation)
    {
        var cancelled = await Grain(attempt).Cancel().WaitAsync(cancellation);
        // It never heard of it, and nobody was sent to it.
        return cancelled.Error?.Code == TestPayment.NotFound.Code ? new AttemptFacts { Status = PaymentStatus.Failed, FailureCode = "cancelled" } : Answer(cancelled, attempt);
    }

    public async Task<ProviderAnswer> Refund(ProviderAttempt attempt, ProviderRefund refund, CancellationToken cancellation)
    {
        var refunded = await Grain(attempt).Refund(new(refund.RefundId, refund.Amount)).WaitAsync(cancellation);
        if (refunded.Error is { Kind: ErrorKind.Conflict } refused)
            return new AttemptFacts { Refunds = [new(null, refund.RefundId, refund.Amount, RefundStatus.Failed, refused.Code.Split('.')[^1])] };
        return Answer(refunded, attempt);
    }

    public async Task<Result<ProviderWebhook>> Read(string tenant, string body, string signature, CancellationToken cancellation)
    {
        if (!WebhookSignature.Verify(signature, body, [await Secret(tenant)], time.GetUtcNow())) return PaymentErrors.BadSignature;
        try
        {
            var sent = JsonSerializer.Deserialize<Sent>(body, HubJson.Options);
            if (sent is not { Id.Length: > 0, Facts: not null } || !KeySegment.IsValid(sent.Payment)) return PaymentErrors.BadWebhook;
            return new ProviderWebhook(sent.Id, new(tenant, sent.Payment), new(sent.Id, sent.Type, "webhook", sent.Attempt, DateTimeOffset.FromUnixTimeSeconds(sent.Created), sent.Facts));
        }
        catch (Exception e) when (e is JsonException or ArgumentOutOfRangeException) { return PaymentErrors.BadWebhook; }
    }

    /// <summary>A webhook as it goes out.</summary>
    public async Task<(string Body, string Signature)> Write(PaymentKey payment, int attempt, TestWebhook webhook)
    {
        var body = JsonSerializer.Serialize(new Sent(webhook.Id, webhook.Kind, webhook.At.ToUnixTimeSeconds(), payment.PaymentId, attempt, webhook.Facts), HubJson.Options);
        return (body, WebhookSignature.Sign(await Secret(payment.Tenant), body, time.GetUtcNow()));
    }

    private async Task<byte[]> Secret(string tenant)
    {
        using var _ = ActorContext.As(Actor.System(tenant));
        var key = await grains.GetGrain<IKeyRingGrain>(new TenantKey(tenant, "keys").ToString()).GetSigningKey();
        return HMACSHA256.HashData(key, "test-payments"u8);
    }

    private ITestPaymentGrain Grain(ProviderAttempt attempt) => grains.GetGrain<ITestPaymentGrain>($"{attempt.Payment.Tenant}/{Reference(attempt.Payment, attempt.Number)}");

    private static ProviderAnswer Answer(Result<TestPaymentView> result, ProviderAttempt attempt) => result.Value is not { } view ? ProviderAnswer.Unknown : new AttemptFacts
    {
        Status = view.Status == PaymentStatus.Cancelled ? PaymentStatus.Failed : view.Status, Captured = view.Status == PaymentStatus.Captured ? view.Amount : null,
        FailureCode = view.FailureCode, ActionUrl = Page(view.Reference), Reference = Reference(attempt.Payment, attempt.Number), Refunds = view.Refunds, Disputes = view.Disputes,
    };

    private sealed record Sent(string Id, string Type, long Created, string Payment, int Attempt, AttemptFacts Facts);
}
