using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.Grains.Payments;

/// <summary>The providers that are set up, in the order to offer them.</summary>
internal sealed class PaymentProviders(IEnumerable<IPaymentProvider> providers)
{
    /// <summary>Of one call, its retries in place included. A grain makes two of them a turn at most, and callers wait 30 s for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IPaymentProvider[] _providers = [.. providers];

    public IPaymentProvider? Find(string id) => Array.Find(_providers, p => p.Id == id);

    public IEnumerable<PaymentProviderView> Offers(Money amount) => _providers.Select(p => p.Offer(amount)).OfType<PaymentProviderView>();
}
