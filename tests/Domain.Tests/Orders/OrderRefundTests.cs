using FsCheck;
using FsCheck.Fluent;
using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Orders;
using static LearningHub.Domain.Tests.Orders.OrderExamples;

namespace LearningHub.Domain.Tests.Orders;

public sealed class OrderRefundTests
{
    private static readonly OrderState Two = Fulfilled(Line("a", 1000), Line("b", 500, quantity: 5, seller: "otto"));

    private static RefundQuote Quote(OrderState state, RefundTerms terms) => OrderRefunds.Quote(state, terms, "r1", false).Value.ShouldNotBeNull();
    private static string Refused(OrderState state, RefundTerms terms) => OrderRefunds.Quote(state, terms, "r1", false).Error.ShouldNotBeNull().Code;
    private static OrderState Refund(OrderState state, string id, RefundTerms terms) => OrderRefunds.Complete(OrderRefunds.Begin(state, new(id, terms, "ada"), false, Now).Ok(), id).Ok();
    private static RefundTerms Lines(params string[] ids) => new([.. ids], null, false);
    private static RefundTerms Amount(long minor, string currency = "EUR") => new([], new(minor, currency), false);

    [Fact]
    public void Everything_goes_back_and_everything_is_closed()
    {
        var quote = Quote(Two, RefundTerms.Everything);
        quote.Amount.ShouldBe(Eur(1500));
        quote.Left.ShouldBe(Eur(0));
        quote.Shares.ShouldBe([new("a", Eur(1000), true), new("b", Eur(500), true)]);
        Refund(Two, "r1", RefundTerms.Everything).Lines.ShouldAllBe(l => l.Closed);
    }

    [Fact]
    public void A_line_goes_back_and_only_it_is_closed()
    {
        var quote = Quote(Two, Lines("b"));
        quote.Shares.ShouldBe([new("b", Eur(500), true)]);
        quote.Left.ShouldBe(Eur(1000));
        Refund(Two, "r1", Lines("b")).Lines.Select(l => l.Closed).ShouldBe([false, true]);
    }

    [Fact]
    public void An_amount_is_shared_in_proportion_and_closes_nothing()
    {
        var quote = Quote(Two, Amount(100));
        quote.Shares.ShouldBe([new("a", Eur(67), false), new("b", Eur(33), false)]);
        Refund(Two, "r1", Amount(100)).Lines.ShouldAllBe(l => !l.Closed);
    }

    [Fact]
    public void The_amount_of_all_that_is_left_is_a_refund_of_everything()
    {
        var rest = Quote(Refund(Two, "r1", Amount(100)), Amount(1400));
        rest.IsFull.ShouldBeTrue();
        rest.Shares.ShouldAllBe(s => s.ClosesAccess);
    }

    [Fact]
    public void Goodwill_keeps_access_open() => Quote(Two, RefundTerms.Everything with { KeepAccess = true }).Shares.ShouldAllBe(s => !s.ClosesAccess);

    [Fact]
    public void An_order_over_nothing_can_be_closed()
    {
        var free = Fulfilled(Line("a", 0, discount: 1000));
        var quote = Quote(free, RefundTerms.Everything);
        quote.Amount.IsZero.ShouldBeTrue();
        quote.Shares.ShouldBe([new("a", Eur(0), true)]);
        Refused(Refund(free, "r1", RefundTerms.Everything), RefundTerms.Everything).ShouldBe("orders.nothing_left");
    }

    [Fact]
    public void A_coupon_comes_back_with_a_full_refund_only()
    {
        var placing = Placing(Line("a", 900, discount: 100)) with { Coupons = [new("cp", "AUTUMN", Eur(100))] };
        var order = Order.Fulfil(Order.See(Order.Place(Open(), placing, Now).Ok(), Payment(Eur(900), PaymentStatus.Captured, 1), Now).Ok(), Now).Ok();
        Quote(order, Amount(899)).ReturnsCoupon.ShouldBeFalse();
        Quote(order, RefundTerms.Everything).ReturnsCoupon.ShouldBeTrue();
        Quote(Two, RefundTerms.Everything).ReturnsCoupon.ShouldBeFalse();
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Refused(Two, Lines("zzz")).ShouldBe("orders.refund_wrong");
        Refused(Two, Lines("a", "a")).ShouldBe("orders.refund_wrong");
        Refused(Two, new(["a"], Eur(5), false)).ShouldBe("orders.refund_wrong");
        Refused(Two, Amount(0)).ShouldBe("orders.refund_wrong");
        Refused(Two, Amount(-1)).ShouldBe("orders.refund_wrong");
        Refused(Two, Amount(100, "USD")).ShouldBe("orders.refund_wrong");
        Refused(Two, Amount(1501)).ShouldBe("orders.refund_too_much");
        Refused(Refund(Two, "r0", RefundTerms.Everything), Amount(1)).ShouldBe("orders.nothing_left");
        Refused(Placed(Line("a", 1)), RefundTerms.Everything).ShouldBe("orders.not_paid");
        Refused(Two with { Status = OrderStatus.Paid }, RefundTerms.Everything).ShouldBe("orders.not_fulfilled");
        // Money that came too late is a person's to give back, when it could not be at once.
        OrderRefunds.Quote(Two with { Status = OrderStatus.Cancelled, PaidLate = true }, RefundTerms.Everything, "", byPlatform: false).IsOk.ShouldBeTrue();
        Refused(Two with { Dispute = OrderDispute.Open }, RefundTerms.Everything).ShouldBe("orders.disputed");
        Refused(Two with { Dispute = OrderDispute.Lost }, RefundTerms.Everything).ShouldBe("orders.disputed");
    }

