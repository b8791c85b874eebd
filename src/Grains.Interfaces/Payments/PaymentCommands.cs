using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Payments;

/// <param name="Provider">An id from <see cref="IPaymentProvidersGrain.List"/>.</param>
/// <param name="Description">What the buyer reads at the provider: "Order 1042, 2 courses". At most 200 characters.</param>
/// <param name="ReturnUrl">Where the provider sends the buyer back, paid or not: a path on this site ("/orders/…"). At most 500 characters.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.Begin")]
public sealed record BeginPayment(string OrderId, string BuyerId, Money Amount, string Provider, string Description, string ReturnUrl) : Command;

/// <param name="Provider">Null: the same as before.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.Retry")]
public sealed record RetryPayment(string? Provider) : Command;

[GenerateSerializer, Immutable, Alias("hub.payments.Confirm")]
public sealed record ConfirmPayment : Command;

[GenerateSerializer, Immutable, Alias("hub.payments.Cancel")]
public sealed record CancelPayment : Command;

/// <param name="RefundId">Made by the caller, a key segment; with it a repeat is the same refund.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.Refund")]
public sealed record RefundPayment(string RefundId, Money Amount) : Command;

[GenerateSerializer, Immutable, Alias("hub.payments.Ask")]
public sealed record AskProvider : Command;
