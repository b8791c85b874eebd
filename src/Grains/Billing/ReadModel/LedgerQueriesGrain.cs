using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Billing;

/// <summary>Key <c>tenant/queries</c>. Reads <c>ledger_posting</c> and <c>ledger_entry</c>.</summary>
[StatelessWorker(2), GrainType("ledger-queries")]
internal sealed class LedgerQueriesGrain(NpgsqlDataSource database) : Grain, ILedgerQueriesGrain
{
    private const string JournalList = "billing.journal";
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
        if (!TryAfter(query.Cursor, out var at, out var id)) return Cursor.Bad;
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
                return new Page<Posting>(items.ToImmutable(), Cursor.Encode(JournalList, last.ToString(CultureInfo.InvariantCulture), items[^1].PostingId));
            var (accounts, courses, sellers) = (reader.GetFieldValue<string[]>(5), reader.GetFieldValue<string?[]>(6), reader.GetFieldValue<string?[]>(7));
            var (currencies, minors) = (reader.GetFieldValue<string[]>(8), reader.GetFieldValue<long[]>(9));
            items.Add(new(reader.GetGuid(0).ToString("n"), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3),
                [.. accounts.Select((a, i) => new LedgerEntry(a, courses[i], sellers[i], new(minors[i], currencies[i])))]));
            last = reader.GetInt64(4);
        }
        return new Page<Posting>(items.ToImmutable(), null);
    }

    private static bool TryAfter(string? cursor, out long? at, out Guid id)
    {
        (at, id) = (null, Guid.Empty);
        if (cursor is null) return true;
        if (Cursor.Decode(cursor, JournalList, 2) is not [var key, var last] || !Cursor.IsMoment(key, out var micros) || !Guid.TryParseExact(last, "n", out id)) return false;
        at = micros;
        return true;
    }
}
