using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LearningHub.Grains.Payments;

/// <summary>Key <c>tenant/queries</c>. Verifies what came in, here where the secrets are, and tells it to the payment it is about.</summary>
[StatelessWorker(8), GrainType("payment-providers")]
internal sealed partial class PaymentProvidersGrain(PaymentProviders providers, TimeProvider time, ILogger<PaymentProvidersGrain> log) : Grain, IPaymentProvidersGrain
{
    private const int MaxBody = 64 * 1024;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public Task<ImmutableArray<PaymentProviderView>> List(Money amount) =>
        Task.FromResult<ImmutableArray<PaymentProviderView>>(amount.Minor > 0 && Currencies.IsSold(amount.Currency) ? [.. providers.Offers(amount)] : []);

    public async Task<Result<WebhookReceived>> Receive(string provider, string body, string signature)
    {
        if (providers.Find(provider) is not { } found) return PaymentErrors.WebhookProvider;
        if (body is not { Length: > 0 and <= MaxBody }) return PaymentErrors.BadWebhook;
        using var patience = new CancellationTokenSource(PaymentProviders.Patience, time);
        Result<ProviderWebhook> read;
        try { read = await found.Read(Tenant, body, signature, patience.Token); }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException) { return PaymentErrors.ProviderUnavailable; }
        if (read.Error is { } refused)
        {
            LogRefused(log, provider, refused.Code);
            return refused;
        }
        var webhook = read.Value!;
        if (webhook is not { Payment: { } payment, Notice: { } notice }) return new WebhookReceived(webhook.EventId, false);
        // The signature says that the provider speaks, and its event names the tenant: one account may serve several academies.
        using var _ = ActorContext.As(Actor.System(payment.Tenant));
        var learned = await GrainFactory.Payment(payment).Learn(notice);
        if (learned.Error is { Kind: not ErrorKind.NotFound } error) return error;
        return new WebhookReceived(webhook.EventId, learned.IsOk);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A webhook of {Provider} was refused: {Code}")]
    private static partial void LogRefused(ILogger log, string provider, string code);
}
