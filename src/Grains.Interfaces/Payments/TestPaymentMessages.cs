using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Payments;

[GenerateSerializer, Immutable, Alias("hub.testpayments.Begin")]
public sealed record BeginTestPayment(string PaymentId, int Attempt, string OrderId, string BuyerId, Money Amount, string Description, string ReturnUrl) : Command;

[GenerateSerializer, Immutable, Alias("hub.testpayments.Refund")]
public sealed record RefundTestPayment(string RefundId, Money Amount) : Command;

public enum TestPaymentAction
{
    Approve, Decline, DeclineFunds,
    /// <summary>The step that 3-D Secure is at a real provider: one more page before it is decided.</summary>
    AskConfirmation, Confirm, FailConfirmation,
    /// <summary>On its way for half a minute, as a bank debit is for days.</summary>
    ApproveLater, DeclineLater, SettleNow,
    RefundHalf, RefundRest, BounceRefund, HoldRefunds, ReleaseRefunds,
    OpenDispute, WinDispute, LoseDispute,
    HoldWebhooks, ReleaseInOrder, ReleaseReversed, RepeatAll,
    RefuseRefunds,
}

[GenerateSerializer, Immutable, Alias("hub.testpayments.Act")]
public sealed record ActOnTestPayment(TestPaymentAction Action) : Command;

/// <param name="Status">NeedsAction, Processing, Captured, Failed or Cancelled.</param>
/// <param name="AsksConfirmation">The buyer stands before the confirmation step.</param>
/// <param name="SettlesAt">When a delayed decision falls.</param>
/// <param name="Can">The buttons that make sense now.</param>
[GenerateSerializer, Immutable, Alias("hub.testpayments.View")]
public sealed record TestPaymentView(string Reference, string PaymentId, int Attempt, string OrderId, Money Amount, string Description, string ReturnUrl, PaymentStatus Status, string? FailureCode,
    bool AsksConfirmation, DateTimeOffset? SettlesAt, bool HoldsWebhooks, bool HoldsRefunds, ImmutableArray<RefundFact> Refunds, ImmutableArray<DisputeFact> Disputes,
    ImmutableArray<TestWebhookView> Webhooks, ImmutableArray<TestPaymentAction> Can, long Version);

/// <param name="Delivered">How often it was delivered; 0: it waits.</param>
[GenerateSerializer, Immutable, Alias("hub.testpayments.Webhook")]
public sealed record TestWebhookView(string EventId, string Kind, DateTimeOffset At, int Delivered);
