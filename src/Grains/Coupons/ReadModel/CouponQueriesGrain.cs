using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Coupons;

/// <summary>Key <c>tenant/queries</c>. Reads the claims of codes, <c>rm_coupon</c> and <c>rm_user</c>.</summary>
[StatelessWorker(8), GrainType("coupon-queries")]
internal sealed class CouponQueriesGrain(NpgsqlDataSource database) : Grain, ICouponQueriesGrain
{
    private const string ListName = "coupons.list";
    private const int MaxLimit = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<FoundCoupon>> Find(string code)
    {
        var candidates = CouponCodes.Candidates(code ?? "");
        if (!candidates.IsOk) return candidates.Error;
        await using var command = database.CreateCommand("""
            select c.key, c.value, a.doc -> 'rules' ->> 'kind' from claim c join aggregate a on a.type = c.type and a.key = c.key
            where c.tenant = $1 and c.kind = $2 and c.value = any($3) order by array_position($3, c.value) limit 1
            """);
        command.Parameters.Add(new() { Value = Tenant });
        command.Parameters.Add(new() { Value = CouponCodes.Claim });
        command.Parameters.Add(new() { Value = candidates.Value });
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return CouponCodes.IsMistyped(code!) ? CouponErrors.Mistyped : CouponErrors.Unknown;
        return new FoundCoupon(CouponKey.Parse(reader.GetString(0)).CouponId, reader.GetString(1), Enum.Parse<CouponKind>(reader.GetString(2), ignoreCase: true));
    }

    public async Task<Result<Page<CouponRow>>> List(bool all, string? cursor, int limit)
    {
        var actor = ActorContext.Required;
        (long? at, string id) = (null, "");
        if (cursor is not null)
        {
            if (Cursor.Decode(cursor, ListName, 2) is not [var key, var last] || !Cursor.IsMoment(key, out var micros) || !KeySegment.IsValid(last)) return Cursor.Bad;
            (at, id) = (micros, last);
        }
        limit = Math.Clamp(limit, 1, MaxLimit);
        await using var command = database.CreateCommand("""
            select c.coupon_id, c.code, c.name, c.kind, c.basis_points, c.amounts, c.owner_id, coalesce(u.name, ''), c.paused, c.used, c.total_limit, c.codes, c.starts_at, c.ends_at,
                c.created_at, (extract(epoch from c.created_at) * 1000000)::bigint
            from rm_coupon c left join rm_user u on u.tenant = c.tenant and u.user_id = c.owner_id
            where c.tenant = @tenant and (@owner is null or c.owner_id = @owner)
                and (@at is null or (c.created_at, c.coupon_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id))
            order by c.created_at desc, c.coupon_id desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.Add(new("owner", NpgsqlDbType.Text) { Value = all && actor.IsAdmin ? DBNull.Value : actor.UserId });
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("limit", limit + 1);

        var items = ImmutableArray.CreateBuilder<CouponRow>();
        var lastAt = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit) return new Page<CouponRow>(items.ToImmutable(), Cursor.Encode(ListName, lastAt.ToString(CultureInfo.InvariantCulture), items[^1].CouponId));
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), Enum.Parse<CouponKind>(reader.GetString(3), ignoreCase: true), reader.GetInt32(4),
                JsonSerializer.Deserialize<ImmutableArray<Money>>(reader.GetString(5), HubJson.Options), reader.GetString(6), reader.GetString(7), reader.GetBoolean(8), reader.GetInt32(9),
                reader.IsDBNull(10) ? null : reader.GetInt32(10), reader.GetInt32(11), Moment(reader, 12), Moment(reader, 13), reader.GetFieldValue<DateTimeOffset>(14)));
            lastAt = reader.GetInt64(15);
        }
        return new Page<CouponRow>(items.ToImmutable(), null);
    }

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
