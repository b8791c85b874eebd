using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Coupons;

/// <summary>Why a coupon cannot be made, and precisely why one takes nothing off.</summary>
internal static class CouponErrors
{
    public static Error NotFound { get; } = Error.NotFound("coupons.not_found", "There is no such coupon.");
    public static Error Exists { get; } = Error.Conflict("coupons.exists", "There is a coupon with this id already.");
    public static Error CodeTaken { get; } = Error.Conflict("coupons.code_taken", "This code is in use already. Choose another.") with { Field = "code" };
    public static Error BadCode { get; } = Error.Invalid("coupons.bad_code", $"A code has {CouponCodes.MinLength} to {CouponCodes.MaxLength} letters A to Z, digits and hyphens.", "code");
    public static Error KindIsFixed { get; } = Error.Conflict("coupons.kind_is_fixed", "Whether a coupon takes off a percentage or an amount cannot be changed. Make another coupon.") with { Field = "kind" };
    public static Error NotYourCourse { get; } = Error.Invalid("coupons.not_your_course", "A coupon counts for your own courses only.", "courseIds");
    public static Error TooManyCodes { get; } = Error.Invalid("coupons.too_many_codes", $"A coupon has at most {Coupon.MaxCodes:N0} single-use codes.", "count");
    public static Error BadCount { get; } = Error.Invalid("coupons.bad_count", $"Between 1 and {Coupon.MaxCodes:N0} codes can be made.", "count");
    public static Error CodesClashed { get; } = new("coupons.codes_clashed", "New codes clashed with old ones; others are being made.", ErrorKind.Unavailable);
    public static Error BadOrder { get; } = Error.Invalid("coupons.bad_order", "An order's and a person's id are 1 to 64 of a-z, 0-9, '-' and '_'.", "orderId");
    public static Error Bad(string field, string message) => Error.Invalid($"coupons.{field}_invalid", message, field);

    public static Error Unknown { get; } = Error.NotFound("coupons.unknown", "There is no such code. Look whether it is spelled right.") with { Field = "code" };
    public static Error Mistyped { get; } = Error.Invalid("coupons.mistyped", "There is a typing mistake in this code: its last character does not fit the others.", "code");
    public static Error Paused { get; } = Error.Conflict("coupons.paused", "The seller has stopped this coupon.");
    public static Error NotYet(string from) => Error.Conflict("coupons.not_yet", $"This coupon counts from {from} on.");
    public static Error Expired(string until) => Error.Conflict("coupons.expired", $"This coupon was good until {until}.");
    public static Error UsedUp { get; } = Error.Conflict("coupons.used_up", "This coupon has been used as often as it may be.");
    public static Error Reserved { get; } = Error.Conflict("coupons.reserved", "The last use of this coupon is in somebody's checkout at this moment. If they do not pay, it is free again within the hour.");
    public static Error UsedByYou { get; } = Error.Conflict("coupons.used_by_you", "You have used this coupon as often as one person may.");
    public static Error Minimum(string amount) => Error.Conflict("coupons.minimum", $"This coupon counts from {amount} on, for the courses it is for.");
    public static Error WrongCourses { get; } = Error.Conflict("coupons.wrong_courses", "This coupon is not for the courses in your cart.");
    public static Error WrongCurrency(string currency) => Error.Conflict("coupons.wrong_currency", $"This coupon takes off an amount in another currency than {currency}.");
    public static Error DoesNotCombine { get; } = Error.Conflict("coupons.does_not_combine", "This coupon cannot be used together with another.");
    public static Error Changed { get; } = Error.Conflict("coupons.changed", "This coupon takes off another amount by now. Look at your cart again.");
    public static Error NotReserved { get; } = Error.Conflict("coupons.not_reserved", "No use of this coupon is reserved for this order.");
    public static Error Busy { get; } = new("coupons.busy", "Very many people are using this coupon at this moment. Try again in a minute.", ErrorKind.Unavailable);
}
