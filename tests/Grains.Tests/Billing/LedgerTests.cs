using System.Collections.Immutable;
using LearningHub.Grains.Billing;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace LearningHub.Grains.Tests.Billing;

/// <summary>What the events of orders and payments do to the books, whatever the two tell first.</summary>
[Collection("hub")]
public sealed class LedgerTests(HubFixture hub)
{
    private const string Order = "ord1";
    private static readonly Money Total = new(10_000, "EUR");
    private static readonly ImmutableArray<OrderedLine> Lines = [new("l1", "c1", "ines", 1, new(6_001, "EUR")), new("l2", "c2", "omar", 2, new(3_999, "EUR"))];

    private readonly string _tenant = hub.NewTenant();
    private readonly Dictionary<string, long> _versions = [];

    [Fact]
    public async Task A_sale_a_partial_refund_and_a_lost_dispute_balance_at_every_step()
    {
        await Tell("order", new OrderPlaced("sam", Lines, Total, []));
        (await Balances()).ShouldBeEmpty();
        await Tell("payment", new PaymentCaptured(Order, Total, "test", 1));
        await Expect((LedgerAccounts.Clearing, 10_000), (LedgerAccounts.Received, -10_000));
        await Tell("order", new OrderPaid("sam", Total));
        await Expect((LedgerAccounts.Clearing, 10_000), (LedgerAccounts.Received, 0), (LedgerAccounts.Sales, -10_000));
        await Tell("payment", new PaymentRefunded(Order, "r1", new(3_999, "EUR")));
        await Tell("order", new OrderRefunded("r1", new(3_999, "EUR"), [new("l2", "c2", "omar", new(3_999, "EUR"))], false));
        await Expect((LedgerAccounts.Clearing, 6_001), (LedgerAccounts.Received, 0), (LedgerAccounts.Sales, -10_000), (LedgerAccounts.Refunds, 3_999), (LedgerAccounts.RefundsPayable, 0));
        await Tell("payment", new PaymentDisputed(Order, "d1", new(6_001, "EUR")));
        await Tell("payment", new PaymentDisputeClosed(Order, "d1", new(6_001, "EUR"), false));
        await Expect((LedgerAccounts.Clearing, 0), (LedgerAccounts.Received, 0), (LedgerAccounts.Sales, -10_000), (LedgerAccounts.Refunds, 3_999), (LedgerAccounts.RefundsPayable, 0),
            (LedgerAccounts.Disputed, 0), (LedgerAccounts.DisputeLosses, 6_001));
        var sale = (await Journal(LedgerAccounts.Sales)).Single();
        sale.Entries.Select(e => (e.Account, e.CourseId, e.SellerId, e.Amount.Minor)).ShouldBe(
            [(LedgerAccounts.Received, null, null, 10_000L), (LedgerAccounts.Sales, "c1", "ines", -6_001L), (LedgerAccounts.Sales, "c2", "omar", -3_999L)]);
    }

    [Fact]
    public async Task A_seller_earns_their_own_sales_less_refunds_and_sees_each()
    {
        await Tell("order", new OrderPlaced("sam", Lines, Total, []));
        await Tell("order", new OrderPaid("sam", Total));
        await Tell("order", new OrderRefunded("r1", new(999, "EUR"), [new("l2", "c2", "omar", new(999, "EUR"))], false));
        var ledger = hub.Grains.Queries<ILedgerQueriesGrain>(_tenant);
        using (hub.As(Actor.System(_tenant)))
        {
            (await ledger.EarnedBy("omar", DateTimeOffset.UnixEpoch)).ShouldBe([new("c2", new(3_000, "EUR"), new(3_000, "EUR"))]);
            (await ledger.EarnedBy("omar", DateTimeOffset.MaxValue)).ShouldBe([new("c2", Money.Zero("EUR"), new(3_000, "EUR"))]);
            (await ledger.EarnedBy("nobody", DateTimeOffset.UnixEpoch)).ShouldBeEmpty();
        }
        using (hub.As(_tenant, "omar", Roles.Instructor))
        {
            var first = (await ledger.Earnings(new(null, null, 1))).Value!;
            first.Items.Single().ShouldSatisfyAllConditions(r => r.CourseId.ShouldBe("c2"), r => r.Amount.Minor.ShouldBe(-999));
            var second = (await ledger.Earnings(new("c2", first.Next, 1))).Value!;
            second.ShouldSatisfyAllConditions(p => p.Items.Single().Amount.Minor.ShouldBe(3_999), p => p.Next.ShouldBeNull());
            (await ledger.Earnings(new("c1", null, 5))).Value!.Items.ShouldBeEmpty();
            (await ledger.Earnings(new(null, "broken", 5))).Error!.Code.ShouldBe("common.bad_cursor");
            (await ledger.Earnings(new("NO", null, 5))).Error!.Code.ShouldBe("billing.course_invalid");
        }
    }

