using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Grains.Tests.Payments;

namespace LearningHub.Grains.Tests.Orders;

[Collection("payments")]
public sealed class CheckoutTests(PaymentsHub hub)
{
    private readonly Shop _shop = new(hub.Grains, hub.NewTenant().Tenant);

    private async Task<string[]> Events(string order)
    {
        await using var command = hub.Database.CreateCommand("select name from event where type = 'order' and key = $1 order by version, position");
        command.Parameters.Add(new() { Value = $"{_shop.Tenant}/{order}" });
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        return [.. names];
    }

    private async Task<int> Enrolled(string course)
    {
        await using var command = hub.Database.CreateCommand("select count(*) from event where name = 'enrolment.enrolled' and key like $1");
        command.Parameters.Add(new() { Value = $"{_shop.Tenant}/{course}/%" });
        return (int)(long)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task A_cart_becomes_an_order_a_payment_an_enrolment_licences_and_a_receipt()
    {
        var (one, many) = (await _shop.Course(4900), await _shop.Course(1000, title: "For the team"));
        var total = await _shop.Fill("sam", (one, 1), (many, 3));
        total.ShouldBe(new Money(7900, "EUR"));
        var order = Shop.NewOrder();
        (await _shop.Start("sam", order, total)).Error.ShouldBeNull();
        (await _shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction)).Amount.ShouldBe(total);
        (await _shop.Comes("sam", order, WorkflowPhase.Waiting)).Steps.Single(s => s.WaitsUntil is not null).Name.ShouldBe("pay");
        (await _shop.HasAccess(one, "sam")).ShouldBeFalse();
        await _shop.Press("sam", order, TestPaymentAction.Approve);
        (await _shop.Comes("sam", order, WorkflowPhase.Completed)).Steps.ShouldAllBe(s => s.Done);

        (await Events(order)).ShouldBe(["order.placed", "order.paid", "order.fulfilled"]);
        (await _shop.HasAccess(one, "sam")).ShouldBeTrue();
        using (_shop.As("sam"))
        {
            (await _shop.Grains.Licences(new(_shop.Tenant, order, many)).Get().Done()).Codes.Length.ShouldBe(3);
            (await _shop.Cart("sam").Get().Done()).Lines.ShouldBeEmpty();
        }
        (await _shop.Documents(order)).ShouldHaveSingleItem().Total.ShouldBe(total);
    }

