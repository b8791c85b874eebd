using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Web.Tests.Hosting;
using Npgsql;

namespace LearningHub.Web.Tests.Orders;

/// <summary>Two hundred purchases over HTTP, in which the browser's form, its return, the approval, and webhooks that are held, reversed and repeated meet in an
/// order that chance makes: one capture, one order, one enrolment, one receipt each.</summary>
[Collection("selling")]
public sealed class ConfirmAndWebhookTests(SellingAcademy shop)
{
    private const int Purchases = 200, AtOnce = 8;

    [Fact]
    public async Task Two_hundred_random_meetings_of_browser_and_webhook_are_two_hundred_single_purchases()
    {
        var orders = new string[Purchases];
        await Parallel.ForAsync(0, Purchases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => orders[i] = await Purchase(new Random(i)));

        await using var database = shop.Hub.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand("""
            select name, count(*), count(distinct key || coalesce(payload ->> 'orderId', '')) from event
            where tenant = 'main' and (key = any($1) or payload ->> 'orderId' = any($2) or payload ->> 'ground' = any($3))
                and name in ('order.placed', 'order.paid', 'order.fulfilled', 'order.cancelled', 'payment.captured', 'billing.receipt_issued', 'enrolment.ground_granted')
            group by name order by name
            """);
        database.Parameters.Add(new() { Value = orders.Select(o => $"main/{o}").ToArray() });
        database.Parameters.Add(new() { Value = orders });
        database.Parameters.Add(new() { Value = orders.Select(o => $"order-{o}").ToArray() });
        var told = new List<(string, long)>();
        await using var reader = await database.ExecuteReaderAsync();
        while (await reader.ReadAsync()) told.Add((reader.GetString(0), reader.GetInt64(1)));
        told.ShouldBe([("billing.receipt_issued", Purchases), ("enrolment.ground_granted", Purchases), ("order.fulfilled", Purchases), ("order.paid", Purchases), ("order.placed", Purchases), ("payment.captured", Purchases)]);
    }

    private async Task<string> Purchase(Random random)
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        var forms = Enumerable.Range(0, random.Next(1, 4)).Select(_ => shop.CheckOut(buyer, order)).ToArray();
        await Task.WhenAll(forms);
        var held = random.Next(2) == 0;
        if (held) await shop.Press(buyer, order, TestPaymentAction.HoldWebhooks);

        // The approval and whatever else the browser does at that moment.
        var moments = new List<Func<Task>> { () => shop.Press(buyer, order, TestPaymentAction.Approve) };
        for (var i = random.Next(4); i >= 0; i--)
            moments.Add(random.Next(5) switch
            {
                0 => () => buyer.Get($"/orders/{order}"),
                1 => () => shop.CheckOut(buyer, order),
                2 => () => buyer.Get($"/api/v1/orders/{order}"),
                3 => () => buyer.Post($"/api/v1/orders/{order}/attempts", new { provider = "test" }),
                _ => () => shop.Press(buyer, order, TestPaymentAction.RepeatAll),
            });
        var shuffled = moments.ToArray();
        random.Shuffle(shuffled);
        await Task.WhenAll(shuffled.Select(m => m()));
        if (held) await shop.Press(buyer, order, random.Next(2) == 0 ? TestPaymentAction.ReleaseReversed : TestPaymentAction.ReleaseInOrder);
        await shop.Press(buyer, order, TestPaymentAction.RepeatAll);
        await SellingAcademy.Fulfilled(buyer, order);
        return order;
    }
}
