using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using Npgsql;

namespace LearningHub.Grains.Enrolments;

/// <summary>Purchases of licences as lists read them: <c>rm_licences</c>.</summary>
internal sealed class LicencesListView : View<LicencesState>
{
    public override string Name => "licences-list";
    public override IReadOnlyList<string> Tables => ["rm_licences"];

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<LicencesState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.Exists))
        {
            var key = LicenceKey.Parse(s.Key);
            batch.BatchCommands.Add(new("""
                insert into rm_licences as l (tenant, order_id, course_id, version, buyer_id, codes, redeemed, revoked, issued_at)
                values (@tenant, @order, @course, @version, @buyer, @codes, @redeemed, @revoked, @issued)
                on conflict (tenant, order_id, course_id) do update set version = excluded.version, redeemed = excluded.redeemed, revoked = excluded.revoked
                where l.version < excluded.version
                """)
            {
                Parameters =
                {
                    new("tenant", key.Tenant), new("order", key.OrderId), new("course", key.CourseId), new("version", s.Version), new("buyer", s.State.BuyerId),
                    new("codes", s.State.Count), new("redeemed", s.State.Redeemed), new("revoked", s.State.Revoked), new("issued", s.State.IssuedAt.ToUniversalTime()),
                },
            });
        }
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }
}
