using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Carts;

/// <summary>What the world says about a course in a cart at this moment.</summary>
/// <param name="Standing">Of the cart's owner; null for a guest.</param>
/// <param name="SeatsLeft">Null: any number.</param>
internal sealed record CourseLook(CourseOffer Offer, EnrolmentStanding? Standing, int? SeatsLeft, bool IsSeller)
{
    /// <summary>Why the course cannot be bought so, or null.</summary>
    public Error? Refuse(int quantity, string currency)
    {
        if (!Offer.IsOpen) return CartErrors.Gone;
        if (IsSeller) return CartErrors.OwnCourse;
        if (Offer.IsFree) return CartErrors.Free;
        // Licences are for others: neither an instructor's door nor a place of one's own stands against them.
        if (quantity == 1 && Standing is { Status: EnrolmentStatus.Removed }) return CartErrors.Removed;
        if (quantity == 1 && Standing is { Owns: true }) return CartErrors.Owned;
        if (Offer.PriceIn(currency) is null) return CartErrors.NoPrice(currency);
        return SeatsLeft is not { } left || left >= quantity ? null : left == 0 ? CartErrors.SoldOut : CartErrors.FewSeats(left);
    }
}

/// <summary>The courses of a cart as they are at this moment.</summary>
internal sealed record CartLook(ImmutableDictionary<string, CourseLook> Courses)
{
    public CourseLook Of(string courseId) => Courses[courseId];

    /// <summary>Why a line cannot be bought as it is; a changed price is told last, where all else is well.</summary>
    public Error? Problem(CartLine line) =>
        Of(line.CourseId).Refuse(line.Quantity, line.PriceSeen.Currency) ?? (PriceNow(line) == line.PriceSeen ? null : CartErrors.PriceChanged);

    public Money? PriceNow(CartLine line) => Of(line.CourseId) is { Offer: { IsOpen: true } offer } ? offer.PriceIn(line.PriceSeen.Currency) : null;

    /// <summary>Whether it counts in the sum: it could be bought, at what it costs now.</summary>
    public bool Counts(CartLine line) => Of(line.CourseId).Refuse(line.Quantity, line.PriceSeen.Currency) is null;
}
