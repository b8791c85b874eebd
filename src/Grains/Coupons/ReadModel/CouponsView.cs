using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Coupons;

/// <summary>Coupons as lists read them: <c>rm_coupon</c>.</summary>
internal sealed class CouponsView : View<CouponState>
{
    public const string ViewName = "coupons";

    public override string Name => ViewName;
    public override IReadOnlyList<string> Tables => ["rm_coupon"];

    private const string Upsert = """
        insert into rm_coupon as c (tenant, coupon_id, version, owner_id, code, name, kind, basis_points, amounts, paused, used, total_limit, codes, starts_at, ends_at, created_at)
        values (@tenant, @id, @version, @owner, @code, @name, @kind, @points, @amounts, @paused, @used, @limit, @codes, @starts, @ends, @created)
        on conflict (tenant, coupon_id) do update set version = excluded.version, name = excluded.name, basis_points = excluded.basis_points, amounts = excluded.amounts,
            paused = excluded.paused, used = excluded.used, total_limit = excluded.total_limit, codes = excluded.codes, starts_at = excluded.starts_at, ends_at = excluded.ends_at
        where c.version < excluded.version
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<CouponState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.Exists)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<CouponState> s)
    {
        var (c, rules) = (s.State, s.State.Rules!);
        return new(Upsert)
        {
            Parameters =
            {
                new("tenant", s.Tenant), new("id", s.Id), new("version", s.Version), new("owner", c.OwnerId), new("code", c.Code), new("name", rules.Name),
                new("kind", JsonNamingPolicy.CamelCase.ConvertName(rules.Kind.ToString())), new("points", rules.BasisPoints),
                new("amounts", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(rules.Amounts, HubJson.Options) }, new("paused", c.Paused), new("used", c.Used),
                new("limit", NpgsqlDbType.Integer) { Value = (object?)rules.TotalLimit ?? DBNull.Value }, new("codes", c.Codes),
                Time("starts", Coupon.StartsAt(rules)), Time("ends", Coupon.EndsAt(rules)), new("created", c.CreatedAt.ToUniversalTime()),
            },
        };
    }

    private static NpgsqlParameter Time(string name, DateTimeOffset? at) => new(name, NpgsqlDbType.TimestampTz) { Value = (object?)at?.ToUniversalTime() ?? DBNull.Value };
}
