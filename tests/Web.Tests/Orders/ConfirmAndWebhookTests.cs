using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Web.Tests.Hosting;
using Npgsql;

namespace LearningHub.Web.Tests.Orders;

/// <summary>Two hundred purchases over HTTP, in which the browser's form, its return, the approval, and webhooks that are held, reversed and repeated meet in an
/// order that chance makes: one capture, one order, one enrolment, one receipt each; and the ledger balances, by order and as a whole.</summary>
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
        await reader.DisposeAsync();
        await Balances(orders);
    }

    /// <summary>The books come a moment after the events. Of each order: one capture and one sale, nothing under way, the price in cash and as revenue; the whole sums to zero.</summary>
    private async Task Balances(string[] orders)
    {
        var database = shop.Hub.Services.GetRequiredService<NpgsqlDataSource>();
        var (time, started) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        while (await Read("select count(*)::text from ledger_posting where order_id = any($1)", orders) is var booked && booked[0] != $"{2 * Purchases}")
        {
            if (time.GetElapsedTime(started) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"Booked: {booked.Single()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), time);
        }
        var wrong = await Read("""
            with accounts as (select p.order_id, e.account, sum(e.minor) as balance from ledger_posting p join ledger_entry e using (posting_id) where p.order_id = any($1) group by 1, 2),
                books as (select order_id, jsonb_object_agg(account, balance) filter (where balance <> 0) as balances from accounts group by 1)
            select order_id || ': ' || balances::text from books where balances <> '{"clearing": 4900, "sales": -4900}'
            union all select order_id || ' has ' || string_agg(cause, ' ' order by cause) from ledger_posting where order_id = any($1) group by order_id having array_agg(cause order by cause) <> array['order.paid', 'payment.captured']
            """, orders);
        wrong.ShouldBeEmpty();
        (await Read("select currency || ' ' || sum(minor) from ledger_entry where $1 is not null group by currency having sum(minor) <> 0", orders)).ShouldBeEmpty();
        foreach (var account in (await shop.Hub.Admin.Get("/api/v1/ledger/balance").Expect(200)).AsArray().Where(a => a!["account"]!.GetValue<string>() is "received"))
            account!["balance"]!["minor"]!.GetValue<long>().ShouldBe(0);

        async Task<List<string>> Read(string sql, string[] of)
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.Add(new() { Value = of });
            await using var rows = await command.ExecuteReaderAsync();
            var found = new List<string>();
            while (await rows.ReadAsync()) found.Add(rows.GetString(0));
            return found;
        }
    }

    private async Task<string> Purchase(Random random)
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        var forms = Enumerable.Range(0, random.Next(1, 4)).Select(_ => shop.CheckOut(buyer, order)).ToArray();
        await Task.WhenAll(forms);
        // A form's answer says after four seconds how far it is.
        await SellingAcademy.Until(buyer, order, o => o["payment"]?["status"]?.GetValue<string>() == "needsAction");
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
