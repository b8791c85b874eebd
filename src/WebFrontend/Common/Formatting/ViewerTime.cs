namespace LearningHub.WebFrontend.Common;

/// <summary>Times as a viewer reads them.</summary>
internal static class ViewerTime
{
    /// <summary>The wall clock in this zone with the zone in words; in UTC when the zone is unknown.</summary>
    public static (DateTime Local, string Zone) Of(DateTimeOffset at, string? zone) =>
        zone is { Length: > 0 and <= 64 } && zone != "Etc/UTC" && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            ? (TimeZoneInfo.ConvertTime(at, found).DateTime, zone.Replace('_', ' '))
            : (at.UtcDateTime, "UTC");
}
