using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Hosting;

namespace LearningHub.Grains.Tests.Orders;

/// <summary>A tenant that sells: courses with prices, buyers with carts, the test provider.</summary>
internal sealed class Shop(IGrainFactory grains, string tenant)
{
    private readonly School _school = new(grains, tenant);

    public string Tenant => tenant;
    public IGrainFactory Grains => grains;
    public static string NewOrder() => KeySegment.NewId(TimeProvider.System);

    public IDisposable As(string user) => ActorContext.As(new Actor(tenant, user, [Roles.Student], null));
    public IDisposable AsAdmin() => ActorContext.As(new Actor(tenant, "ada", [Roles.Admin], null));
    public IDisposable AsPlatform() => ActorContext.As(Actor.System(tenant));

    public OrderKey Key(string order) => new(tenant, order);
    public ICartGrain Cart(string user) => grains.Cart(CartKey.OfPerson(tenant, user));

    public async Task<string> Course(long price, int? seats = null, string title = "Film photography")
    {
        var id = await _school.Published(title, price: price);
        if (seats is null) return id;
        using var _ = _school.Teacher();
        var course = await _school.Course(id).Get().Done();
        await _school.Course(id).ChangeDetails(new(course.Title, course.Subtitle, course.Description, course.Subject, course.Level, course.Language, course.Prices, seats)).Done();
        return id;
    }

    /// <summary>Puts courses into a buyer's cart; answers with its total.</summary>
    public async Task<Money> Fill(string user, params (string Course, int Quantity)[] wanted)
    {
        using var _ = As(user);
        CartView? cart = null;
        foreach (var (course, quantity) in wanted) cart = await Cart(user).Add(new(course, quantity, null)).Done();
        return cart!.Total!.Value;
    }

    public async Task<Result<WorkflowStatus>> Start(string user, string order, Money seen, string provider = "test")
    {
        using var _ = As(user);
        return await grains.Checkout(Key(order), user).Start(new(provider, seen));
    }

    public Task<WorkflowStatus> Comes(string user, string order, params WorkflowPhase[] phases) => Comes(user, order, run => phases.Contains(run.Phase));

    public async Task<WorkflowStatus> Comes(string user, string order, Func<WorkflowStatus, bool> where)
    {
        using var _ = AsPlatform();
        return (await Wait.Until(() => grains.Checkout(Key(order), user).GetStatus(), s => s.Value is { } run && where(run), TimeSpan.FromSeconds(60))).Value!;
    }

    /// <summary>The checkout asks at once how things stand.</summary>
    public async Task LooksAgain(string user, string order)
    {
        using var _ = AsPlatform();
        await grains.Checkout(Key(order), user).Resume();
    }

    public async Task<OrderView> Order(string order)
    {
        using var _ = AsPlatform();
        return await grains.Order(Key(order)).Get().Done();
    }

    public async Task<PaymentView> Payment(string order, Func<PaymentView, bool> until)
    {
        using var _ = AsPlatform();
        return (await Wait.Until(() => grains.Payment(new(tenant, order)).Get(), p => p.Value is { } view && until(view), TimeSpan.FromSeconds(60))).Value!;
    }

    /// <summary>The buyer stands at the provider and presses a button there.</summary>
    public async Task Press(string user, string order, TestPaymentAction action, int attempt = 1)
    {
        using var _ = As(user);
        await grains.GetGrain<ITestPaymentGrain>($"{tenant}/{order}-{attempt}").Act(new(action)).Done();
    }

    /// <summary>Checked out, paid and fulfilled.</summary>
    public async Task<string> Bought(string user, params (string Course, int Quantity)[] wanted)
    {
        var order = NewOrder();
        (await Start(user, order, await Fill(user, wanted))).Error.ShouldBeNull();
        await Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        await Press(user, order, TestPaymentAction.Approve);
        await Comes(user, order, WorkflowPhase.Completed);
        return order;
    }

    public async Task<bool> HasAccess(string course, string user)
    {
        using var _ = AsPlatform();
        return await grains.Enrolment(new(tenant, course, user)).IsActive();
    }

    public async Task<BillingDocument[]> Documents(string order)
    {
        using var _ = AsPlatform();
        return [.. await grains.Queries<IReceiptQueriesGrain>(tenant).OfOrder(order).Done2()];
    }

    public async Task<WorkflowStatus> Refund(string order, string refund, RefundTerms terms, Money confirmed)
    {
        using var _ = AsAdmin();
        return await grains.Refund(Key(order), refund).Start(new(terms, confirmed)).Done();
    }

    public async Task<WorkflowStatus> RefundEnds(string order, string refund)
    {
        using var _ = AsPlatform();
        return (await Wait.Until(() => grains.Refund(Key(order), refund).GetStatus(), s => s.Value is { IsUnfinished: false }, TimeSpan.FromSeconds(60))).Value!;
    }

    public async Task<SeatsView> Seats(string course)
    {
        using var _ = AsPlatform();
        return await grains.SeatPool(new(tenant, course)).Get();
    }
}

internal static class Values
{
    public static async Task<T> Done2<T>(this Task<Result<T>> doing) where T : struct
    {
        var result = await doing;
        result.Error.ShouldBeNull();
        return result.Value;
    }
}
