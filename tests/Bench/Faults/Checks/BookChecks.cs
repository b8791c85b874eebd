using System.Globalization;

namespace LearningHub.Bench.Faults;

/// <summary>The books: money by order and as a whole, numbers of receipts, uses of coupons, places of courses; each against the orders.</summary>
internal sealed class BookChecks(Academy academy, DatabaseRows rows, Findings findings)
{
    public async Task Run(CancellationToken cancellation)
    {
        foreach (var account in await academy.Get("/api/v1/ledger/balance", academy.AdminToken, cancellation) is System.Text.Json.Nodes.JsonArray all ? all : [])
            if (account!["account"]!.GetValue<string>() is "received" or "refunds-payable" && account["balance"]!["minor"]!.GetValue<long>() != 0) findings.Add(Fault.Wrong, $"the ledger says that money is under way: {account}");
        await None("posting {0} does not balance by {1}", "select posting_id, sum(minor) from ledger_entry group by posting_id, currency having sum(minor) <> 0", cancellation);
        await None("the ledger as a whole is off by {0}", "select sum(minor) from ledger_entry group by currency having sum(minor) <> 0", cancellation);
        await None("order {0}: the ledger has cash {1}, sold {2} and {3} accounts under way; it is {4} over {5}, given back {6}", """
            with accounts as (
                select p.order_id, e.account, sum(e.minor) as balance from ledger_posting p join ledger_entry e using (posting_id) group by 1, 2
            ), booked as (
                select order_id, sum(balance) filter (where account = 'clearing') as cash, -sum(balance) filter (where account in ('sales', 'refunds')) as sold,
                    count(*) filter (where account in ('received', 'refunds-payable', 'surplus', 'disputed') and balance <> 0) as under_way from accounts group by 1
            ), orders as (
                select split_part(key, '/', 2) as order_id, doc ->> 'status' as status, (doc ->> 'totalMinor')::bigint as total,
                    (select coalesce(sum((r -> 'amount' ->> 'minor')::bigint), 0) from jsonb_array_elements(doc -> 'refunds') r where r ->> 'status' = 'refunded') as back
                from aggregate where type = 'order'
            )
            select order_id, coalesce(cash, 0), coalesce(sold, 0), coalesce(under_way, 0), status, total, back from orders full join booked using (order_id)
            where coalesce(under_way, 0) <> 0 or (coalesce(cash, 0), coalesce(sold, 0)) is distinct from (case when status = 'fulfilled' then total - back else 0 end, case when status = 'fulfilled' then total - back else 0 end)
            """, cancellation);
        findings.Looked("postings of the ledger", (int)await rows.Count("select count(*) from ledger_posting", cancellation));
        await Receipts(cancellation);
        await Coupons(cancellation);
        await Seats(cancellation);
    }

    /// <summary>Numbers have no gap, and no order has two receipts.</summary>
    private async Task Receipts(CancellationToken cancellation)
    {
        foreach (var series in await rows.Read("""
            select split_part(id, '-', 1), count(*), count(distinct substring(id from '[0-9]+$')::bigint), min(substring(id from '[0-9]+$')::bigint), max(substring(id from '[0-9]+$')::bigint)
            from record where type = 'billing-document' group by 1
            """, cancellation))
        {
            var n = series.Skip(1).Select(c => long.Parse(c, CultureInfo.InvariantCulture)).ToArray();
            findings.Looked("receipts and credit notes", (int)n[0]);
            if (n[0] != n[1] || n[2] != 1 || n[3] != n[0]) findings.Add(Fault.Wrong, $"series {series[0]} has {n[0]} documents with {n[1]} numbers from {n[2]} to {n[3]}");
        }
        await None("order {0} has {1} receipts", "select doc ->> 'orderId', count(*) from record where type = 'billing-document' and doc ->> 'kind' = 'receipt' group by 1 having count(*) > 1", cancellation);
    }

    private async Task Coupons(CancellationToken cancellation) => await None("coupon {0} says {1} uses, has {2} and {3} holds; {4} orders use it", """
        select c.key, c.used, c.uses, c.holds, c.orders from (
            select a.key, (a.doc ->> 'used')::bigint as used, (select count(*) from record r where r.type = 'coupon_use' and r.key = a.key) as uses, (select count(*) from record r where r.type = 'coupon_hold' and r.key = a.key) as holds,
                (select count(*) from aggregate o where o.type = 'order' and o.doc ->> 'status' = 'fulfilled' and o.doc -> 'coupons' @> jsonb_build_array(jsonb_build_object('couponId', split_part(a.key, '/', 2)))
                    and not exists (select from jsonb_array_elements(o.doc -> 'refunds') r where r ->> 'status' = 'refunded')) as orders
            from aggregate a where a.type = 'coupon') c
        where c.used <> c.uses or c.holds <> 0 or c.used <> c.orders
        """, cancellation);

    private async Task Seats(CancellationToken cancellation) => await None("course {0} says {1} places taken, has {2} and {3} held; {4} orders have one", """
        select s.key, s.taken, s.records, s.holds, s.orders from (
            select a.key, (a.doc ->> 'taken')::bigint as taken, (select coalesce(sum((r.doc ->> 'count')::bigint), 0) from record r where r.type = 'seat_taken' and r.key = a.key) as records,
                (select count(*) from record r where r.type = 'seat_hold' and r.key = a.key) as holds,
                (select count(*) from aggregate o where o.type = 'order' and o.doc ->> 'status' = 'fulfilled' and o.doc -> 'lines' @> jsonb_build_array(jsonb_build_object('courseId', split_part(a.key, '/', 2), 'closed', false))) as orders
            from aggregate a where a.type = 'seat_pool') s
        where s.taken <> s.records or s.holds <> 0 or s.key in (select 'main/' || course_id from ledger_order_line) and s.taken <> s.orders
        """, cancellation);

    private async Task None(string text, string sql, CancellationToken cancellation)
    {
        foreach (var row in await rows.Read(sql, cancellation)) findings.Add(Fault.Wrong, string.Format(CultureInfo.InvariantCulture, text, [.. row]));
    }
}
