using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Billing;

/// <summary>The books: a double entry for every movement of money, made from the events of orders and payments, each once. Key <c>tenant/queries</c>,
/// a stateless worker. See <see cref="LedgerAccounts"/>.</summary>
public interface ILedgerQueriesGrain : IGrainWithStringKey
{
    /// <summary>What stands on each account, per currency. Debits and credits are equal, always.</summary>
    [Requires(Permission.ManageSales), Alias("TrialBalance")] Task<ImmutableArray<AccountBalance>> TrialBalance();

    /// <summary>Postings, newest first. Errors: <c>common.bad_cursor</c>, <c>billing.unknown_account</c>.</summary>
    [Requires(Permission.ManageSales), Alias("Journal")] Task<Result<Page<Posting>>> Journal(JournalQuery query);

    /// <summary>What a seller earned: sales less refunds, a row a course and currency. Never checks who asks.</summary>
    [Requires(Permission.System), Alias("EarnedBy")] Task<ImmutableArray<CourseEarnings>> EarnedBy(string sellerId, DateTimeOffset since);

    /// <summary>The caller's own sales and refunds, newest first: the rows behind <see cref="EarnedBy"/>. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.Teach), Alias("Earnings")] Task<Result<Page<EarningRow>>> Earnings(EarningsQuery query);
}

/// <summary>The accounts. Debits are positive, credits negative.</summary>
public static class LedgerAccounts
{
    /// <summary>Money at the payment providers: an asset.</summary>
    public const string Clearing = "clearing";
    /// <summary>Paid by buyers, not yet a sale: zero when nothing is on its way.</summary>
    public const string Received = "received";
    /// <summary>What was sold: income, a credit balance.</summary>
    public const string Sales = "sales";
    /// <summary>What was taken back of sales.</summary>
    public const string Refunds = "refunds";
    /// <summary>Between a refund's decision and its payment: zero when all is done.</summary>
    public const string RefundsPayable = "refunds-payable";
    /// <summary>Held by banks until a dispute is decided.</summary>
    public const string Disputed = "disputed";
    public const string DisputeLosses = "dispute-losses";
    /// <summary>Paid twice by a buyer, to be given back.</summary>
    public const string Surplus = "surplus";

    public static readonly ImmutableArray<string> All = [Clearing, Received, Sales, Refunds, RefundsPayable, Disputed, DisputeLosses, Surplus];
}

[GenerateSerializer, Immutable, Alias("hub.billing.AccountBalance")]
public sealed record AccountBalance(string Account, Money Debits, Money Credits)
{
    public Money Balance => Debits - Credits;
}

[GenerateSerializer, Immutable, Alias("hub.billing.JournalQuery")]
public sealed record JournalQuery(string? Account, string? OrderId, string? Cursor, int Limit);

/// <param name="Cause">The name of the event that was booked.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.Posting")]
public sealed record Posting(string PostingId, DateTimeOffset At, string Cause, string OrderId, ImmutableArray<LedgerEntry> Entries);

/// <param name="Amount">Debit above zero, credit below.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.Entry")]
public sealed record LedgerEntry(string Account, string? CourseId, string? SellerId, Money Amount);

/// <param name="Recent">Since the moment that was asked for.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.CourseEarnings")]
public sealed record CourseEarnings(string CourseId, Money Recent, Money All);

/// <param name="CourseId">Null: of all.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.EarningsQuery")]
public sealed record EarningsQuery(string? CourseId, string? Cursor, int Limit);

/// <param name="Amount">Below zero: taken back.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.EarningRow")]
public sealed record EarningRow(string PostingId, DateTimeOffset At, string OrderId, string CourseId, string CourseTitle, Money Amount);
