using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Billing;

internal static class BillingErrors
{
    public static Error NotFound { get; } = Error.NotFound("billing.not_found", "There is no such document.");
    public static Error LinesWrong { get; } = Error.Invalid("billing.lines_wrong", $"A document has 1 to {ReceiptBook.MaxLines} lines in one currency, none below zero, that sum up to its total.");
    public static Error Differs { get; } = Error.Conflict("billing.differs", "This order has a document over another amount already.");
    public static Error NoReceipt { get; } = Error.Conflict("billing.no_receipt", "There is no receipt that this could be taken back from.");
    public static Error OverCredited { get; } = Error.Conflict("billing.over_credited", "More would be taken back than was paid.");
    public static Error UnknownAccount { get; } = Error.Invalid("billing.unknown_account", "There is no such account.", "account");
    public static Error OrderInvalid { get; } = Error.Invalid("billing.order_invalid", "This is not an order's number.", "order");
    public static Error CourseInvalid { get; } = Error.Invalid("billing.course_invalid", "This is no id of a course.", "course");
}
