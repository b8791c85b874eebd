using LearningHub.Grains.Common;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Billing;

public static class BillingModule
{
    public static IServiceCollection AddBilling(this IServiceCollection services) => services.AddFold<LedgerFold>();
}
