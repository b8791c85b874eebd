using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Grains.Tests.Payments;

namespace LearningHub.Grains.Tests.Orders;

[Collection("payments")]
public sealed class RefundTests(PaymentsHub hub)
{
    private readonly Shop _shop = new(hub.Grains, hub.NewTenant().Tenant);

    private static Money Eur(long minor) => new(minor, "EUR");

    private async Task Until(Func<Task<bool>> holds) => await Wait.Until(holds, x => x, TimeSpan.FromSeconds(60));

    [Fact]
    public async Task A_full_refund_gives_the_money_back_closes_access_and_writes_a_credit_note()
    {
        var course = await _shop.Course(4900, seats: 5);
        var order = await _shop.Bought("sam", (course, 1));
        (await _shop.Seats(course)).Taken.ShouldBe(1);
        await _shop.Refund(order, "refund-1", RefundTerms.Everything, Eur(4900));
        (await _shop.RefundEnds(order, "refund-1")).Phase.ShouldBe(WorkflowPhase.Completed);
        (await _shop.HasAccess(course, "sam")).ShouldBeFalse();
        (await _shop.Seats(course)).Taken.ShouldBe(0);
        (await _shop.Payment(order, _ => true)).Refunded.ShouldBe(Eur(4900));
        (await _shop.Order(order)).ShouldSatisfyAllConditions(o => o.Refunded.ShouldBe(Eur(4900)), o => o.Lines[0].Open.ShouldBeFalse());
        (await _shop.Documents(order)).Select(d => (d.Kind, d.Total)).ShouldBe([(DocumentKind.Receipt, Eur(4900)), (DocumentKind.CreditNote, Eur(4900))]);
    }

    [Fact]
    public async Task A_line_is_refunded_and_the_other_stays_open()
    {
        var (a, b) = (await _shop.Course(4900), await _shop.Course(1000, title: "Another"));
        var order = await _shop.Bought("sam", (a, 1), (b, 1));
        var line = (await _shop.Order(order)).Lines.Single(l => l.CourseId == b).LineId;
        await _shop.Refund(order, "refund-1", new([line], null, false), Eur(1000));
        await _shop.RefundEnds(order, "refund-1");
        (await _shop.HasAccess(a, "sam")).ShouldBeTrue();
        (await _shop.HasAccess(b, "sam")).ShouldBeFalse();
    }

