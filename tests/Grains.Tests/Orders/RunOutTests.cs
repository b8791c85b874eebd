using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Orders;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Grains.Tests.Payments;

namespace LearningHub.Grains.Tests.Orders;

/// <summary>Orders that nobody pays, on a hub that waits a second instead of half an hour, or whose clock is set forward.</summary>
public sealed class RunOutTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    private async Task<TestHost> Host(TimeSpan payWithin, TimeProvider? clock = null) => await TestHost.Start(await server.Server.NewDatabase(), builder =>
    {
        builder.Services.AddSingleton(clock ?? TimeProvider.System);
        builder.Configuration["Hub:Payments:Test:Enabled"] = "true";
        builder.Services.AddSingleton(new OrderPolicy { PayWithin = payWithin });
    });

    [Fact]
    public async Task An_unpaid_order_runs_out_by_itself_and_releases_everything()
    {
        await using var host = await Host(TimeSpan.FromSeconds(1));
        var shop = new Shop(host.Grains, "t");
        var course = await shop.Course(4900, seats: 1);
        var (order, total) = (Shop.NewOrder(), await shop.Fill("sam", (course, 1)));
        await shop.Start("sam", order, total);
        (await shop.Comes("sam", order, WorkflowPhase.Compensated)).Reason!.Code.ShouldBe("orders.ran_out");
        (await shop.Order(order)).ShouldSatisfyAllConditions(o => o.Status.ShouldBe(OrderStatus.Cancelled), o => o.CancelReason.ShouldBe("orders.ran_out"));
        (await shop.Payment(order, _ => true)).Status.ShouldBe(PaymentStatus.Cancelled);
        (await shop.Seats(course)).ShouldBe(new SeatsView(1, 0, 0));
        // Whoever comes back to the provider's page finds it closed, and the cart can be checked out again.
        using (shop.As("sam")) (await host.Grains.GetGrain<ITestPaymentGrain>($"t/{order}-1").Act(new(TestPaymentAction.Approve))).IsOk.ShouldBeFalse();
        (await shop.Start("sam", Shop.NewOrder(), total)).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Money_that_is_on_its_way_when_the_time_is_over_still_buys_the_course()
    {
        var clock = new ShiftedClock();
        await using var host = await Host(TimeSpan.FromMinutes(30), clock);
        var shop = new Shop(host.Grains, "t");
        var course = await shop.Course(4900, seats: 1);
        var (order, total) = (Shop.NewOrder(), await shop.Fill("sam", (course, 1)));
        clock.Stand();
        await shop.Start("sam", order, total);
        await shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        // Twelve seconds before the end of its time; the money is on its way for half a minute.
        clock.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(12));
        await shop.Press("sam", order, TestPaymentAction.ApproveLater);
        await shop.Payment(order, p => p.Status is PaymentStatus.Processing);
        // Longer than the order may wait, and it waits on: the money cannot be called back.
        clock.Advance(TimeSpan.FromSeconds(13));
        await shop.LooksAgain("sam", order);
        var waits = await shop.Comes("sam", order, run => run.Phase is WorkflowPhase.Compensated || run.Steps.Any(s => s.WaitsUntil > clock.GetUtcNow()));
        waits.Phase.ShouldBe(WorkflowPhase.Waiting);
        await shop.Press("sam", order, TestPaymentAction.SettleNow);
        await shop.Comes("sam", order, WorkflowPhase.Completed);
        (await shop.HasAccess(course, "sam")).ShouldBeTrue();
    }
}
