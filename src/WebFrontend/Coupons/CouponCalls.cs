using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.WebFrontend.Coupons;

/// <summary>What pages and API do with coupons.</summary>
internal static class CouponCalls
{
    private const string View = "coupons";

    public static ICouponGrain Coupon(HttpContext http, IGrainFactory grains, string couponId) => grains.Coupon(new CouponKey(http.Viewer().Tenant, couponId));

    public static async Task<Result<Receipt>> Create(HttpContext http, IGrainFactory grains, string couponId, string code, CouponRules rules) =>
        await Seen(grains, await Coupon(http, grains, couponId).Create(new CreateCoupon(code, rules) { OperationId = http.OperationId() ?? $"create-{couponId}" }));

    /// <summary>Answers when the list shows it, or after a bounded wait.</summary>
    public static async Task<Result<Receipt>> Seen(IGrainFactory grains, Result<Receipt> result)
    {
        if (result.IsOk) await grains.Passed(View, result.Value);
        return result;
    }
}
