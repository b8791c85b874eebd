using System.Collections.Immutable;
using LearningHub.Grains.Common;

namespace LearningHub.Grains.Billing;

/// <summary>The last number given, by series (<c>R2026</c>): a few bytes a year. The documents are records.</summary>
internal sealed record ReceiptBookState : IAggregateState<ReceiptBookState>
{
    public static string AggregateType => "receipt-book";
    public static ReceiptBookState Empty { get; } = new();

    /// <summary>A document under its number; and under <see cref="OfOrder"/> what an order has.</summary>
    public const string DocumentRecord = "billing-document", OrderRecord = "billing-order";

    public ImmutableSortedDictionary<string, long> Last { get; init; } = ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal);
}

/// <summary>What an order has been given: its receipt, and the credit notes with what each takes back.</summary>
internal sealed record OrderDocuments(string Receipt, long TotalMinor, string Currency, ImmutableArray<CreditedPart> Credits)
{
    public long CreditedMinor => Credits.Sum(c => c.Minor);
}

internal sealed record CreditedPart(string RefundId, string Number, long Minor);
