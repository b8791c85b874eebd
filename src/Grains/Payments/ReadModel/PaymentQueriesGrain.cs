using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Payments;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Payments;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_payment</c> and <c>rm_user</c>.</summary>
[StatelessWorker(4), GrainType("payment-queries")]
internal sealed class PaymentQueriesGrain(NpgsqlDataSource database) : Grain, IPaymentQueriesGrain
{
    private const string ListName = "payments.all";
    private const int MaxLimit = 100, MaxSearch = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<Page<PaymentRow>>> List(PaymentQuery query)
    {
        var search = (query.Search ?? "").Trim();
        if (search.Length > MaxSearch || !PlainText.IsWellFormed(search)) return PaymentErrors.SearchTooLong;
        long? at = null;
        var id = "";
        if (query.Cursor is { } cursor)
        {
            if (Cursor.Decode(cursor, ListName, 2) is not [var key, var last] || !Cursor.IsMoment(key, out var micros) || !KeySegment.IsValid(last)) return Cursor.Bad;
            (at, id) = (micros, last);
        }
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        await using var command = database.CreateCommand("""
            select p.payment_id, p.order_id, p.buyer_id, coalesce(u.name, ''), p.amount_minor, p.refunded_minor, p.currency, p.status, p.dispute, p.provider, p.attempts, p.attention, p.begun_at,
                (extract(epoch from p.begun_at) * 1000000)::bigint
            from rm_payment p left join rm_user u on u.tenant = p.tenant and u.user_id = p.buyer_id
            where p.tenant = @tenant
                and (@search = '' or starts_with(p.payment_id, @search) or starts_with(p.buyer_id, @search) or p.refs @> array[@search] or u.email = lower(@search))
                and (@status is null or p.status = @status) and (not @disputed or p.dispute <> 'None') and (not @attention or p.attention is not null)
                and (@at is null or (p.begun_at, p.payment_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id))
            order by p.begun_at desc, p.payment_id desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("search", search);
        command.Parameters.Add(new("status", NpgsqlDbType.Text) { Value = (object?)query.Status?.ToString() ?? DBNull.Value });
        command.Parameters.AddWithValue("disputed", query.Disputed);
        command.Parameters.AddWithValue("attention", query.Attention);
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("limit", limit + 1);

        var rows = ImmutableArray.CreateBuilder<PaymentRow>();
        var lastAt = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (rows.Count == limit) return new Page<PaymentRow>(rows.ToImmutable(), Cursor.Encode(ListName, lastAt.ToString(CultureInfo.InvariantCulture), rows[^1].PaymentId));
            var currency = reader.GetString(6);
            rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), new(reader.GetInt64(4), currency), new(reader.GetInt64(5), currency),
                Enum.Parse<PaymentStatus>(reader.GetString(7)), Enum.Parse<DisputeStatus>(reader.GetString(8)), reader.GetString(9), reader.GetInt32(10),
                reader.IsDBNull(11) ? null : reader.GetString(11), reader.GetFieldValue<DateTimeOffset>(12)));
            lastAt = reader.GetInt64(13);
        }
        return new Page<PaymentRow>(rows.ToImmutable(), null);
    }
}
