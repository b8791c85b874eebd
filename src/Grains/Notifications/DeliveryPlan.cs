using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.Grains.Notifications;

/// <summary>What becomes of one notification for one person: whether the inbox shows it, and what leaves the house when.</summary>
/// <param name="Mail">Null: no mail.</param>
/// <param name="Push">Null: no push.</param>
internal sealed record DeliveryPlan(bool Shown, DateTimeOffset? Mail, DateTimeOffset? Push)
{
    private static readonly DeliveryPlan Nothing = new(false, null, null);

    /// <summary>Wanted nowhere: there is no row at all.</summary>
    public bool IsNothing => this is { Shown: false, Mail: null, Push: null };

    /// <param name="grace">What a mail waits that is not urgent: who reads it on the site meanwhile gets none, and what comes together goes together.</param>
    public static DeliveryPlan Of(NotificationKind kind, NotificationSettingsState settings, string? courseId, TimeZoneInfo zone, DateTimeOffset now, TimeSpan grace)
    {
        if (courseId is not null && !kind.IsPersonal && settings.MutedCourses.Contains(courseId)) return Nothing;
        var choice = settings.Of(kind);
        return new(choice.InApp != NotificationFrequency.Off, At(choice.Mail, grace), At(choice.Push, TimeSpan.Zero));

        DateTimeOffset? At(NotificationFrequency frequency, TimeSpan waits) => frequency switch
        {
            NotificationFrequency.Off => null,
            // The person has chosen that time of day: quiet hours do not move it.
            NotificationFrequency.Daily => WallClock.Next(now, zone, settings.DigestAt),
            // What is about the next minutes is worth nothing in the morning.
            _ when kind.Urgency is NotificationUrgency.Urgent => now,
            _ => AfterQuiet(settings.Quiet, zone, now + waits),
        };
    }

    private static DateTimeOffset AfterQuiet(QuietHours? quiet, TimeZoneInfo zone, DateTimeOffset at) =>
        quiet is not null && WallClock.IsWithin(at, zone, quiet.From, quiet.Until) ? WallClock.Next(at, zone, quiet.Until) : at;
}
