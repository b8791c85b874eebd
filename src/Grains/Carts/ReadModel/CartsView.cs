using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Carts;

/// <summary>Carts as the sweep reads them: <c>rm_cart</c>.</summary>
internal sealed class CartsView : View<CartState>
{
    public override string Name => "carts";
    public override IReadOnlyList<string> Tables => ["rm_cart"];

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<CartState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots)
            batch.BatchCommands.Add(new("""
                insert into rm_cart as c (tenant, cart_id, version, lines, frozen, abandoned, touched_at) values (@tenant, @id, @version, @lines, @frozen, @abandoned, @touched)
                on conflict (tenant, cart_id) do update set version = excluded.version, lines = excluded.lines, frozen = excluded.frozen, abandoned = excluded.abandoned,
                    touched_at = excluded.touched_at where c.version < excluded.version
                """)
            {
                Parameters =
                {
                    new("tenant", s.Tenant), new("id", s.Id), new("version", s.Version), new("lines", s.State.Lines.Length), new("frozen", s.State.Frozen is not null),
                    new("abandoned", s.State.Abandoned), new("touched", (s.State.TouchedAt ?? s.ChangedAt).ToUniversalTime()),
                },
            });
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }
}
