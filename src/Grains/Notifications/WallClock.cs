namespace LearningHub.Grains.Notifications;

/// <summary>Moments on a person's wall clock, right on the days when it is put forward or back.</summary>
internal static class WallClock
{
    public const int MinutesOfDay = 24 * 60;

    /// <summary>UTC where there is no such zone.</summary>
    public static TimeZoneInfo Zone(string? id) => id is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>The next moment after <paramref name="now"/> at which the clock shows this time. A time that a day leaves out is when the clock has jumped over it; one that a
    /// day has twice is the first.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, TimeZoneInfo zone, int minutes)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var day = today.AddDays(-1); ; day = day.AddDays(1))
            if (Moment(day, zone, minutes) is var at && at > now) return at;
    }

    /// <summary>Whether the clock stands in these hours, which may go over midnight.</summary>
    public static bool IsWithin(DateTimeOffset now, TimeZoneInfo zone, int from, int until)
    {
        var minute = (int)TimeZoneInfo.ConvertTime(now, zone).TimeOfDay.TotalMinutes;
        return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
    }

    private static DateTimeOffset Moment(DateOnly day, TimeZoneInfo zone, int minutes)
    {
        var local = day.ToDateTime(new TimeOnly(minutes / 60, minutes % 60));
        // Put forward in the night: 02:30 is not on that day's clock. It is 03:30 when 02:30 would have been.
        if (zone.IsInvalidTime(local)) return new DateTimeOffset(local, zone.GetUtcOffset(local.AddDays(-1))).ToUniversalTime();
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
