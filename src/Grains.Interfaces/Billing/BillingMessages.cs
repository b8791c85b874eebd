using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Billing;

/// <summary>A line of a receipt or a credit note, amounts as they were sold, never negative: the kind of the document says which way they go.</summary>
/// <param name="Total">Quantity times unit price less the discount.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.Line")]
public sealed record ReceiptLine(string CourseId, string Title, int Quantity, Money UnitPrice, Money Discount, Money Total);

/// <param name="Lines">1 to 100, all in the currency of the total, which is their sum.</param>
/// <param name="Provider">How it was paid, as the buyer knows it.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.IssueReceipt")]
public sealed record IssueReceipt(string OrderId, string BuyerId, string Provider, DateTimeOffset PaidAt, ImmutableArray<ReceiptLine> Lines, Money Total) : Command;

/// <param name="Lines">What is taken back; a refund of an amount that is no whole line has one line a course with its share.</param>
/// <param name="Total">The sum of the lines; with all earlier credit notes of the order never above its receipt.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.IssueCreditNote")]
public sealed record IssueCreditNote(string OrderId, string RefundId, ImmutableArray<ReceiptLine> Lines, Money Total) : Command;

public enum DocumentKind { Receipt, CreditNote }

[GenerateSerializer, Immutable, Alias("hub.billing.DocumentRef")]
public sealed record DocumentRef(string Number, long Version);

/// <summary>A document as it was issued: nothing in it changes any more, whatever becomes of names and courses.</summary>
/// <param name="Number">Gapless a tenant, kind and year: <c>R2026-000001</c>, <c>C2026-000001</c>.</param>
/// <param name="Of">The receipt that a credit note belongs to.</param>
/// <param name="CreditNotes">Of a receipt: the numbers of what was taken back of it.</param>
[GenerateSerializer, Immutable, Alias("hub.billing.Document")]
public sealed record BillingDocument(string Number, DocumentKind Kind, string OrderId, string BuyerId, string BuyerName, string Academy, string Provider,
    DateTimeOffset PaidAt, DateTimeOffset IssuedAt, ImmutableArray<ReceiptLine> Lines, Money Total, string? Of, string? RefundId, ImmutableArray<string> CreditNotes);
