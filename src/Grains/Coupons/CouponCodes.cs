using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Coupons;

/// <summary>The two shapes of code: one that its seller chose (<c>SUMMER-20</c>), shared by all, and single-use codes of chance with a check digit
/// (<c>7F3K-0M2Q-9XWB</c>). Both are claimed in the tenant without hyphens, in upper case.</summary>
internal static class CouponCodes
{
    public const string Claim = "coupon_code";
    public const int MinLength = 3, MaxLength = 32, SingleUseLength = 12;
    private const int Group = 4, MaxTyped = 100;

    public static string NewSingleUse() => CheckedCode.New(SingleUseLength);

    public static string Shown(string singleUse) => CheckedCode.Shown(singleUse, Group);

    /// <summary>A chosen code as it is kept; null when it cannot be one.</summary>
    public static string? Shared(string typed)
    {
        if (typed.Length > MaxTyped) return null;
        var letters = new string([.. typed.Where(c => !CheckedCode.IsSeparator(c)).Select(char.ToUpperInvariant)]);
        return letters.Length is >= MinLength and <= MaxLength && letters.All(char.IsAsciiLetterOrDigit) ? letters : null;
    }

    /// <summary>What a typed code may be in the claims, most likely first; or why it is none. A typing mistake in a single-use code is told as such.</summary>
    public static Result<string[]> Candidates(string typed)
    {
        var shared = Shared(typed);
        if (CheckedCode.Normalize(typed, SingleUseLength) is not { } single) return shared is null ? CouponErrors.Unknown : new string[] { shared };
        if (CheckedCode.IsValid(single)) return shared is null || shared == single ? [single] : new string[] { shared, single };
        return shared is null ? CouponErrors.Mistyped : new string[] { shared };
    }

    /// <summary>Whether what was typed has the shape of a single-use code whose check digit is wrong.</summary>
    public static bool IsMistyped(string typed) => CheckedCode.Normalize(typed, SingleUseLength) is { } single && !CheckedCode.IsValid(single);
}
