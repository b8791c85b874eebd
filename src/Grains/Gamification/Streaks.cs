using System.Globalization;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.Grains.Gamification;

/// <summary>Days in a row. A day is a date of the person's own wall calendar: a change of the clock makes one shorter or longer and takes none away.</summary>
internal static class Streaks
{
    private const int Shown = 7;

    /// <param name="days">In any order, repeats allowed.</param>
    public static StreakView Of(IEnumerable<DateOnly> days, DateOnly today)
    {
        var learned = days.ToHashSet();
        var last = learned.Contains(today) ? today : today.AddDays(-1);
        var current = 0;
        while (learned.Contains(last.AddDays(-current))) current++;
        return new(current, Best(learned), learned.Contains(today),
            [.. Enumerable.Range(0, Shown).Select(i => today.AddDays(i - Shown + 1)).Select(d => new StreakDay(d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), learned.Contains(d)))]);
    }

    public static int Best(IEnumerable<DateOnly> days)
    {
        var (best, run) = (0, 0);
        DateOnly? before = null;
        foreach (var day in days.Distinct().Order())
        {
            run = before?.AddDays(1) == day ? run + 1 : 1;
            best = Math.Max(best, run);
            before = day;
        }
        return best;
    }

    /// <summary>The date on the wall of whoever lives in this zone; UTC where there is no such zone.</summary>
    public static DateOnly DayOf(DateTimeOffset at, string zone) => DateOnly.FromDateTime(
        zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? TimeZoneInfo.ConvertTime(at, found).DateTime : at.UtcDateTime);
}
