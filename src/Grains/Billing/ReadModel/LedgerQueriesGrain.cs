using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Billing;

/// <summary>Key <c>tenant/queries</c>. Reads <c>ledger_posting</c>, <c>ledger_entry</c> and, for titles, <c>rm_course</c>.</summary>
[StatelessWorker(2), GrainType("ledger-queries")]
internal sealed class LedgerQueriesGrain(NpgsqlDataSource database) : Grain, ILedgerQueriesGrain
{
    private const string JournalList = "billing.journal", EarningsList = "billing.earnings";
    private const int MaxLimit = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<ImmutableArray<AccountBalance>> TrialBalance()
    {
        await using var command = database.CreateCommand("""
            select account, currency, coalesce(sum(minor) filter (where minor > 0), 0)::bigint, coalesce(-sum(minor) filter (where minor < 0), 0)::bigint
            from ledger_entry where tenant = $1 group by account, currency
            """);
        command.Parameters.Add(new() { Value = Tenant });
        var balances = new List<AccountBalance>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            balances.Add(new(reader.GetString(0), new(reader.GetInt64(2), reader.GetString(1)), new(reader.GetInt64(3), reader.GetString(1))));
        return [.. balances.OrderBy(b => b.Debits.Currency, StringComparer.Ordinal).ThenBy(b => LedgerAccounts.All.IndexOf(b.Account))];
    }

    public async Task<Result<Page<Posting>>> Journal(JournalQuery query)
    {
        if (query.Account is { } account && !LedgerAccounts.All.Contains(account)) return BillingErrors.UnknownAccount;
        if (query.OrderId is { } order && !KeySegment.IsValid(order)) return BillingErrors.OrderInvalid;
        if (!TryAfter(query.Cursor, JournalList, 2, out var at, out var id, out _)) return Cursor.Bad;
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        await using var command = database.CreateCommand("""
            select p.posting_id, p.at, p.cause, p.order_id, (extract(epoch from p.at) * 1000000)::bigint,
                array_agg(e.account order by e.line), array_agg(e.course_id order by e.line), array_agg(e.seller_id order by e.line), array_agg(e.currency order by e.line), array_agg(e.minor order by e.line)
            from ledger_posting p join ledger_entry e on e.posting_id = p.posting_id
            where p.tenant = @tenant and (@order is null or p.order_id = @order)
                and (@account is null or exists (select from ledger_entry a where a.posting_id = p.posting_id and a.account = @account))
                and (@at is null or (p.at, p.posting_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id))
            group by p.posting_id order by p.at desc, p.posting_id desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.Add(new("order", NpgsqlDbType.Text) { Value = (object?)query.OrderId ?? DBNull.Value });
        command.Parameters.Add(new("account", NpgsqlDbType.Text) { Value = (object?)query.Account ?? DBNull.Value });
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("limit", limit + 1);

        var items = ImmutableArray.CreateBuilder<Posting>();
        var last = 0L;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit)
                return new Page<Posting>(items.ToImmutable(), Cursor.Encode(JournalList, Text(last), items[^1].PostingId));
            var (accounts, courses, sellers) = (reader.GetFieldValue<string[]>(5), reader.GetFieldValue<string?[]>(6), reader.GetFieldValue<string?[]>(7));
            var (currencies, minors) = (reader.GetFieldValue<string[]>(8), reader.GetFieldValue<long[]>(9));
            items.Add(new(reader.GetGuid(0).ToString("n"), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3),
                [.. accounts.Select((a, i) => new LedgerEntry(a, courses[i], sellers[i], new(minors[i], currencies[i])))]));
            last = reader.GetInt64(4);
        }
        return new Page<Posting>(items.ToImmutable(), null);
    }

    public async Task<ImmutableArray<CourseEarnings>> EarnedBy(string sellerId, DateTimeOffset since)
    {
        await using var command = database.CreateCommand($"""
            select e.course_id, e.currency, coalesce(-sum(e.minor) filter (where p.at >= @since), 0)::bigint, -sum(e.minor)::bigint
            {OfSeller} group by e.course_id, e.currency order by e.course_id, e.currency
            """);
        AddSeller(command, sellerId);
        command.Parameters.AddWithValue("since", since);
        var earned = ImmutableArray.CreateBuilder<CourseEarnings>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) earned.Add(new(reader.GetString(0), new(reader.GetInt64(2), reader.GetString(1)), new(reader.GetInt64(3), reader.GetString(1))));
        return earned.ToImmutable();
    }

    public async Task<Result<Page<EarningRow>>> Earnings(EarningsQuery query)
    {
        if (query.CourseId is { } course && !KeySegment.IsValid(course)) return BillingErrors.CourseInvalid;
        if (!TryAfter(query.Cursor, EarningsList, 3, out var at, out var id, out var line)) return Cursor.Bad;
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        await using var command = database.CreateCommand($"""
            select p.posting_id, p.at, p.order_id, e.course_id, coalesce(c.title, ''), e.currency, -e.minor, e.line, (extract(epoch from p.at) * 1000000)::bigint
            {OfSeller} and (@course is null or e.course_id = @course)
                and (@at is null or (p.at, p.posting_id, e.line) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id, @line))
            order by p.at desc, p.posting_id desc, e.line desc limit @limit
            """);
        AddSeller(command, ActorContext.Required.UserId);
        command.Parameters.Add(new("course", NpgsqlDbType.Text) { Value = (object?)query.CourseId ?? DBNull.Value });
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("line", line);
        command.Parameters.AddWithValue("limit", limit + 1);

        var items = ImmutableArray.CreateBuilder<EarningRow>();
        var (last, lastLine) = (0L, 0);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (items.Count == limit) return new Page<EarningRow>(items.ToImmutable(), Cursor.Encode(EarningsList, Text(last), items[^1].PostingId, Text(lastLine)));
            items.Add(new(reader.GetGuid(0).ToString("n"), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), new(reader.GetInt64(6), reader.GetString(5))));
            (lastLine, last) = (reader.GetInt32(7), reader.GetInt64(8));
        }
        return new Page<EarningRow>(items.ToImmutable(), null);
    }

    /// <summary>The entries that are a seller's: what was sold of theirs and what was taken back.</summary>
    private const string OfSeller = """
        from ledger_entry e join ledger_posting p on p.posting_id = e.posting_id left join rm_course c on c.tenant = e.tenant and c.course_id = e.course_id
        where e.tenant = @tenant and e.seller_id = @seller and e.account = any(@accounts)
        """;

    private void AddSeller(NpgsqlCommand command, string sellerId)
    {
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("seller", sellerId);
        command.Parameters.AddWithValue("accounts", (string[])[LedgerAccounts.Sales, LedgerAccounts.Refunds]);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryAfter(string? cursor, string list, int keys, out long? at, out Guid id, out int line)
    {
        (at, id, line) = (null, Guid.Empty, 0);
        if (cursor is null) return true;
        if (Cursor.Decode(cursor, list, keys) is not [var key, var last, .. var rest] || !Cursor.IsMoment(key, out var micros) || !Guid.TryParseExact(last, "n", out id)) return false;
        at = micros;
        return rest is [] || int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out line);
    }
}
