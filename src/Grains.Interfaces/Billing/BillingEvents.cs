using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Billing;

// The event's key is the receipt book's: tenant/receipts.

/// <summary>A receipt has its number. Once an order.</summary>
[EventName("billing.receipt_issued")]
public sealed record ReceiptIssued(string Number, string OrderId, string BuyerId, Money Total) : DomainEvent;

/// <summary>A credit note takes back a receipt, or a part of it. Once a refund.</summary>
[EventName("billing.credit_note_issued")]
public sealed record CreditNoteIssued(string Number, string ReceiptNumber, string OrderId, string RefundId, string BuyerId, Money Total) : DomainEvent;
