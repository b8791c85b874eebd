namespace LearningHub.WebFrontend.Users;

/// <summary>The time zones to choose from, by IANA id. Not sorted by the system: its order goes by display names, which take seconds to make.</summary>
internal static class Zones
{
    public static readonly IReadOnlyList<(string Value, string Text)> All =
    [
        ("", "As my device has it"),
        ("Etc/UTC", "UTC"),
        .. TimeZoneInfo.GetSystemTimeZones(skipSorting: true).Where(z => z.HasIanaId && z.Id.Contains('/', StringComparison.Ordinal) && !z.Id.StartsWith("Etc/", StringComparison.Ordinal))
            .Select(z => z.Id).Order(StringComparer.Ordinal).Select(id => (id, id.Replace('_', ' '))),
    ];
}