    [Fact]
    public void What_is_promised_cannot_be_promised_again_until_it_is_abandoned()
    {
        var promised = OrderRefunds.Begin(Two, new("r1", Lines("a"), "ada"), false, Now).Ok();
        OrderRefunds.Begin(promised, new("r1", Lines("a"), "ada"), false, Now).IsNoChange.ShouldBeTrue();
        OrderRefunds.Begin(promised, new("r1", Lines("b"), "ada"), false, Now).Code().ShouldBe("orders.refund_differs");
        OrderRefunds.Begin(promised, new("r2", Lines("a"), "ada"), false, Now).Code().ShouldBe("orders.nothing_left");
        Quote(promised, RefundTerms.Everything).Amount.ShouldBe(Eur(500));

        var abandoned = OrderRefunds.Abandon(promised, new("r1", "orders.refund_failed"));
        abandoned.Names().ShouldBe(["order.refund_abandoned"]);
        OrderRefunds.Abandon(abandoned.Ok(), new("r1", "again")).IsNoChange.ShouldBeTrue();
        OrderRefunds.Complete(abandoned.Ok(), "r1").Code().ShouldBe("orders.no_refund");
        Quote(abandoned.Ok(), RefundTerms.Everything).Amount.ShouldBe(Eur(1500));
    }

    [Fact]
    public void A_refund_is_told_once_with_what_each_seller_loses()
    {
        var promised = OrderRefunds.Begin(Two, new("r1", RefundTerms.Everything, "ada"), false, Now).Ok();
        var done = OrderRefunds.Complete(promised, "r1");
        done.Events.ShouldHaveSingleItem().ShouldBeOfType<OrderRefunded>().ShouldSatisfyAllConditions(
            e => e.Full.ShouldBeTrue(), e => e.Shares.ShouldBe([new("a", "c-a", "ines", Eur(1000)), new("b", "c-b", "otto", Eur(500))]));
        OrderRefunds.Complete(done.Ok(), "r1").IsNoChange.ShouldBeTrue();
        OrderRefunds.Abandon(done.Ok(), new("r1", "late")).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void People_make_at_most_twenty_refunds_and_the_platform_can_always_give_back_what_is_left()
    {
        var state = Fulfilled(Line("a", 10_000));
        for (var i = 0; i < Order.MaxRefunds; i++) state = Refund(state, $"r{i}", Amount(10));
        Refused(state, Amount(10)).ShouldBe("orders.too_many_refunds");
        OrderRefunds.Begin(state, new("undo", RefundTerms.Everything, ""), byPlatform: true, Now).Ok().Left.IsZero.ShouldBeTrue();
    }

    /// <summary>Whatever is asked for in whatever order: what went back, what is promised and what is left are the total, line by line, and no line is below zero.</summary>
    [Fact]
    public void All_refunds_together_never_exceed_the_order()
    {
        var asked = from kind in Gen.Choose(0, 3)
                    from minor in Gen.Choose(1, 2_000)
                    from line in Gen.Elements("a", "b", "c")
                    from ends in Gen.Choose(0, 2)
                    select (kind, minor, line, ends);
        Prop.ForAll(Gen.ListOf(asked).ToArbitrary(), refunds =>
        {
            var state = Fulfilled(Line("a", 1000), Line("b", 333, discount: 67), Line("c", 0, discount: 50));
            foreach (var ((kind, minor, line, ends), i) in refunds.Select((r, i) => (r, i)))
            {
                var terms = kind switch { 0 => RefundTerms.Everything, 1 => Lines(line), _ => Amount(minor) };
                if (OrderRefunds.Begin(state, new($"r{i}", terms, "ada"), false, Now) is not { Error: null } begun) continue;
                state = begun.State!;
                if (ends == 0) state = OrderRefunds.Complete(state, $"r{i}").Ok();
                if (ends == 1) state = OrderRefunds.Abandon(state, new($"r{i}", "x")).Ok();
            }
            var given = state.Sum(OrderRefundStatus.Refunded) + state.Sum(OrderRefundStatus.Pending);
            return given + state.Left == state.Total && state.Lines.All(l => !state.LeftOf(l).IsNegative && state.LeftOf(l) <= l.Total)
                && state.Refunds.All(r => Money.Sum(r.Shares.Select(s => s.Amount), "EUR") == r.Amount);
        }).QuickCheckThrowOnFailure();
    }
}