    [Fact]
    public async Task Money_that_comes_too_late_goes_back_and_leaves_nothing()
    {
        await Tell("order", new OrderPlaced("sam", Lines, Total, []));
        await Tell("order", new OrderCancelled("sam", "orders.ran_out"));
        await Tell("payment", new PaymentCaptured(Order, Total, "test", 1));
        await Tell("order", new OrderPaidLate(Total));
        await Tell("payment", new PaymentRefunded(Order, "late", Total));
        await Expect((LedgerAccounts.Clearing, 0), (LedgerAccounts.Received, 0), (LedgerAccounts.RefundsPayable, 0));
    }

    [Fact]
    public async Task A_posting_that_does_not_balance_is_parked_and_books_nothing()
    {
        await Tell("order", new OrderPlaced("sam", Lines, Total, []));
        await Tell("order", new OrderPaid("sam", new(9_999, "EUR")));
        (await Balances()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_currencies_never_meet()
    {
        await Tell("payment", new PaymentCaptured(Order, Total, "test", 1));
        await Tell("payment", new PaymentCaptured("ord2", new(500, "JPY"), "test", 1));
        var balances = await Balances();
        balances.GroupBy(b => b.Debits.Currency).Select(g => (g.Key, g.Sum(b => b.Balance.Minor))).Order().ShouldBe([("EUR", 0L), ("JPY", 0L)]);
    }

    /// <summary>Stores the event as its aggregate would, and waits until the books have it.</summary>
    private async Task Tell(string whose, DomainEvent happened)
    {
        var (type, key) = ($"ledger-test-{whose}", $"{_tenant}/{Order}");
        var version = _versions.GetValueOrDefault(type);
        using var actor = hub.As(Actor.System(_tenant));
        var saved = await hub.Services.GetRequiredService<IAggregateStore>().Save(new(type, key, version, 1, "{}", [happened], [], [], [], null, Actor.System(_tenant), null));
        saved.Outcome.ShouldBe(SaveOutcome.Committed);
        _versions[type] = saved.Version;
        await hub.Passed(LedgerFold.FoldName, new Receipt(type, key, saved.Version));
    }

    private async Task Expect(params (string Account, long Minor)[] expected)
    {
        var balances = await Balances();
        balances.Select(b => (b.Account, b.Balance.Minor)).ShouldBe(expected);
        balances.Sum(b => b.Balance.Minor).ShouldBe(0);
    }

    private async Task<ImmutableArray<AccountBalance>> Balances()
    {
        using var actor = hub.As(_tenant, "ada", Roles.Admin);
        return await hub.Grains.Queries<ILedgerQueriesGrain>(_tenant).TrialBalance();
    }

    private async Task<ImmutableArray<Posting>> Journal(string account)
    {
        using var actor = hub.As(_tenant, "ada", Roles.Admin);
        return (await hub.Grains.Queries<ILedgerQueriesGrain>(_tenant).Journal(new(account, Order, null, 50))).Value!.Items;
    }
}
