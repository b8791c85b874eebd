using LearningHub.Grains.Common;
using LearningHub.Grains.Payments.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Payments;

public static class PaymentsModule
{
    public static IServiceCollection AddPayments(this IServiceCollection services)
    {
        services.AddOptions<PaymentOptions>().BindConfiguration("Hub:Payments").ValidateOnStart();
        services.AddSingleton<TestPaymentProvider>();
        services.AddSingleton(provider => new PaymentProviders(Configured(provider)));
        return services.AddView<PaymentsView>().AddHostedService<PaymentSweep>();
    }

    private static IEnumerable<IPaymentProvider> Configured(IServiceProvider services)
    {
        var options = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<PaymentOptions>>().Value;
        if (options.Test.Enabled) yield return services.GetRequiredService<TestPaymentProvider>();
    }
}
