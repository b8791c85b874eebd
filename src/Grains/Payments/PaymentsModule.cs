using LearningHub.Grains.Common;
using LearningHub.Grains.Payments.Stripe;
using LearningHub.Grains.Payments.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearningHub.Grains.Payments;

public static class PaymentsModule
{
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration("Hub:Payments")
            .Validate(o => !o.Stripe.IsConfigured || o.Stripe.ApiKey.StartsWith("rk_", StringComparison.Ordinal) || o.Stripe.ApiKey.StartsWith("sk_", StringComparison.Ordinal),
                "Hub:Payments:Stripe:ApiKey is a restricted key (rk_…).")
            .Validate(o => !o.Stripe.IsConfigured || o.Stripe.WebhookSecrets is { Count: >= 1 and <= 4 } secrets && secrets.All(s => s.StartsWith("whsec_", StringComparison.Ordinal)),
                "Hub:Payments:Stripe:WebhookSecrets holds one to four signing secrets (whsec_…).")
            .Validate(o => IsSafe(o.Stripe.Address) && IsSafe(o.Stripe.CheckoutOrigin), "Hub:Payments:Stripe addresses are https.")
            .Validate<IConfiguration>((o, c) => !o.Stripe.IsConfigured || c["Hub:PublicUrl"] is { Length: > 0 }, "Stripe sends buyers back: Hub:PublicUrl must be set.")
            .ValidateOnStart();
        services.AddSingleton<TestPaymentProvider>();
        services.AddSingleton(p => new StripeClient(new HttpClient(new SocketsHttpHandler
        {
            // No redirect is ever part of an answer, and names are looked up again.
            AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = TimeSpan.FromSeconds(3),
        }), p.GetRequiredService<IOptions<PaymentOptions>>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<StripeClient>>()));
        services.AddSingleton<StripeProvider>();
        services.AddSingleton(provider => new PaymentProviders(Configured(provider)));
        return services.AddView<PaymentsView>().AddHostedService<PaymentSweep>();
    }

    private static IEnumerable<IPaymentProvider> Configured(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<PaymentOptions>>().Value;
        if (options.Stripe.IsConfigured) yield return services.GetRequiredService<StripeProvider>();
        if (options.Test.Enabled) yield return services.GetRequiredService<TestPaymentProvider>();
    }

    /// <summary>https; plain http only to this machine, for trials.</summary>
    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback);
}
