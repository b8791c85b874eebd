using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Orders;
using Npgsql;

namespace LearningHub.Grains.Orders;

/// <summary>Orders as lists read them: <c>rm_order</c>. What was never placed is nobody's order.</summary>
internal sealed class OrdersView : View<OrderState>
{
    public override string Name => OrderProjections.View;
    public override IReadOnlyList<string> Tables => ["rm_order"];

    private const string Upsert = """
        insert into rm_order as o (tenant, order_id, version, number, buyer_id, status, dispute, titles, titles_key, coupons, currency, total_minor, refunded_minor, placed_at)
        values (@tenant, @id, @version, @number, @buyer, @status, @dispute, @titles, @key, @coupons, @currency, @total, @refunded, @placed)
        on conflict (tenant, order_id) do update set version = excluded.version, status = excluded.status, dispute = excluded.dispute, refunded_minor = excluded.refunded_minor
        where o.version < excluded.version
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<OrderState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.PlacedAt is not null)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<OrderState> s)
    {
        var (state, titles) = (s.State, s.State.Lines.Select(l => l.Title).ToArray());
        return new(Upsert)
        {
            Parameters =
            {
                new("tenant", s.Tenant), new("id", s.Id), new("version", s.Version), new("number", Searchable(OrderNumber.Of(s.Id))), new("buyer", state.BuyerId),
                new("status", Word(state.Status)), new("dispute", Word(state.Dispute)), new("titles", titles), new("key", string.Join('\n', titles).ToLowerInvariant()),
                new("coupons", state.Coupons.Select(c => c.Code.ToLowerInvariant()).ToArray()), new("currency", state.Currency), new("total", state.TotalMinor),
                new("refunded", state.Sum(OrderRefundStatus.Refunded).Minor), new("placed", state.PlacedAt!.Value.ToUniversalTime()),
            },
        };
    }

    public static string Searchable(string number) => number.Replace("-", "").ToLowerInvariant();

    public static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