    [Fact]
    public async Task Ten_starts_of_one_order_are_one_order()
    {
        var course = await _shop.Course(4900);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        (await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _shop.Start("sam", order, total)))).ShouldAllBe(r => r.IsOk);
        await _shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        await _shop.Press("sam", order, TestPaymentAction.Approve);
        await _shop.Comes("sam", order, WorkflowPhase.Completed);
        (await Events(order)).ShouldBe(["order.placed", "order.paid", "order.fulfilled"]);
        (await Enrolled(course)).ShouldBe(1);
        (await _shop.Documents(order)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Two_checkouts_of_one_cart_at_once_are_one_order_and_the_other_says_why()
    {
        var course = await _shop.Course(4900);
        var (orders, total) = (new[] { Shop.NewOrder(), Shop.NewOrder() + "b" }, await _shop.Fill("sam", (course, 1)));
        await Task.WhenAll(orders.Select(o => _shop.Start("sam", o, total)));
        var ends = await Task.WhenAll(orders.Select(o => _shop.Comes("sam", o, WorkflowPhase.Waiting, WorkflowPhase.Compensated)));
        ends.Select(e => e.Phase).Order().ShouldBe(new[] { WorkflowPhase.Compensated, WorkflowPhase.Waiting }.Order());
        ends.Single(e => e.Phase is WorkflowPhase.Compensated).Reason!.Code.ShouldBe("carts.in_checkout");

        // The loser has taken nothing from the winner: it can still be paid, and the cart is still its.
        var winner = orders[Array.FindIndex(ends, e => e.Phase is WorkflowPhase.Waiting)];
        await _shop.Press("sam", winner, TestPaymentAction.Approve);
        await _shop.Comes("sam", winner, WorkflowPhase.Completed);
        (await _shop.HasAccess(course, "sam")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_id_with_another_total_or_another_way_to_pay_is_refused()
    {
        var course = await _shop.Course(4900);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total);
        (await _shop.Start("sam", order, total with { Minor = 1 })).Error!.Code.ShouldBe("orders.started_otherwise");
        (await _shop.Start("sam", order, total, "stripe")).Error!.Code.ShouldBe("orders.started_otherwise");
    }

    [Fact]
    public async Task Somebody_elses_id_is_refused_and_nothing_of_their_order_is_touched()
    {
        var course = await _shop.Course(4900, seats: 2);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total);
        await _shop.Comes("sam", order, WorkflowPhase.Waiting);

        await _shop.Start("mallory", order, await _shop.Fill("mallory", (course, 1)));
        (await _shop.Comes("mallory", order, WorkflowPhase.Compensated)).Reason!.Code.ShouldBe("orders.taken");
        (await _shop.Seats(course)).Held.ShouldBe(1);
        (await _shop.Order(order)).ShouldSatisfyAllConditions(o => o.BuyerId.ShouldBe("sam"), o => o.Status.ShouldBe(OrderStatus.Placed));
        using (_shop.As("mallory"))
        {
            (await _shop.Grains.Order(_shop.Key(order)).Get()).Error!.Code.ShouldBe("orders.not_found");
            (await _shop.Grains.Checkout(_shop.Key(order), "sam").Start(new("test", total))).Error!.Code.ShouldBe("orders.not_found");
            (await _shop.Grains.Checkout(_shop.Key(order), "sam").Cancel()).Error!.Code.ShouldBe("orders.not_found");
        }
        await _shop.Press("sam", order, TestPaymentAction.Approve);
        await _shop.Comes("sam", order, WorkflowPhase.Completed);
    }

    [Fact]
    public async Task Another_total_than_the_buyer_saw_is_never_charged()
    {
        var course = await _shop.Course(4900);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total with { Minor = 4800 });
        (await _shop.Comes("sam", order, WorkflowPhase.Compensated)).Reason!.Code.ShouldBe("orders.total_changed");
        // The cart is free again: the next try with the right total goes through.
        var next = Shop.NewOrder();
        await _shop.Start("sam", next, total);
        await _shop.Comes("sam", next, WorkflowPhase.Waiting);
    }

    [Fact]
    public async Task The_last_place_goes_to_one_and_the_other_is_told_before_paying()
    {
        var course = await _shop.Course(4900, seats: 1);
        var (a, b) = (Shop.NewOrder(), Shop.NewOrder() + "b");
        var (ta, tb) = (await _shop.Fill("ann", (course, 1)), await _shop.Fill("bob", (course, 1)));
        await Task.WhenAll(_shop.Start("ann", a, ta), _shop.Start("bob", b, tb));
        var ends = await Task.WhenAll(_shop.Comes("ann", a, WorkflowPhase.Waiting, WorkflowPhase.Compensated), _shop.Comes("bob", b, WorkflowPhase.Waiting, WorkflowPhase.Compensated));
        ends.Count(e => e.Phase is WorkflowPhase.Waiting).ShouldBe(1);
        ends.Single(e => e.Phase is WorkflowPhase.Compensated).Reason!.Code.ShouldBeOneOf(["enrolments.no_seats", "carts.sold_out"], "the place is taken, or the cart has seen already that it is");
    }

    [Fact]
    public async Task A_declined_payment_can_be_tried_again_and_is_charged_once()
    {
        var course = await _shop.Course(4900);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total);
        await _shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        await _shop.Press("sam", order, TestPaymentAction.Decline);
        await _shop.Payment(order, p => p.Status is PaymentStatus.Failed);
        (await _shop.Comes("sam", order, WorkflowPhase.Waiting)).Phase.ShouldBe(WorkflowPhase.Waiting);
        using (_shop.As("sam")) await _shop.Grains.Payment(new(_shop.Tenant, order)).Retry(new(null)).Done();
        await _shop.Payment(order, p => p is { Status: PaymentStatus.NeedsAction, Attempt: 2 });
        await _shop.Press("sam", order, TestPaymentAction.Approve, attempt: 2);
        await _shop.Comes("sam", order, WorkflowPhase.Completed);
        (await Events(order)).ShouldBe(["order.placed", "order.paid", "order.fulfilled"]);
    }

    [Fact]
    public async Task The_buyer_gives_up_and_everything_is_free_again()
    {
        var course = await _shop.Course(4900, seats: 1);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total);
        await _shop.Comes("sam", order, WorkflowPhase.Waiting);
        (await _shop.Seats(course)).Held.ShouldBe(1);
        using (_shop.As("sam")) (await _shop.Grains.Checkout(_shop.Key(order), "sam").Cancel()).Error.ShouldBeNull();
        (await _shop.Comes("sam", order, WorkflowPhase.Compensated)).Reason!.Code.ShouldBe("orders.cancelled_by_buyer");
        (await _shop.Seats(course)).ShouldBe(new SeatsView(1, 0, 0));
        (await _shop.Order(order)).Status.ShouldBe(OrderStatus.Cancelled);
        (await Events(order)).ShouldBe(["order.placed", "order.cancelled"]);
        (await _shop.Payment(order, _ => true)).Status.ShouldBe(PaymentStatus.Cancelled);
        // The cart is as it was.
        await _shop.Start("sam", Shop.NewOrder(), total);
        using (_shop.As("sam")) (await _shop.Cart("sam").Get().Done()).Lines.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_paid_is_told_to_ask_for_a_refund_instead_of_cancelling()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        using var _ = _shop.As("sam");
        (await _shop.Grains.Checkout(_shop.Key(order), "sam").Cancel()).Error!.Code.ShouldBe("orders.paid");
    }

    [Fact]
    public async Task What_is_refused_after_the_money_came_gives_the_money_back()
    {
        var course = await _shop.Course(4900);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total);
        await _shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        // The instructor removes the buyer, who had access before, while they pay: no purchase undoes that.
        using (_shop.AsPlatform()) await _shop.Grains.Enrolment(new(_shop.Tenant, course, "sam")).Grant(new("licence-x")).Done();
        using (_shop.AsAdmin()) await _shop.Grains.Enrolment(new(_shop.Tenant, course, "sam")).Remove(new("")).Done();
        await _shop.Press("sam", order, TestPaymentAction.Approve);

        (await _shop.Comes("sam", order, WorkflowPhase.Compensated)).Reason!.Code.ShouldBe("enrolments.removed");
        (await _shop.Payment(order, p => p.Refunded == total)).Status.ShouldBe(PaymentStatus.Captured);
        (await _shop.Order(order)).ShouldSatisfyAllConditions(o => o.Status.ShouldBe(OrderStatus.Cancelled), o => o.Refunded.ShouldBe(total));
        (await Events(order)).ShouldBe(["order.placed", "order.paid", "order.refund_begun", "order.refunded", "order.cancelled"]);
        (await _shop.Documents(order)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Money_that_the_provider_would_not_give_back_goes_back_when_a_person_has_it_tried_again()
    {
        var course = await _shop.Course(4900);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total);
        await _shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        using (_shop.AsPlatform()) await _shop.Grains.Enrolment(new(_shop.Tenant, course, "sam")).Grant(new("licence-x")).Done();
        using (_shop.AsAdmin()) await _shop.Grains.Enrolment(new(_shop.Tenant, course, "sam")).Remove(new("")).Done();
        await _shop.Press("sam", order, TestPaymentAction.HoldWebhooks);
        await _shop.Press("sam", order, TestPaymentAction.Approve);
        await _shop.Press("sam", order, TestPaymentAction.HoldRefunds);
        await _shop.Press("sam", order, TestPaymentAction.ReleaseInOrder);
        await _shop.Payment(order, p => p.Refunds.Any(r => r.Status is RefundStatus.Pending));
        await _shop.Press("sam", order, TestPaymentAction.RefuseRefunds);

        (await _shop.Comes("sam", order, WorkflowPhase.Failed)).Reason!.Code.ShouldBe("enrolments.removed");
        (await _shop.Order(order)).Refunds.Single().Status.ShouldBe(OrderRefundStatus.Abandoned);
        using (_shop.AsAdmin()) (await _shop.Grains.Checkout(_shop.Key(order), "sam").Retry()).Error.ShouldBeNull();
        await _shop.Comes("sam", order, WorkflowPhase.Compensated);
        (await _shop.Payment(order, p => p.Refunded == total)).RefundPending.IsZero.ShouldBeTrue();
        (await _shop.Order(order)).ShouldSatisfyAllConditions(o => o.Status.ShouldBe(OrderStatus.Cancelled), o => o.Refunded.ShouldBe(total));
        // The cart is free again.
        using (_shop.As("sam")) (await _shop.Cart("sam").Get().Done()).OrderId.ShouldBeNull();
    }

    [Fact]
    public async Task Webhooks_that_come_reversed_and_repeated_change_nothing()
    {
        var course = await _shop.Course(4900);
        var (order, total) = (Shop.NewOrder(), await _shop.Fill("sam", (course, 1)));
        await _shop.Start("sam", order, total);
        await _shop.Payment(order, p => p.Status is PaymentStatus.NeedsAction);
        await _shop.Press("sam", order, TestPaymentAction.HoldWebhooks);
        await _shop.Press("sam", order, TestPaymentAction.Approve);
        await _shop.Press("sam", order, TestPaymentAction.ReleaseReversed);
        await _shop.Comes("sam", order, WorkflowPhase.Completed);
        await _shop.Press("sam", order, TestPaymentAction.RepeatAll);
        (await Events(order)).ShouldBe(["order.placed", "order.paid", "order.fulfilled"]);
        (await Enrolled(course)).ShouldBe(1);
        (await _shop.Documents(order)).Length.ShouldBe(1);
    }
}
