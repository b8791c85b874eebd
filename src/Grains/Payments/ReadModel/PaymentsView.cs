using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Payments;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Payments;

/// <summary>Payments as lists read them: <c>rm_payment</c>.</summary>
internal sealed class PaymentsView : View<PaymentState>
{
    public override string Name => PaymentProjections.View;
    public override IReadOnlyList<string> Tables => ["rm_payment"];

    private const string Upsert = """
        insert into rm_payment as p (tenant, payment_id, version, order_id, buyer_id, status, dispute, provider, attempts, currency, amount_minor, refunded_minor, attention, refs, begun_at)
        values (@tenant, @payment, @version, @order, @buyer, @status, @dispute, @provider, @attempts, @currency, @amount, @refunded, @attention, @refs, @begun)
        on conflict (tenant, payment_id) do update set version = excluded.version, order_id = excluded.order_id, buyer_id = excluded.buyer_id, status = excluded.status,
            dispute = excluded.dispute, provider = excluded.provider, attempts = excluded.attempts, currency = excluded.currency, amount_minor = excluded.amount_minor,
            refunded_minor = excluded.refunded_minor, attention = excluded.attention, refs = excluded.refs, begun_at = excluded.begun_at
        where p.version < excluded.version
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<PaymentState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.Attempts.Length > 0)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<PaymentState> s)
    {
        var state = s.State;
        return new(Upsert)
        {
            Parameters =
            {
                new("tenant", s.Tenant), new("payment", s.Id), new("version", s.Version), new("order", state.OrderId), new("buyer", state.BuyerId),
                new("status", state.Status.ToString()), new("dispute", state.Dispute.ToString()), new("provider", state.Last!.Provider), new("attempts", state.Attempts.Length),
                new("currency", state.Amount.Currency), new("amount", state.Amount.Minor), new("refunded", state.Refunded.Minor),
                new("attention", NpgsqlDbType.Text) { Value = (object?)state.Attention ?? DBNull.Value },
                new("refs", state.References.ToArray()), new("begun", state.BegunAt.ToUniversalTime()),
            },
        };
    }
}
