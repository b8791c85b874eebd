namespace LearningHub.Bench.Faults;

/// <summary>What buyers were promised: who paid has what they bought, once; whose order was taken back was charged nothing; what was given back is back. And of every order, acknowledged
/// or not: it has come to an end.</summary>
internal sealed class SaleChecks(FaultClient client, Academy academy, IReadOnlyList<LedgerEntry> ledger, DatabaseRows rows, Findings findings)
{
    /// <summary>What happens at most once for an order, whatever was sent how often; by the order's id.</summary>
    private const string Happened = """
        select order_id, name, count(*) from (
            select split_part(key, '/', 2) as order_id, name from event where name in ('order.placed', 'order.paid', 'order.fulfilled', 'order.cancelled', 'payment.begun', 'payment.captured', 'payment.cancelled')
            union all select payload ->> 'orderId', name from event where name in ('billing.receipt_issued', 'billing.credit_note_issued', 'coupon.used', 'coupon.returned', 'seats.confirmed') and payload ->> 'orderId' like '%order%'
            union all select substr(payload ->> 'ground', 7), name from event where name in ('enrolment.ground_granted', 'enrolment.ground_revoked') and payload ->> 'ground' like 'order-%'
            union all select split_part(key, '/', 2), name from event where name in ('order.refunded', 'payment.refunded')
        ) happened group by order_id, name
        """;

    private static readonly string[] Bought = ["order.placed", "order.paid", "order.fulfilled", "payment.captured", "billing.receipt_issued", "coupon.used", "seats.confirmed", "enrolment.ground_granted"];
    private static readonly string[] GivenBack = ["order.refunded", "payment.refunded", "billing.credit_note_issued", "coupon.returned", "enrolment.ground_revoked"];

    public async Task Run(CancellationToken cancellation)
    {
        var happened = (await rows.Read(Happened, cancellation)).ToLookup(r => r[0], r => r[1]);
        foreach (var row in await rows.Read(Happened, cancellation))
            if (row[2] != "1") findings.Add(Fault.Twice, $"{row[1]} of order {row[0]} happened {row[2]} times");
        foreach (var open in await rows.Read("select key, doc ->> 'kind', doc ->> 'phase', doc -> 'steps' from aggregate where type = 'workflow' and doc ->> 'phase' not in ('completed', 'compensated')", cancellation))
            findings.Add(Fault.Wrong, $"stuck: {string.Join(' ', open)}");

        var promised = ledger.Where(e => e.IsAcknowledged && e.Facts.ContainsKey("order")).ToLookup(e => e.Text("order"), e => e.Kind);
        foreach (var order in promised)
        {
            var kinds = order.ToHashSet();
            if (kinds.Contains("approve")) Must(order.Key, happened, "purchases acknowledged", Bought, kinds.Contains("refund") ? [] : GivenBack);
            if (kinds.Contains("refund")) Must(order.Key, happened, "refunds acknowledged", GivenBack, []);
            if (kinds.Contains("cancel")) Must(order.Key, happened, "cancellations acknowledged", ["order.cancelled"], ["payment.captured", "order.paid", "coupon.used", "seats.confirmed", "enrolment.ground_granted"]);
        }
        await Orders(cancellation);
        await Access(promised, cancellation);
    }

    private void Must(string order, ILookup<string, string> happened, string what, IEnumerable<string> expected, IEnumerable<string> never)
    {
        findings.Looked(what);
        foreach (var name in expected.Except(happened[order])) findings.Add(Fault.Lost, $"order {order}: {name}");
        foreach (var name in never.Intersect(happened[order])) findings.Add(Fault.Wrong, $"order {order}: {name}, which must not be");
    }

    /// <summary>Every order has ended, and says the same as its payment and the provider: nobody is charged without an order that is paid, once.</summary>
    private async Task Orders(CancellationToken cancellation)
    {
        foreach (var row in await rows.Read("""
            select split_part(o.key, '/', 2), o.doc ->> 'status', coalesce(p.doc ->> 'status', ''), (select count(*) from aggregate t where t.type = 'test_payment' and t.doc ->> 'orderId' = split_part(o.key, '/', 2) and t.doc ->> 'status' = 'captured')
            from aggregate o left join aggregate p on p.type = 'payment' and p.key = o.key where o.type = 'order'
            """, cancellation))
        {
            findings.Looked("orders");
            var paid = row[1] == "fulfilled";
            if (!paid && row[1] != "cancelled") findings.Add(Fault.Wrong, $"order {row[0]} is {row[1]}");
            if (paid != (row[2] == "captured") || row[3] != (paid ? "1" : "0")) findings.Add(Fault.Wrong, $"order {row[0]} is {row[1]}, its payment {row[2]}, captured at the provider {row[3]} times");
        }
    }

    /// <summary>Through the API, as the buyer.</summary>
    private async Task Access(ILookup<string, string> promised, CancellationToken cancellation)
    {
        var buyers = ledger.Where(e => e is { IsAcknowledged: true, Kind: "approve" }).ToArray();
        await Parallel.ForEachAsync(buyers, new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = cancellation }, async (entry, token) =>
        {
            var (session, _) = await academy.SignIn(entry.Text("email"), token);
            var expected = promised[entry.Text("order")].Contains("refund") ? "revoked" : "active";
            var answer = await client.Get($"/api/v1/courses/{entry.Text("course")}/enrolment", session, cancellation: token);
            var status = answer.IsOk ? answer.Json["status"]!.GetValue<string>() : $"({answer.Status})";
            if (status != expected) findings.Add(expected == "active" ? Fault.Lost : Fault.Wrong, $"access of order {entry.Text("order")} is {status}, must be {expected}");
            // Of an order that was lost there is not even a list.
            var receipts = await client.Get($"/api/v1/orders/{entry.Text("order")}/receipts", session, cancellation: token);
            var documents = receipts.Status == 404 ? 0 : receipts.Expect(200).Json.AsArray().Count;
            if (documents != (expected == "active" ? 1 : 2)) findings.Add(documents == 0 ? Fault.Lost : Fault.Twice, $"order {entry.Text("order")} has {documents} receipts and credit notes");
        });
    }
}
