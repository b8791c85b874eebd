using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Grains.Coupons;

/// <summary>The rules for the rules of a coupon.</summary>
internal static class CouponTerms
{
    public const int MaxName = 80, MaxCourses = 100, MaxLimit = 1_000_000;
    public const long MaxAmountMinor = 10_000_000;

    /// <summary>The first thing that is wrong, or null. Tidies what it may.</summary>
    public static Error? Check(ref CouponRules r)
    {
        var name = (r.Name ?? "").Trim();
        if (name.Length is 0 or > MaxName || !PlainText.IsWellFormed(name) || name.Any(char.IsControl)) return CouponErrors.Bad("name", $"Give the coupon a name of at most {MaxName} characters, for yourself.");
        if (!Enum.IsDefined(r.Kind)) return CouponErrors.Bad("kind", "A coupon takes off a percentage or an amount.");
        r = r with { Name = name, Amounts = r.Amounts.OrEmpty(), Minimums = r.Minimums.OrEmpty(), CourseIds = r.CourseIds.OrEmpty(), From = Given(r.From), Until = Given(r.Until) };
        return CheckValue(r) ?? CheckTime(r) ?? CheckLimits(r);
    }

    private static Error? CheckValue(CouponRules r)
    {
        if (r.Kind == CouponKind.Percentage && r.BasisPoints is < 1 or > Money.WholeInBasisPoints) return CouponErrors.Bad("basis_points", "A percentage is more than 0 and at most 100.");
        if (r.Kind == CouponKind.Percentage && !r.Amounts.IsEmpty) return CouponErrors.Bad("amounts", "A percentage has no amount.");
        if (r.Kind == CouponKind.Fixed && (r.Amounts.IsEmpty || r.BasisPoints != 0)) return CouponErrors.Bad("amounts", "Write how much it takes off, in one currency at least.");
        return CheckAmounts("amounts", r.Amounts) ?? CheckAmounts("minimums", r.Minimums);
    }

    private static Error? CheckAmounts(string field, ImmutableArray<Money> amounts)
    {
        if (amounts.Any(a => !Currencies.IsSold(a.Currency) || a.Minor is < 1 or > MaxAmountMinor)) return CouponErrors.Bad(field, "An amount is more than 0, in one of the currencies.");
        return amounts.DistinctBy(a => a.Currency).Count() == amounts.Length ? null : CouponErrors.Bad(field, "There can be one amount a currency.");
    }

    private static Error? CheckTime(CouponRules r)
    {
        if (!SellerTime.IsZone(r.Zone)) return CouponErrors.Bad("zone", "Choose a time zone.");
        if (r.From is { } from && !SellerTime.IsLocal(from)) return CouponErrors.Bad("from", "Write a date and a time.");
        if (r.Until is { } until && !SellerTime.IsLocal(until)) return CouponErrors.Bad("until", "Write a date and a time.");
        return r is { From: { } start, Until: { } end } && SellerTime.Start(start, r.Zone) >= SellerTime.End(end, r.Zone) ? CouponErrors.Bad("until", "The end is before the beginning.") : null;
    }

    private static Error? CheckLimits(CouponRules r)
    {
        if (r.TotalLimit is < 1 or > MaxLimit) return CouponErrors.Bad("total_limit", $"A limit is between 1 and {MaxLimit:N0} uses. Leave it empty for any number.");
        if (r.PerPersonLimit is < 1 or > MaxLimit) return CouponErrors.Bad("per_person_limit", $"A limit is between 1 and {MaxLimit:N0} uses. Leave it empty for any number.");
        return r.CourseIds.Length <= MaxCourses && r.CourseIds.All(KeySegment.IsValid) && r.CourseIds.Distinct().Count() == r.CourseIds.Length
            ? null : CouponErrors.Bad("course_ids", $"Choose at most {MaxCourses} courses, each once.");
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ImmutableArray<T> OrEmpty<T>(this ImmutableArray<T> array) => array.IsDefault ? [] : array;
}
