using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.WebFrontend.Coupons;

/// <summary>The words of coupons on pages.</summary>
internal static class CouponWords
{
    public static string Off(CouponKind kind, int basisPoints, ImmutableArray<Money> amounts) =>
        kind == CouponKind.Percentage ? $"{(basisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture)}\u00a0%" : string.Join(" · ", amounts.Select(MoneyText.Tag));

    /// <summary>A state for a tag: what it is, and how it looks.</summary>
    public static (string Text, string? Kind) State(bool paused, DateTimeOffset? starts, DateTimeOffset? ends, int used, int? limit, DateTimeOffset now) =>
        paused ? ("Stopped", null) : ends <= now ? ("Over", null) : limit <= used ? ("Used up", null) : starts > now ? ("Not yet", "warn") : ("Runs", "ok");
}
