using System.Globalization;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Shop;

/// <summary>What the database says of both rushes.</summary>
/// <param name="BegunByOthers">Payments of those who did not get the coupon.</param>
/// <param name="TriedAgain">By step.</param>
/// <param name="RunsAtOnce">The most checkouts of the first rush that were under way at one instant.</param>
internal sealed record RushCounts(
    long BegunByOthers, long UsesOfCoupon, long OrdersWithCoupon, int RunsAtOnce, string TriedAgain, long Taken, long Enrolled, long Captured, long Receipts, long ChargedWithout, long UsesByBuyers, long Postings, long Sum)
{
    public bool IsRight(int places) =>
        this is { BegunByOthers: 0, UsesOfCoupon: 1, OrdersWithCoupon: 1, ChargedWithout: 0, Postings: > 0, Sum: 0, RunsAtOnce: > 1 } && new[] { Taken, Enrolled, Captured, Receipts, UsesByBuyers }.All(n => n == places);

    public static async Task<RushCounts> Of(Stage stage, Rush coupon, Rush places, CancellationToken cancellation)
    {
        await using var database = stage.Server.Open();
        var rows = new DatabaseRows(database);
        Task<long> Count(string sql) => rows.Count(sql, cancellation);
        string Event(string name, string rush) => $"select count(*) from event where name = '{name}' and (key like '%/{stage.Run}-{rush}-%' or payload ->> 'orderId' like '{stage.Run}-{rush}-%')";
        var runs = await rows.Read($"""
            select (extract(epoch from (doc ->> 'startedAt')::timestamptz) * 1000000)::bigint, (extract(epoch from (doc ->> 'changedAt')::timestamptz) * 1000000)::bigint
            from aggregate where type = 'workflow' and doc ->> 'kind' = 'checkout' and key like '%/{stage.Run}-coupon-%'
            """, cancellation);
        var again = await rows.Read("""
            select s ->> 'name', count(*), max((s ->> 'attempts')::int), max((s ->> 'undoAttempts')::int) from aggregate, jsonb_array_elements(doc -> 'steps') s
            where type = 'workflow' and doc ->> 'kind' = 'checkout' and ((s ->> 'attempts')::int > 1 or (s ->> 'undoAttempts')::int > 1) group by 1 order by 1
            """, cancellation);
        return new(
            await Count(Event("payment.begun", "coupon")) - coupon.Got,
            await Count($"select (doc ->> 'used')::bigint from aggregate where type = 'coupon' and key = 'main/{coupon.Coupon}'"),
            await Count(Event("coupon.used", "coupon")),
            Overlap.Most(runs.Select(r => (long.Parse(r[0], CultureInfo.InvariantCulture), long.Parse(r[1], CultureInfo.InvariantCulture)))),
            again.Count == 0 ? "none" : string.Join(", ", again.Select(r => $"{r[0]} {r[1]} (at most {r[2]} tries, {r[3]} back)")),
            await Count($"select (doc ->> 'taken')::bigint from aggregate where type = 'seat_pool' and key = 'main/{places.Course}'"),
            await Count($"select count(*) from rm_enrolment where course_id = '{places.Course}' and status = 'active'"),
            await Count(Event("payment.captured", "places")),
            await Count(Event("billing.receipt_issued", "places")),
            await Count($"select count(*) from aggregate p where p.type = 'test_payment' and p.doc ->> 'status' = 'captured' and p.key like '%/{stage.Run}-places-%' and not exists (select from record r where r.type = 'seat_taken' and r.key = 'main/{places.Course}' and r.id = p.doc ->> 'orderId')"),
            await Count($"select (doc ->> 'used')::bigint from aggregate where type = 'coupon' and key = 'main/{places.Coupon}'"),
            await Count("select count(*) from ledger_posting"), await Count("select coalesce(sum(minor), 0) from ledger_entry"));
    }
}
