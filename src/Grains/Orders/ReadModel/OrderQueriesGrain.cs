using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Orders;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_order</c> and <c>rm_user</c>, and the runs that stopped for a person.</summary>
[StatelessWorker(8), GrainType("order-queries")]
internal sealed class OrderQueriesGrain(NpgsqlDataSource database) : Grain, IOrderQueriesGrain
{
    private const string MineList = "orders.mine", AllList = "orders.all";
    private const int MaxLimit = 100, MaxSearch = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    private const string Select = """
        with stopped as (
            select split_part(key, '/', 2) as subject, split_part(key, '/', 3) as run from aggregate
            where tenant = @tenant and type = 'workflow' and doc ->> 'phase' = 'failed' and doc ->> 'kind' in ('checkout', 'refund')),
        found as (
            select o.*, coalesce(u.name, '') as name, coalesce(u.email, '') as email,
                exists (select from stopped s where (s.subject = o.buyer_id and s.run = o.order_id) or s.subject = o.order_id) as halted
            from rm_order o left join rm_user u on u.tenant = o.tenant and u.user_id = o.buyer_id
            where o.tenant = @tenant and (@buyer = '' or o.buyer_id = @buyer) and (@status = '' or o.status = @status)
                and (@like = '' or o.order_id like @prefix or o.number like @number or u.name_key like @like or u.email like @like or o.titles_key like @like or @word = any(o.coupons)))
        select order_id, buyer_id, name, email, status, dispute, titles, currency, total_minor, refunded_minor, placed_at, halted, (extract(epoch from placed_at) * 1000000)::bigint,
            case when @count then (select count(*) from found where not @trouble or dispute in ('open', 'lost') or halted) end
        from found
        where (not @trouble or dispute in ('open', 'lost') or halted)
            and (@at is null or (placed_at, order_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id))
        order by placed_at desc, order_id desc limit @limit
        """;

    public Task<Result<Page<OrderRow>>> Mine(string? cursor, int limit) => Read(MineList, new OrderQuery("", null, false, cursor, limit), ActorContext.Required.UserId);

    public Task<Result<Page<OrderRow>>> List(OrderQuery query) => Read(AllList, query, "");

    public async Task<ImmutableArray<WorkflowStatus>> Refunds(string orderId)
    {
        if (!KeySegment.IsValid(orderId) || (await GrainFactory.Order(new(Tenant, orderId)).Get()).Value is not { } order) return [];
        var runs = new List<WorkflowStatus>();
        foreach (var refund in order.Refunds.Reverse())
            // The one that takes back a checkout is a part of the checkout, no run of its own.
            if (refund.RefundId != PaymentSteps.TakenBack && (await GrainFactory.Refund(new(Tenant, orderId), refund.RefundId).GetStatus()).Value is { } run) runs.Add(run);
        return [.. runs];
    }

    private async Task<Result<Page<OrderRow>>> Read(string list, OrderQuery query, string buyer)
    {
        var search = (query.Search ?? "").Trim();
        if (search.Length > MaxSearch || !PlainText.IsWellFormed(search)) return Error.Invalid("orders.search_too_long", $"A search may have at most {MaxSearch} characters.", "search");
        if (!TryAfter(query.Cursor, list, out var at, out var id)) return Cursor.Bad;
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        await using var command = database.CreateCommand(Select);
        var typed = search.ToLowerInvariant();
        foreach (var (name, value) in ((string, object)[])[("tenant", Tenant), ("buyer", buyer), ("status", query.Status is { } status ? OrdersView.Word(status) : ""), ("trouble", query.Trouble),
            ("like", typed.Length == 0 ? "" : $"%{Literal(typed)}%"), ("prefix", $"{Literal(typed)}%"), ("number", NumberPattern(typed)), ("word", typed), ("count", list == AllList), ("id", id), ("limit", limit + 1)])
            command.Parameters.AddWithValue(name, value);
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });

        var (items, last, total) = (ImmutableArray.CreateBuilder<OrderRow>(), 0L, (long?)(list == AllList ? 0 : null));
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            total = row.IsDBNull(13) ? null : row.GetInt64(13);
            if (items.Count == limit) return new Page<OrderRow>(items.ToImmutable(), Cursor.Encode(list, last.ToString(CultureInfo.InvariantCulture), items[^1].OrderId), total);
            items.Add(new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), Enum.Parse<OrderStatus>(row.GetString(4), ignoreCase: true),
                Enum.Parse<OrderDispute>(row.GetString(5), ignoreCase: true), [.. row.GetFieldValue<string[]>(6)], new Money(row.GetInt64(8), row.GetString(7)), new Money(row.GetInt64(9), row.GetString(7)),
                row.GetFieldValue<DateTimeOffset>(10), row.GetBoolean(11)));
            last = row.GetInt64(12);
        }
        return new Page<OrderRow>(items.ToImmutable(), null, total);
    }

    private static string Literal(string text) => text.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");

    /// <summary>What was typed as a number, with or without its hyphen or a leading "#"; a pattern that nothing matches when it cannot be one.</summary>
    private static string NumberPattern(string typed)
    {
        var number = OrdersView.Searchable(typed.TrimStart('#'));
        return number.Length is > 0 and <= 8 && number.All(char.IsAsciiLetterOrDigit) ? $"{number}%" : "\u0001";
    }

    private static bool TryAfter(string? cursor, string list, out long? at, out string id)
    {
        (at, id) = (null, "");
        if (cursor is null) return true;
        if (Cursor.Decode(cursor, list, 2) is not [var key, var last] || !Cursor.IsMoment(key, out var micros) || !KeySegment.IsValid(last)) return false;
        (at, id) = (micros, last);
        return true;
    }
}
