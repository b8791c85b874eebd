using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Orders;
using static LearningHub.Domain.Tests.Orders.OrderExamples;

namespace LearningHub.Domain.Tests.Orders;

public sealed class OrderTests
{
    [Fact]
    public void An_id_belongs_to_whoever_opens_it_first()
    {
        var open = Open();
        Order.Open(open, new(Buyer)).IsNoChange.ShouldBeTrue();
        Order.Open(open, new("mallory")).Code().ShouldBe("orders.taken");
    }

    [Fact]
    public void A_checkout_that_was_refused_an_id_takes_back_nothing_of_the_order_it_belongs_to()
    {
        var placed = Placed(Line("a", 1000));
        Order.Cancel(placed, new("mallory", "orders.taken"), Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void It_is_placed_once_and_with_the_same_lines_only()
    {
        var placed = Order.Place(Open(), Placing(Line("a", 1000)), Now);
        placed.Names().ShouldBe(["order.placed"]);
        Order.Place(placed.Ok(), Placing(Line("a", 1000)), Now).IsNoChange.ShouldBeTrue();
        Order.Place(placed.Ok(), Placing(Line("a", 900)), Now).Code().ShouldBe("orders.not_open");
        Order.Place(OrderState.Empty, Placing(Line("a", 1000)), Now).Code().ShouldBe("orders.not_found");
    }

    [Fact]
    public void An_order_over_nothing_is_paid_when_it_is_placed()
    {
        var placed = Order.Place(Open(), Placing(Line("a", 0, discount: 1000)), Now);
        placed.Names().ShouldBe(["order.placed", "order.paid"]);
        placed.Ok().Status.ShouldBe(OrderStatus.Paid);
    }

    [Fact]
    public void What_does_not_add_up_is_refused()
    {
        var right = Placing(Line("a", 1000), Line("b", 500, quantity: 5, discount: 500));
        Order.Place(Open(), right, Now).Error.ShouldBeNull();
        Refused(right with { Total = Eur(1499) });
        Refused(right with { Total = new(1500, "USD") });
        Refused(right with { Total = new(1500, "XXX") });
        Refused(right with { Lines = [] , Total = Eur(0) });
        Refused(right with { Lines = [.. Enumerable.Range(0, 31).Select(i => Line($"l{i}", 0))], Total = Eur(0) });
        Refused(Placing(Line("a", 1000), Line("a", 1000)));
        Refused(Placing(Line("a", 1000) with { Quantity = 0 }));
        Refused(Placing(Line("a", 1000) with { Discount = Eur(-1), Total = Eur(1001) }));

        static void Refused(PlaceOrder c) => Order.Place(Open(), c, Now).Code().ShouldBe("orders.lines_wrong");
    }

    [Fact]
    public void Only_the_payment_of_this_order_over_this_amount_pays_it()
    {
        var placed = Placed(Line("a", 1000));
        Order.See(placed, Payment(Eur(999), PaymentStatus.Captured, 1), Now).IsNoChange.ShouldBeTrue();
        Order.See(placed, Payment(Eur(1000), PaymentStatus.Captured, 1, buyer: "mallory"), Now).IsNoChange.ShouldBeTrue();
        Order.See(placed, Payment(Eur(1000), PaymentStatus.Processing, 1), Now).IsNoChange.ShouldBeTrue();
        Order.See(placed, Payment(Eur(1000), PaymentStatus.Captured, 1), Now).Names().ShouldBe(["order.paid"]);
    }

    [Fact]
    public void Nothing_is_fulfilled_that_is_not_paid_and_nothing_paid_is_cancelled_before_the_money_is_back()
    {
        Order.Fulfil(Placed(Line("a", 1000)), Now).Code().ShouldBe("orders.not_paid");
        var fulfilled = Fulfilled(Line("a", 1000));
        Order.Cancel(fulfilled, new(Buyer, "x"), Now).Code().ShouldBe("orders.paid");
        var back = OrderRefunds.Complete(OrderRefunds.Begin(fulfilled, new("undo", RefundTerms.Everything, ""), true, Now).Ok(), "undo").Ok();
        Order.Cancel(back, new(Buyer, "x"), Now).Names().ShouldBe(["order.cancelled"]);
    }

    [Fact]
    public void Money_that_comes_after_the_end_is_told_once_and_can_be_given_back()
    {
        var cancelled = Order.Cancel(Placed(Line("a", 1000)), new(Buyer, "orders.ran_out"), Now).Ok();
        var late = Order.See(cancelled, Payment(Eur(1000), PaymentStatus.Captured, 7), Now);
        late.Names().ShouldBe(["order.paid_late"]);
        Order.See(late.Ok(), Payment(Eur(1000), PaymentStatus.Captured, 8), Now).IsNoChange.ShouldBeTrue();
        OrderRefunds.Begin(late.Ok(), new("late", RefundTerms.Everything, ""), byPlatform: true, Now).Ok().Sum(OrderRefundStatus.Pending).ShouldBe(Eur(1000));
        OrderRefunds.Begin(cancelled, new("late", RefundTerms.Everything, ""), byPlatform: true, Now).Code().ShouldBe("orders.not_paid");
    }

    [Fact]
    public void A_draft_that_came_to_nothing_is_told_to_nobody() => Order.Cancel(Open(), new(Buyer, "carts.empty"), Now).Names().ShouldBeEmpty();

    [Theory]
    [InlineData(new[] { DisputeStatus.Open }, "order.disputed", OrderDispute.Open)]
    [InlineData(new[] { DisputeStatus.Open, DisputeStatus.Won }, "order.disputed order.dispute_closed", OrderDispute.Won)]
    [InlineData(new[] { DisputeStatus.Open, DisputeStatus.Lost }, "order.disputed order.dispute_closed", OrderDispute.Lost)]
    [InlineData(new[] { DisputeStatus.Won }, "order.disputed order.dispute_closed", OrderDispute.Won)]
    [InlineData(new[] { DisputeStatus.Open, DisputeStatus.Won, DisputeStatus.Open }, "order.disputed order.dispute_closed order.disputed", OrderDispute.Open)]
    [InlineData(new[] { DisputeStatus.Open, DisputeStatus.Open }, "order.disputed", OrderDispute.Open)]
    public void Each_turn_of_a_dispute_is_told_once(DisputeStatus[] seen, string told, OrderDispute end)
    {
        var (state, version, events) = (Fulfilled(Line("a", 1000)), 10L, new List<string>());
        foreach (var dispute in seen)
            for (var twice = 0; twice < 2; twice++)
            {
                var decision = Order.See(state, Payment(Eur(1000), PaymentStatus.Captured, ++version, dispute), Now);
                state = decision.Ok();
                events.AddRange(decision.Names());
            }
        string.Join(' ', events).ShouldBe(told);
        state.Dispute.ShouldBe(end);
    }

    [Fact]
    public void What_is_older_than_what_is_known_says_nothing()
    {
        var paid = Order.See(Placed(Line("a", 1000)), Payment(Eur(1000), PaymentStatus.Captured, 9, DisputeStatus.Open), Now).Ok();
        Order.See(paid, Payment(Eur(1000), PaymentStatus.Captured, 8, DisputeStatus.None), Now).IsNoChange.ShouldBeTrue();
        Order.See(paid, Payment(Eur(1000), PaymentStatus.NeedsAction, 2), Now).IsNoChange.ShouldBeTrue();
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef", "89AB-CDEF")]
    [InlineData("a-b_c", "0000-0ABC")]
    public void A_number_is_short_and_made_of_the_id(string id, string number) => OrderNumber.Of(id).ShouldBe(number);
}
