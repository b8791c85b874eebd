using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Billing;

/// <summary>Books each movement of money once, as a double entry. What the money does is told by the payment, whose it is by the order; the
/// accounts <c>received</c> and <c>refunds-payable</c> stand between the two, so that neither has to wait for the other.</summary>
internal sealed class LedgerFold : Fold
{
    public const string FoldName = "ledger";

    public override string Name => FoldName;
    public override IReadOnlyList<string> Tables => ["ledger_posting", "ledger_entry", "ledger_order_line"];

    public override IReadOnlyList<string> EventNames =>
    [
        "order.placed", "order.paid", "order.paid_late", "order.refunded", "payment.captured", "payment.refunded", "payment.refund_reversed",
        "payment.disputed", "payment.dispute_closed", "payment.surplus_captured", "payment.surplus_returned",
    ];

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var e in events)
            foreach (var command in Commands(e)) batch.BatchCommands.Add(command);
        if (batch.BatchCommands.Count == 0) return;
        // The balance of each posting is checked here, where a wrong one can still be parked alone, and not first at the commit.
        batch.BatchCommands.Add(new("set constraints ledger_posting_balances immediate"));
        batch.BatchCommands.Add(new("set constraints ledger_posting_balances deferred"));
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static IEnumerable<NpgsqlBatchCommand> Commands(EventRow e) => e.Name switch
    {
        "order.placed" => e.Read<OrderPlaced>() is var placed ? placed.Lines.Select((l, i) => OrderLine(e, i + 1, l)) : [],
        "order.paid" => e.Read<OrderPaid>() is { Total.Minor: not 0 } paid ? Sale(e, paid.Total) : [],
        "order.paid_late" => Post(e, e.Id, Entries.Of(e.Read<OrderPaidLate>().Total, LedgerAccounts.Received, LedgerAccounts.RefundsPayable)),
        "order.refunded" => e.Read<OrderRefunded>() is var refunded
            ? Post(e, e.Id, [.. refunded.Shares.Select(s => new LedgerEntry(LedgerAccounts.Refunds, s.CourseId, s.SellerId, s.Amount)), new(LedgerAccounts.RefundsPayable, null, null, -refunded.Amount)]) : [],
        "payment.captured" => e.Read<PaymentCaptured>() is var p ? Post(e, p.OrderId, Entries.Of(p.Amount, LedgerAccounts.Clearing, LedgerAccounts.Received)) : [],
        "payment.refunded" => e.Read<PaymentRefunded>() is var p ? Post(e, p.OrderId, Entries.Of(p.Amount, LedgerAccounts.RefundsPayable, LedgerAccounts.Clearing)) : [],
        "payment.refund_reversed" => e.Read<PaymentRefundReversed>() is var p ? Post(e, p.OrderId, Entries.Of(p.Amount, LedgerAccounts.Clearing, LedgerAccounts.RefundsPayable)) : [],
        "payment.disputed" => e.Read<PaymentDisputed>() is var p ? Post(e, p.OrderId, Entries.Of(p.Amount, LedgerAccounts.Disputed, LedgerAccounts.Clearing)) : [],
        "payment.dispute_closed" => e.Read<PaymentDisputeClosed>() is var p
            ? Post(e, p.OrderId, Entries.Of(p.Amount, p.Won ? LedgerAccounts.Clearing : LedgerAccounts.DisputeLosses, LedgerAccounts.Disputed)) : [],
        "payment.surplus_captured" => e.Read<PaymentSurplusCaptured>() is var p ? Post(e, p.OrderId, Entries.Of(p.Amount, LedgerAccounts.Clearing, LedgerAccounts.Surplus)) : [],
        "payment.surplus_returned" => e.Read<PaymentSurplusReturned>() is var p ? Post(e, p.OrderId, Entries.Of(p.Amount, LedgerAccounts.Surplus, LedgerAccounts.Clearing)) : [],
        _ => [],
    };

    private static NpgsqlBatchCommand OrderLine(EventRow e, int line, OrderedLine l) => new("""
        insert into ledger_order_line (tenant, order_id, line, course_id, seller_id, currency, minor) values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing
        """)
    {
        Parameters = { new() { Value = e.Tenant }, new() { Value = e.Id }, new() { Value = line }, new() { Value = l.CourseId }, new() { Value = l.SellerId }, new() { Value = l.Total.Currency }, new() { Value = l.Total.Minor } },
    };

    /// <summary>The order's lines are older events of the same order, so they are there; their sum is the total, or the posting does not balance.</summary>
    private static IEnumerable<NpgsqlBatchCommand> Sale(EventRow e, Money total)
    {
        foreach (var command in Post(e, e.Id, [new(LedgerAccounts.Received, null, null, total)])) yield return command;
        yield return new("""
            insert into ledger_entry (posting_id, line, tenant, account, course_id, seller_id, currency, minor)
            select $1, line + 1, tenant, $2, course_id, seller_id, currency, -minor from ledger_order_line where tenant = $3 and order_id = $4 and minor <> 0
            on conflict do nothing
            """)
        {
            Parameters = { new() { Value = e.EventId }, new() { Value = LedgerAccounts.Sales }, new() { Value = e.Tenant }, new() { Value = e.Id } },
        };
    }

    private static IEnumerable<NpgsqlBatchCommand> Post(EventRow e, string orderId, IReadOnlyList<LedgerEntry> entries)
    {
        var booked = entries.Where(x => !x.Amount.IsZero).ToArray();
        if (booked.Length == 0) yield break;
        yield return new("insert into ledger_posting (posting_id, tenant, at, cause, order_id) values ($1, $2, $3, $4, $5) on conflict do nothing")
        {
            Parameters = { new() { Value = e.EventId }, new() { Value = e.Tenant }, new() { Value = e.At.ToUniversalTime() }, new() { Value = e.Name }, new() { Value = orderId } },
        };
        yield return new("""
            insert into ledger_entry (posting_id, line, tenant, account, course_id, seller_id, currency, minor)
            select $1, i.n, $2, i.account, i.course, i.seller, i.currency, i.minor
            from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[]) with ordinality as i (account, course, seller, currency, minor, n)
            on conflict do nothing
            """)
        {
            Parameters =
            {
                new() { Value = e.EventId }, new() { Value = e.Tenant }, Texts(booked.Select(x => (string?)x.Account)), Texts(booked.Select(x => x.CourseId)), Texts(booked.Select(x => x.SellerId)),
                Texts(booked.Select(x => (string?)x.Amount.Currency)), new() { Value = booked.Select(x => x.Amount.Minor).ToArray() },
            },
        };
    }

    private static NpgsqlParameter Texts(IEnumerable<string?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static class Entries
    {
        public static LedgerEntry[] Of(Money amount, string debit, string credit) => [new(debit, null, null, amount), new(credit, null, null, -amount)];
    }
}
