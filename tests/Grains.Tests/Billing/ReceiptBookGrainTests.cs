using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Billing;

[Collection("hub")]
public sealed class ReceiptBookGrainTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();

    [Fact]
    public async Task A_hundred_orders_at_once_each_asked_twice_get_a_hundred_numbers_without_a_gap()
    {
        using var _ = hub.As(Actor.System(_tenant));
        var asked = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Book.Issue(Receipt($"o{i % 100}", 1_000)).Done()));
        var numbers = asked.Select(r => r.Number).Distinct().Order().ToArray();
        numbers.Length.ShouldBe(100);
        numbers.Select(n => int.Parse(n[^6..])).ShouldBe(Enumerable.Range(1, 100));
        for (var i = 0; i < 100; i++) asked[i].Number.ShouldBe(asked[i + 100].Number);
    }

    [Fact]
    public async Task A_number_survives_the_grain_and_a_retry_after_weeks_finds_it_without_the_operation()
    {
        using var _ = hub.As(Actor.System(_tenant));
        var first = await Book.Issue(Receipt("o1", 1_000) with { OperationId = "run/receipt" }).Done();
        await using (var forget = hub.Database.CreateCommand("delete from operation where key = $1"))
        {
            forget.Parameters.Add(new() { Value = $"{_tenant}/receipts" });
            await forget.ExecuteNonQueryAsync();
        }
        (await Book.Issue(Receipt("o1", 1_000) with { OperationId = "run/receipt" }).Done()).Number.ShouldBe(first.Number);
        (await Book.Issue(Receipt("o2", 1_000)).Done()).Number.ShouldNotBe(first.Number);
    }

    [Fact]
    public async Task Only_the_buyer_and_those_who_manage_sales_see_a_document()
    {
        using (hub.As(Actor.System(_tenant)))
        {
            await Book.Issue(Receipt("o1", 1_000)).Done();
            await Book.Credit(new("o1", "r1", [Line(400)], new(400, "EUR"))).Done();
        }
        using (hub.As(_tenant, "sam", Roles.Student))
        {
            var documents = await Queries.OfOrder("o1").Done();
            documents.Select(d => (d.Kind, d.Total.Minor)).ShouldBe([(DocumentKind.Receipt, 1_000L), (DocumentKind.CreditNote, 400L)]);
            documents[0].CreditNotes.ShouldBe([documents[1].Number]);
            (await Queries.Get(documents[1].Number).Done()).Of.ShouldBe(documents[0].Number);
        }
        using (hub.As(_tenant, "kim", Roles.Student))
        {
            (await Queries.OfOrder("o1").Refused()).ShouldBe("billing.not_found");
            (await Queries.Get("R2026-000001").Refused()).ShouldBe("billing.not_found");
        }
        using (hub.As(_tenant, "ada", Roles.Admin)) (await Queries.OfOrder("o1").Done()).Length.ShouldBe(2);
        using (hub.As(hub.NewTenant(), "ada", Roles.Admin)) await Should.ThrowAsync<ActorDeniedException>(() => Queries.OfOrder("o1"));
    }

    private IReceiptBookGrain Book => hub.Grains.GetGrain<IReceiptBookGrain>(new TenantKey(_tenant, "receipts").ToString());
    private IReceiptQueriesGrain Queries => hub.Grains.Queries<IReceiptQueriesGrain>(_tenant);

    private static IssueReceipt Receipt(string order, long minor) => new(order, "sam", "test", DateTimeOffset.UnixEpoch, [Line(minor)], new(minor, "EUR"));

    private static ReceiptLine Line(long minor) => new("c1", "A course", 1, new(minor, "EUR"), new(0, "EUR"), new(minor, "EUR"));
}
