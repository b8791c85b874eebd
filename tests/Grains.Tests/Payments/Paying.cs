using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Payments;
using LearningHub.Grains.Tests.Hosting;

namespace LearningHub.Grains.Tests.Payments;

/// <summary>Payments, as tests want them: one tenant, one buyer.</summary>
internal sealed class Paying(IGrainFactory grains, string tenant, string provider = "test")
{
    public static readonly Money Price = new(4950, "EUR");

    public string Tenant => tenant;
    public static string NewId() => KeySegment.NewId(TimeProvider.System);

    public IPaymentGrain Grain(string id) => grains.Payment(new(tenant, id));
    public ITestPaymentGrain Test(string id, int attempt = 1) => grains.GetGrain<ITestPaymentGrain>($"{tenant}/{id}-{attempt}");
    public static BeginPayment Form(string id, Money? amount = null, string provider = "test") => new(id, "buyer", amount ?? Price, provider, "2 courses", $"/orders/{id}");

    public static IDisposable As(string tenant, string user, params string[] roles) => ActorContext.As(new Actor(tenant, user, [.. roles], null));
    public IDisposable AsPlatform() => ActorContext.As(Actor.System(tenant));
    public IDisposable AsBuyer() => As(tenant, "buyer", Roles.Student);
    public IDisposable AsAdmin() => As(tenant, "root", Roles.Admin);

    public async Task<PaymentView> Begin(string id, Money? amount = null)
    {
        using var _ = AsPlatform();
        return (await Grain(id).Begin(Form(id, amount, provider))).ShouldBeOk();
    }

    public async Task<PaymentView> Get(string id)
    {
        using var _ = AsPlatform();
        return (await Grain(id).Get()).ShouldBeOk();
    }

    public async Task<PaymentView> Until(string id, Func<PaymentView, bool> satisfied) => await Wait.Until(() => Get(id), satisfied);

    public async Task Press(string id, TestPaymentAction action, int attempt = 1)
    {
        using var _ = AsBuyer();
        (await Test(id, attempt).Act(new(action))).ShouldBeOk();
    }

    /// <summary>Begun and paid.</summary>
    public async Task<string> Paid()
    {
        var id = NewId();
        await Begin(id);
        await Press(id, TestPaymentAction.Approve);
        await Until(id, p => p.Status == PaymentStatus.Captured);
        return id;
    }

    public async Task<Result<PaymentView>> Refund(string id, string refundId, long minor)
    {
        using var _ = AsPlatform();
        return await Grain(id).Refund(new(refundId, new(minor, "EUR")));
    }
}

internal static class ResultAssertions
{
    public static T ShouldBeOk<T>(this Result<T> result) where T : class
    {
        result.Error.ShouldBeNull();
        return result.Value.ShouldNotBeNull();
    }
}
