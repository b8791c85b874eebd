using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Carts;

internal static class CartErrors
{
    public static Error NotYours { get; } = Error.Forbidden("carts.not_yours", "This cart belongs to somebody else.");
    public static Error SignIn { get; } = new("carts.sign_in", "Sign in to check out: what you buy is yours then, on every device.", ErrorKind.SignIn);
    public static Error Full { get; } = Error.Conflict("carts.full", $"A cart holds at most {Cart.MaxLines} courses.");
    public static Error Doubled { get; } = Error.Conflict("carts.doubled", "This course is in your cart already. For several people raise the number there.");
    public static Error Owned { get; } = Error.Conflict("carts.owned", "This course is yours already. To buy it for others choose two licences or more.");
    public static Error OwnCourse { get; } = Error.Conflict("carts.own_course", "This is your own course: you see everything in it already.");
    public static Error Removed { get; } = Error.Conflict("carts.removed", "The instructor has closed this course for you. Only they can let you back in.");
    public static Error Gone { get; } = Error.NotFound("carts.gone", "This course is not for sale at present.");
    public static Error Free { get; } = Error.Conflict("carts.free", "This course is free. Enrol in it on its page, it needs no checkout.");
    public static Error SoldOut { get; } = Error.Conflict("carts.sold_out", "All places in this course are taken at present.");
    public static Error FewSeats(int left) => Error.Conflict("carts.sold_out", $"Only {left} {(left == 1 ? "place is" : "places are")} left in this course.");
    public static Error NoPrice(string currency) => Error.Conflict("carts.no_price", $"This course is not sold in {currency}, the currency of your cart.");
    public static Error PriceChanged { get; } = Error.Conflict("carts.price_changed", "The price has changed since you put this into your cart. Look at it and say that you agree.");
    public static Error BadCourse { get; } = Error.Invalid("carts.bad_course", "A course's id is 1 to 64 of a-z, 0-9, '-' and '_'.", "courseId");
    public static Error BadQuantity { get; } = Error.Invalid("carts.bad_quantity", $"Between 1 and {Cart.MaxQuantity} licences can be bought at once.", "quantity");
    public static Error BadCurrency { get; } = Error.Invalid("carts.bad_currency", "Choose one of the currencies.", "currency");
    public static Error NoLine { get; } = Error.NotFound("carts.no_line", "This course is not in your cart any more.");
    public static Error Empty { get; } = Error.Conflict("carts.empty", "There is nothing in your cart.");
    public static Error InCheckout { get; } = Error.Conflict("carts.in_checkout", "An order of this cart is waiting for its payment. Finish or cancel it first.");
    public static Error BadOrder { get; } = Error.Invalid("carts.bad_order", "An order's id is 1 to 64 of a-z, 0-9, '-' and '_'.", "orderId");
    public static Error CouponTwice { get; } = Error.Conflict("carts.coupon_twice", "This coupon is in your cart already.") with { Field = "code" };
    public static Error TooManyCoupons { get; } = Error.Conflict("carts.too_many_coupons", $"At most {Cart.MaxCoupons} coupons can be used at once.") with { Field = "code" };
    public static Error EmptyForCoupon { get; } = Error.Conflict("carts.empty", "Put a course into your cart first.") with { Field = "code" };

    public static Error Locked(TimeSpan wait) => new("coupons.locked",
        $"Too many codes were wrong. Try again in {Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))} min.", ErrorKind.TooMany, "code");
}
