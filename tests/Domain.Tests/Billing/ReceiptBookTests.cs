using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Billing;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;

namespace LearningHub.Domain.Tests.Billing;

public sealed class ReceiptBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Numbers_count_up_a_kind_and_start_again_with_the_year()
    {
        var state = ReceiptBookState.Empty;
        state = Issued(state, "o1", Now, "R2026-000001");
        state = Issued(state, "o2", Now.AddDays(1), "R2026-000002");
        state = Issued(state, "o3", Now.AddYears(1), "R2027-000001");
        state.Last.ShouldBe(new Dictionary<string, long> { ["R2026"] = 2, ["R2027"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void The_year_is_that_of_utc()
    {
        var newYearInTokyo = new DateTimeOffset(2027, 1, 1, 3, 0, 0, TimeSpan.FromHours(9));
        Issued(ReceiptBookState.Empty, "o1", newYearInTokyo, "R2026-000001");
    }

    [Fact]
    public void An_order_that_has_its_receipt_gets_no_other()
    {
        var has = new OrderDocuments("R2026-000001", 4_900, "EUR", []);
        ReceiptBook.Issue(ReceiptBookState.Empty, Receipt("o1", 4_900), has, "Sam", "Academy", Now).IsNoChange.ShouldBeTrue();
        ReceiptBook.Issue(ReceiptBookState.Empty, Receipt("o1", 5_000), has, "Sam", "Academy", Now).Error!.Code.ShouldBe("billing.differs");
    }

    public static TheoryData<IssueReceipt> Wrong() => new(
        Receipt("o1", 4_900) with { Lines = [] },
        Receipt("o1", 4_900) with { Lines = default },
        Receipt("o1", 4_900) with { Total = new(4_901, "EUR") },
        Receipt("o1", 4_900) with { Total = new(4_900, "USD") },
        Receipt("o1", 4_900) with { Total = new(4_900, "XXX") },
        Receipt("o1", 4_900) with { OrderId = "Not/an id" },
        Receipt("o1", 4_900) with { Lines = [Line(long.MaxValue), Line(long.MaxValue), Line(4_902)] },
        Receipt("o1", 4_900) with { Lines = [Line(5_000), Line(-100)] },
        Receipt("o1", 4_900) with { Lines = [Line(4_900) with { Title = "a\u0000b" }] },
        Receipt("o1", 4_900) with { Lines = [Line(4_900) with { Quantity = 0 }] });

    [Theory, MemberData(nameof(Wrong))]
    public void A_document_that_does_not_add_up_is_refused(IssueReceipt command) =>
        ReceiptBook.Issue(ReceiptBookState.Empty, command, null, "Sam", "Academy", Now).Error!.Code.ShouldBe("billing.lines_wrong");

    [Fact]
    public void Credit_notes_take_back_the_receipt_in_parts_and_never_more()
    {
        var receipt = new BillingDocument("R2026-000001", DocumentKind.Receipt, "o1", "sam", "Sam", "Academy", "test", Now, Now, [Line(4_900)], new(4_900, "EUR"), null, null, []);
        var has = new OrderDocuments(receipt.Number, 4_900, "EUR", []);
        has = Credited(has, "r1", 2_000, "C2026-000001");
        Credit(has, "r1", 2_000).IsNoChange.ShouldBeTrue();
        Credit(has, "r1", 2_001).Error!.Code.ShouldBe("billing.differs");
        Credit(has, "r2", 2_901).Error!.Code.ShouldBe("billing.over_credited");
        has = Credited(has, "r2", 2_900, "C2026-000001");
        Credit(has, "r3", 1).Error!.Code.ShouldBe("billing.over_credited");
        Credit(null, "r1", 1).Error!.Code.ShouldBe("billing.no_receipt");

        Decision<ReceiptBookState> Credit(OrderDocuments? before, string refund, long minor) =>
            ReceiptBook.Credit(ReceiptBookState.Empty, new("o1", refund, [Line(minor)], new(minor, "EUR")), before, before is null ? null : receipt, Now);
        OrderDocuments Credited(OrderDocuments before, string refund, long minor, string number)
        {
            var decision = Credit(before, refund, minor);
            decision.Events.Single().ShouldBe(new CreditNoteIssued(number, receipt.Number, "o1", refund, "sam", new(minor, "EUR")));
            return Order(decision);
        }
    }

    private static ReceiptBookState Issued(ReceiptBookState state, string order, DateTimeOffset now, string number)
    {
        var decision = ReceiptBook.Issue(state, Receipt(order, 4_900), null, "Sam", "Academy", now);
        decision.Error.ShouldBeNull();
        decision.Events.Single().ShouldBe(new ReceiptIssued(number, order, "sam", new(4_900, "EUR")));
        Order(decision).ShouldBe(new OrderDocuments(number, 4_900, "EUR", []));
        return decision.State!;
    }

    private static OrderDocuments Order(Decision<ReceiptBookState> decision) =>
        JsonSerializer.Deserialize<OrderDocuments>(decision.Records.Single(r => r.Type == ReceiptBookState.OrderRecord).Json!, HubJson.Options)!;

    private static IssueReceipt Receipt(string order, long minor) => new(order, "sam", "test", Now, [Line(minor)], new(minor, "EUR"));

    private static ReceiptLine Line(long minor) => new("c1", "A course", 1, new(Math.Abs(minor), "EUR"), new(0, "EUR"), new(minor, "EUR"));
}
