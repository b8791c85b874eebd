using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.Grains.Notifications;

/// <summary>What a person wants: deviations from the defaults only. At most about 30 choices and as many from before they were muted, 300 muted courses of 32 characters and 10 devices of 1 KB: 28 KB.</summary>
internal sealed record NotificationSettingsState : IAggregateState<NotificationSettingsState>
{
    public const int DefaultDigestAt = 7 * 60 + 30;

    public static string AggregateType => "notification_settings";
    public static NotificationSettingsState Empty { get; } = new();

    public ImmutableArray<KindChoice> Choices { get; init; } = [];
    /// <summary>What was chosen of kinds that are muted now. Of those muted by a version that kept nothing there is none.</summary>
    public ImmutableArray<KindChoice> BeforeMuted { get; init; } = [];
    public ImmutableArray<string> MutedCourses { get; init; } = [];
    public QuietHours? Quiet { get; init; }
    /// <summary>Minutes after midnight on the person's clock.</summary>
    public int DigestAt { get; init; } = DefaultDigestAt;
    public ImmutableArray<StoredDevice> Devices { get; init; } = [];

    public KindChoice Of(NotificationKind kind) => Choices.FirstOrDefault(c => c.Kind == kind.Id) ?? kind.Default;

    public KindChoice? Before(NotificationKind kind) => BeforeMuted.FirstOrDefault(c => c.Kind == kind.Id);

    public NotificationSettingsState WithBefore(NotificationKind kind, KindChoice? choice)
    {
        var others = BeforeMuted.RemoveAll(c => c.Kind == kind.Id);
        return this with { BeforeMuted = choice is null ? others : others.Add(choice) };
    }

    public NotificationSettingsState With(NotificationKind kind, KindChoice choice)
    {
        var others = Choices.RemoveAll(c => c.Kind == kind.Id);
        return this with { Choices = choice == kind.Default ? others : others.Add(choice) };
    }
}

/// <param name="SessionId">Pushes end with it.</param>
internal sealed record StoredDevice(string DeviceId, string Endpoint, string P256dh, string Auth, string Name, string SessionId, DateTimeOffset AddedAt);
