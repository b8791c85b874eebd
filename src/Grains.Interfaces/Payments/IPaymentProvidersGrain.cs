using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Payments;

/// <summary>The ways to pay that this hub has, and the door for their webhooks. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IPaymentProvidersGrain : IGrainWithStringKey
{
    /// <summary>Those that take this amount, in the order to offer them; empty when none is set up.</summary>
    [Requires(Permission.Anyone), ReadOnly, Alias("List")] Task<ImmutableArray<PaymentProviderView>> List(Money amount);

    /// <summary>Verifies the signature over the raw body, finds the payment and tells it. Ok also for events that are of no interest here. Errors:
    /// <c>payments.unknown_provider</c>, <c>payments.bad_signature</c>, <c>payments.bad_webhook</c>; unavailable: the provider shall send it again.</summary>
    [Requires(Permission.Anyone), Alias("Receive")] Task<Result<WebhookReceived>> Receive(string provider, string body, string signature);
}

/// <param name="Name">For people: "Card and more (Stripe)".</param>
/// <param name="Origin">The https origin of its pages; null when they are ours.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.Provider")]
public sealed record PaymentProviderView(string Id, string Name, bool IsTest, string? Origin);

/// <param name="Known">False: not about a payment of this hub, or of no interest.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.WebhookReceived")]
public sealed record WebhookReceived(string EventId, bool Known);
