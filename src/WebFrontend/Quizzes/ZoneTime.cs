using System.Globalization;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Moments in forms, in the writer's zone: a browser's <c>datetime-local</c> knows none.</summary>
public sealed record ZoneTime(TimeZoneInfo Zone)
{
    public static ZoneTime Of(Viewer viewer) =>
        new(viewer.Person is { Zone.Length: > 0 } person && TimeZoneInfo.TryFindSystemTimeZoneById(person.Zone, out var zone) ? zone : TimeZoneInfo.Utc);

    public string Name => Zone == TimeZoneInfo.Utc ? "UTC" : Zone.Id.Replace('_', ' ');

    public string Field(DateTimeOffset? at) => at is { } moment ? TimeZoneInfo.ConvertTime(moment, Zone).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : "";

    /// <summary>False for what is not a moment. An hour that a change of clocks leaves out is the one after it; of one that happens twice, the first.</summary>
    public bool TryParse(string text, out DateTimeOffset? at)
    {
        at = null;
        if (text.Length == 0) return true;
        if (!DateTime.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 2000 or > 2200) return false;
        if (Zone.IsInvalidTime(local)) local = local.AddHours(1);
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        at = new DateTimeOffset(local, offset).ToUniversalTime();
        return true;
    }
}
