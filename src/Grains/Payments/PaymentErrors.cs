using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Payments;

internal static class PaymentErrors
{
    public static Error NotFound { get; } = Error.NotFound("payments.not_found", "There is no such payment.");
    public static Error NotYours { get; } = Error.NotFound("payments.not_found", "There is no such payment.");
    public static Error BegunOtherwise { get; } = Error.Conflict("payments.begun_otherwise", "This payment was begun with another buyer, order or amount.");
    public static Error UnknownProvider { get; } = Error.Invalid("payments.unknown_provider", "This way to pay is not set up here.", "provider");
    public static Error CurrencyNotOffered { get; } = Error.Invalid("payments.currency_not_offered", "This way to pay does not take this amount in this currency.", "provider");
    public static Error BadAmount { get; } = Error.Invalid("payments.bad_amount", "An amount is more than nothing, in a currency we sell in.", "amount");
    public static Error BadInput { get; } = Error.Invalid("payments.bad_input", "An id, the description or the address to return to cannot be used.");
    public static Error Captured { get; } = Error.Conflict("payments.captured", "This is paid.");
    public static Error Cancelled { get; } = Error.Conflict("payments.cancelled", "This payment was closed. Nothing was charged.");
    public static Error Processing { get; } = Error.Conflict("payments.processing", "The payment is on its way and cannot be called back.");
    public static Error Cancelling { get; } = new("payments.cancelling", "The payment is being closed; its provider has not confirmed it yet.", ErrorKind.Unavailable);
    public static Error TooManyAttempts { get; } = new("payments.too_many_attempts", $"This was tried {Payment.MaxAttempts} times. Begin a new order.", ErrorKind.TooMany);
    public static Error NotCaptured { get; } = Error.Conflict("payments.not_captured", "Nothing was paid, so nothing can be given back.");
    public static Error RefundTooMuch { get; } = Error.Conflict("payments.refund_too_much", "That is more than is left of what was paid.");
    public static Error Disputed { get; } = Error.Conflict("payments.disputed", "The buyer's bank has taken this money back: there is nothing left to refund.");
    public static Error RefundDiffers { get; } = Error.Conflict("payments.refund_differs", "This refund was begun with another amount.");
    public static Error TooManyRefunds { get; } = new("payments.too_many_refunds", $"A payment has at most {Payment.MaxRefunds} refunds.", ErrorKind.TooMany);
    public static Error ProviderUnavailable { get; } = new("payments.provider_unavailable", "The payment provider does not answer. What it knows is asked again on its own.", ErrorKind.Unavailable);
    public static Error BadSignature { get; } = Error.Forbidden("payments.bad_signature", "The signature does not fit.");
    public static Error BadWebhook { get; } = Error.Invalid("payments.bad_webhook", "This is no event that can be read.");
    public static Error WebhookProvider { get; } = Error.NotFound("payments.unknown_provider", "There is no such provider.");
    public static Error SearchTooLong { get; } = Error.Invalid("payments.search_too_long", "A search may have at most 100 characters.", "search");
}
