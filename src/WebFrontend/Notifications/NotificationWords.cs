using System.Globalization;
using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.WebFrontend.Notifications;

/// <summary>Settings in words.</summary>
internal static class NotificationWords
{
    public static readonly IReadOnlyList<(NotificationFrequency Value, string Form, string Text)> Frequencies =
        [(NotificationFrequency.AtOnce, "atOnce", "At once"), (NotificationFrequency.Daily, "daily", "Daily"), (NotificationFrequency.Off, "off", "Off")];

    public static string Time(int minutes) => minutes is >= 0 and < 24 * 60 ? TimeOnly.MinValue.AddMinutes(minutes).ToString("HH:mm", CultureInfo.InvariantCulture) : "";
}
