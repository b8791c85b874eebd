namespace LearningHub.Grains.Payments;

/// <summary>Section <c>Hub:Payments</c>.</summary>
internal sealed class PaymentOptions
{
    public TestPaymentOptions Test { get; set; } = new();
    public StripeOptions Stripe { get; set; } = new();
}

internal sealed class TestPaymentOptions
{
    /// <summary>Whoever may buy may then say that it is paid: off, unless asked for. <c>./hub run --demo</c> asks for it.</summary>
    public bool Enabled { get; set; }
}

internal sealed class StripeOptions
{
    /// <summary>A restricted key (<c>rk_…</c>) that may write Checkout Sessions and Refunds and read PaymentIntents, Charges and Disputes. Empty: no Stripe.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>The signing secrets of the webhook endpoint (<c>whsec_…</c>): two while one is being rolled.</summary>
    public List<string> WebhookSecrets { get; set; } = [];

    /// <summary>Another address only in tests.</summary>
    public string Address { get; set; } = "https://api.stripe.com";

    /// <summary>The origin of the page that buyers are sent to; another one with a custom domain at Stripe.</summary>
    public string CheckoutOrigin { get; set; } = "https://checkout.stripe.com";

    public bool IsConfigured => ApiKey.Length > 0;
}