    [Fact]
    public async Task An_amount_is_refunded_and_nothing_is_closed()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        await _shop.Refund(order, "refund-1", new([], Eur(900), false), Eur(900));
        (await _shop.RefundEnds(order, "refund-1")).Phase.ShouldBe(WorkflowPhase.Completed);
        (await _shop.HasAccess(course, "sam")).ShouldBeTrue();
        (await _shop.Documents(order))[1].Total.ShouldBe(Eur(900));
    }

    [Fact]
    public async Task Two_refunds_of_everything_at_once_give_it_back_once()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        using var _ = _shop.AsAdmin();
        var started = await Task.WhenAll(Enumerable.Range(0, 5).Select(i => _shop.Grains.Refund(_shop.Key(order), $"refund-{i}").Start(new(RefundTerms.Everything, Eur(4900)))));
        foreach (var (run, i) in started.Select((r, i) => (r, i)).Where(x => x.r.IsOk)) await _shop.RefundEnds(order, $"refund-{i}");
        (await _shop.Payment(order, p => p.RefundPending.IsZero)).Refunded.ShouldBe(Eur(4900));
        (await _shop.Documents(order)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_confirmed_and_what_was_started_before_is_held_against_a_refund()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        using var _ = _shop.AsAdmin();
        (await _shop.Grains.Refund(_shop.Key(order), "refund-1").Start(new(RefundTerms.Everything, Eur(4800)))).Error!.Code.ShouldBe("orders.quote_changed");
        (await _shop.Grains.Refund(_shop.Key(order), "refund-2").Start(new(new([], Eur(5000), false), Eur(5000)))).Error!.Code.ShouldBe("orders.refund_too_much");
        (await _shop.Grains.Refund(_shop.Key(order), "refund-3").Start(new(new([], Eur(100), false), Eur(100)))).Error.ShouldBeNull();
        (await _shop.Grains.Refund(_shop.Key(order), "refund-3").Start(new(new([], Eur(100), false), Eur(100)))).Error.ShouldBeNull();
        (await _shop.Grains.Refund(_shop.Key(order), "refund-3").Start(new(new([], Eur(200), false), Eur(200)))).Error!.Code.ShouldBe("orders.refund_differs");
        (await _shop.Grains.Refund(_shop.Key("zzzzzzzzzzzzzzzz"), "refund-4").Start(new(RefundTerms.Everything, Eur(1)))).Error!.Code.ShouldBe("orders.not_found");
    }

    [Fact]
    public async Task A_refund_whose_money_may_be_on_its_way_is_not_taken_back_any_more()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        await _shop.Press("sam", order, TestPaymentAction.HoldRefunds);
        await _shop.Refund(order, "refund-1", RefundTerms.Everything, Eur(4900));
        await _shop.Payment(order, p => p.Refunds.Any(r => r.Status is RefundStatus.Pending));
        using (_shop.AsAdmin())
        {
            var run = _shop.Grains.Refund(_shop.Key(order), "refund-1");
            (await Wait.Until(() => run.GetStatus(), s => s.Value?.Phase is WorkflowPhase.Waiting, TimeSpan.FromSeconds(30))).Value!.MayTurnRound.ShouldBeFalse();
            (await run.Compensate()).Error!.Code.ShouldBe("workflows.past_pivot");
        }
        await _shop.Press("sam", order, TestPaymentAction.ReleaseRefunds);
        (await _shop.RefundEnds(order, "refund-1")).Phase.ShouldBe(WorkflowPhase.Completed);
        (await _shop.HasAccess(course, "sam")).ShouldBeFalse();
        (await _shop.Documents(order)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_refund_that_bounces_needs_a_person_until_the_money_was_given_back_once_more()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        await _shop.Refund(order, "refund-1", RefundTerms.Everything, Eur(4900));
        (await _shop.RefundEnds(order, "refund-1")).Phase.ShouldBe(WorkflowPhase.Completed);
        await _shop.Press("sam", order, TestPaymentAction.BounceRefund);
        (await _shop.Payment(order, p => p.Refunded.IsZero)).Status.ShouldBe(PaymentStatus.Captured);
        using var _ = _shop.AsAdmin();
        Task<Result<Page<PaymentRow>>> Attended() => _shop.Grains.Queries<IPaymentQueriesGrain>(_shop.Tenant).List(new("", null, false, true, null, 10));
        (await Wait.Until(Attended, p => p.Value is { Items.Length: > 0 }, TimeSpan.FromSeconds(30))).Value!.Items.Single().Attention.ShouldBe("refund_bounced");
        await _shop.Press("sam", order, TestPaymentAction.RefundRest);
        await Wait.Until(Attended, p => p.Value is { Items.Length: 0 }, TimeSpan.FromSeconds(30));
        (await _shop.Payment(order, _ => true)).Refunded.ShouldBe(Eur(4900));
    }

    [Fact]
    public async Task A_dispute_closes_access_until_it_is_won()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        await _shop.Press("sam", order, TestPaymentAction.OpenDispute);
        await Until(async () => !await _shop.HasAccess(course, "sam"));
        using (_shop.AsAdmin()) (await _shop.Grains.Order(_shop.Key(order)).QuoteRefund(RefundTerms.Everything)).Error!.Code.ShouldBe("orders.disputed");
        await _shop.Press("sam", order, TestPaymentAction.WinDispute);
        await Until(() => _shop.HasAccess(course, "sam"));
        (await _shop.Order(order)).Dispute.ShouldBe(OrderDispute.Won);
    }

    [Fact]
    public async Task A_dispute_that_is_lost_keeps_access_closed_and_ends_licences()
    {
        var (one, many) = (await _shop.Course(4900), await _shop.Course(1000, title: "For the team"));
        var order = await _shop.Bought("sam", (one, 1), (many, 2));
        string code;
        using (_shop.As("sam")) code = (await _shop.Grains.Licences(new(_shop.Tenant, order, many)).Get().Done()).Codes[0].Code;
        using (_shop.As("kim")) (await _shop.Grains.Licences(new(_shop.Tenant, order, many)).Redeem(new(code))).Error.ShouldBeNull();
        await _shop.Press("sam", order, TestPaymentAction.OpenDispute);
        await Until(async () => !await _shop.HasAccess(one, "sam"));
        (await _shop.HasAccess(many, "kim")).ShouldBeTrue();
        await _shop.Press("sam", order, TestPaymentAction.LoseDispute);
        await Until(async () => !await _shop.HasAccess(many, "kim"));
        (await _shop.HasAccess(one, "sam")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_refund_that_was_made_at_the_provider_becomes_a_refund_of_the_order()
    {
        var course = await _shop.Course(4900);
        var order = await _shop.Bought("sam", (course, 1));
        await _shop.Press("sam", order, TestPaymentAction.RefundHalf);
        await Until(async () => (await _shop.Order(order)).Refunded == Eur(2450));
        (await _shop.HasAccess(course, "sam")).ShouldBeTrue();
        await _shop.Press("sam", order, TestPaymentAction.RefundRest);
        await Until(async () => !await _shop.HasAccess(course, "sam"));
        (await _shop.Order(order)).Refunded.ShouldBe(Eur(4900));
    }

    [Fact]
    public async Task Lists_show_own_orders_to_buyers_and_all_to_those_who_manage_sales()
    {
        var course = await _shop.Course(4900, title: "Sourdough");
        var (mine, other) = (await _shop.Bought("sam", (course, 1)), await _shop.Bought("kim", (course, 1)));
        using (_shop.As("sam"))
            (await Wait.Until(() => _shop.Grains.Queries<IOrderQueriesGrain>(_shop.Tenant).Mine(null, 10), p => p.Value is { Items: [{ Status: OrderStatus.Fulfilled }] }, TimeSpan.FromSeconds(30)))
                .Value!.Items.Single().OrderId.ShouldBe(mine);
        using var _ = _shop.AsAdmin();
        var queries = _shop.Grains.Queries<IOrderQueriesGrain>(_shop.Tenant);
        var first = await Wait.Until(() => queries.List(new("", null, false, null, 1)), p => p.Value is { Total: 2 }, TimeSpan.FromSeconds(30));
        first.Value!.Items.Single().OrderId.ShouldBe(other);
        (await queries.List(new("", null, false, first.Value.Next, 1)).Done()).Items.Single().OrderId.ShouldBe(mine);
        (await queries.List(new(OrderNumber.Of(mine), null, false, null, 10)).Done()).Items.ShouldContain(o => o.OrderId == mine);
        (await queries.List(new("SOURDOUGH", null, false, null, 10)).Done()).Items.Length.ShouldBe(2);
        (await queries.List(new("100%", null, false, null, 10)).Done()).Items.ShouldBeEmpty();
        (await queries.List(new("", OrderStatus.Cancelled, false, null, 10)).Done()).Items.ShouldBeEmpty();
        (await queries.List(new("", null, true, null, 10)).Done()).Items.ShouldBeEmpty();
        (await queries.List(new("", null, false, "x", 10))).Error!.Code.ShouldBe("common.bad_cursor");
        (await queries.List(new(new string('x', 101), null, false, null, 10))).Error!.Code.ShouldBe("orders.search_too_long");
    }
}
