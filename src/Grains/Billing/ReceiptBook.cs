using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Billing;

using Outcome = Decision<ReceiptBookState>;

/// <summary>The rules of numbers and documents. What the order has already is given with the command: the grain reads it in the same turn.</summary>
internal static class ReceiptBook
{
    public const int MaxLines = 100, MaxTitle = 200;

    public static Outcome Issue(ReceiptBookState s, IssueReceipt c, OrderDocuments? has, string buyer, string academy, DateTimeOffset now)
    {
        if (!Fits(c.Lines, c.Total) || !KeySegment.IsValid(c.OrderId) || !KeySegment.IsValid(c.BuyerId)) return BillingErrors.LinesWrong;
        if (has is not null) return has.TotalMinor == c.Total.Minor && has.Currency == c.Total.Currency ? Outcome.NoChange(s) : BillingErrors.Differs;
        var (next, number, seq) = Number(s, 'R', now);
        var document = new BillingDocument(number, DocumentKind.Receipt, c.OrderId, c.BuyerId, buyer, academy, c.Provider ?? "", c.PaidAt, now, c.Lines, c.Total, null, null, []);
        return Outcome.Of(next, new ReceiptIssued(number, c.OrderId, c.BuyerId, c.Total)) with
        {
            Records = [Put(document, seq), Put(c.OrderId, new(number, c.Total.Minor, c.Total.Currency, []))],
        };
    }

    public static Outcome Credit(ReceiptBookState s, IssueCreditNote c, OrderDocuments? has, BillingDocument? receipt, DateTimeOffset now)
    {
        if (!Fits(c.Lines, c.Total) || !KeySegment.IsValid(c.OrderId) || !KeySegment.IsValid(c.RefundId)) return BillingErrors.LinesWrong;
        if (has is null || receipt is null) return BillingErrors.NoReceipt;
        if (has.Credits.FirstOrDefault(x => x.RefundId == c.RefundId) is { } before) return before.Minor == c.Total.Minor ? Outcome.NoChange(s) : BillingErrors.Differs;
        if (c.Total.Currency != has.Currency) return BillingErrors.LinesWrong;
        if (c.Total.Minor > has.TotalMinor - has.CreditedMinor) return BillingErrors.OverCredited;
        var (next, number, seq) = Number(s, 'C', now);
        var note = receipt with
        {
            Number = number, Kind = DocumentKind.CreditNote, IssuedAt = now, Lines = c.Lines, Total = c.Total, Of = receipt.Number, RefundId = c.RefundId, CreditNotes = [],
        };
        return Outcome.Of(next, new CreditNoteIssued(number, receipt.Number, c.OrderId, c.RefundId, receipt.BuyerId, c.Total)) with
        {
            Records = [Put(note, seq), Put(c.OrderId, has with { Credits = has.Credits.Add(new(c.RefundId, number, c.Total.Minor)) })],
        };
    }

    private static (ReceiptBookState Next, string Number, long Seq) Number(ReceiptBookState s, char kind, DateTimeOffset now)
    {
        var series = FormattableString.Invariant($"{kind}{now.UtcDateTime.Year}");
        var last = s.Last.GetValueOrDefault(series) + 1;
        return (s with { Last = s.Last.SetItem(series, last) }, FormattableString.Invariant($"{series}-{last:000000}"), last);
    }

    private static bool Fits(ImmutableArray<ReceiptLine> lines, Money total)
    {
        if (lines.IsDefaultOrEmpty || lines.Length > MaxLines || !Currencies.IsSold(total.Currency) || total.Minor < 0) return false;
        Int128 sum = 0;
        foreach (var line in lines)
        {
            if (line.Quantity < 1 || line.Title is not { Length: > 0 and <= MaxTitle } || !PlainText.IsWellFormed(line.Title)) return false;
            if (new[] { line.UnitPrice, line.Discount, line.Total }.Any(m => m.Currency != total.Currency || m.Minor < 0)) return false;
            sum += line.Total.Minor;
        }
        return sum == total.Minor;
    }

    private static RecordChange Put(BillingDocument document, long seq) => RecordChange.Put(ReceiptBookState.DocumentRecord, document.Number, seq, document);
    private static RecordChange Put(string orderId, OrderDocuments documents) => RecordChange.Put(ReceiptBookState.OrderRecord, orderId, 0, documents);
}
