using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;

namespace LearningHub.Grains.Notifications;

using Outcome = Decision<NotificationSettingsState>;

/// <summary>The rules of what a person wants.</summary>
internal static class NotificationSettings
{
    public const int MostMuted = 300, MostDevices = 10;

    public static Outcome Set(NotificationSettingsState state, SetNotificationSettings c)
    {
        if (!IsTime(c.DigestAt) || c.Quiet is { } quiet && (!IsTime(quiet.From) || !IsTime(quiet.Until) || quiet.From == quiet.Until)) return NotificationErrors.HoursInvalid;
        var next = state with { Quiet = c.Quiet, DigestAt = c.DigestAt };
        foreach (var choice in c.Choices.IsDefault ? [] : c.Choices)
        {
            if (choice is null || NotificationCatalogue.Find(choice.Kind) is not { } kind) return NotificationErrors.NoKind;
            if (choice.InApp is not (NotificationFrequency.Off or NotificationFrequency.AtOnce) || !Enum.IsDefined(choice.Mail) || !Enum.IsDefined(choice.Push)) return NotificationErrors.ChoiceInvalid;
            next = next.With(kind, choice);
            // Who chooses something has it no longer muted. The page sends all kinds, also those that stay so.
            if (!IsOff(choice)) next = next.WithBefore(kind, null);
        }
        return Same(state, next) ? Outcome.NoChange(state) : Outcome.Of(next, new NotificationSettingsChanged());
    }

    public static Outcome MuteKind(NotificationSettingsState state, MuteKind c)
    {
        if (NotificationCatalogue.Find(c.Kind) is not { } kind) return NotificationErrors.NoKind;
        var (now, before) = (state.Of(kind), state.Before(kind));
        // One that was switched off by hand is muted too, so that taking that back leaves it off.
        if (c.Muted ? IsOff(now) && before is not null : !IsOff(now) || before is { } kept && IsOff(kept)) return Outcome.NoChange(state);
        var next = c.Muted ? state.With(kind, new(kind.Id, NotificationFrequency.Off, NotificationFrequency.Off, NotificationFrequency.Off)).WithBefore(kind, now) : state.With(kind, before ?? kind.Default).WithBefore(kind, null);
        return Outcome.Of(next, new NotificationKindMuted(kind.Id, c.Muted));
    }

    public static Outcome MuteCourse(NotificationSettingsState state, MuteCourse c)
    {
        if (!KeySegment.IsValid(c.CourseId)) return NotificationErrors.NoCourse;
        if (state.MutedCourses.Contains(c.CourseId) == c.Muted) return Outcome.NoChange(state);
        if (c.Muted && state.MutedCourses.Length >= MostMuted) return NotificationErrors.TooManyCourses;
        return Outcome.Of(state with { MutedCourses = c.Muted ? state.MutedCourses.Add(c.CourseId) : state.MutedCourses.Remove(c.CourseId) }, new NotificationCourseMuted(c.CourseId, c.Muted));
    }

    public static Outcome Unsubscribe(NotificationSettingsState state, UnsubscribeMail c)
    {
        if (c.Kind is not null && NotificationCatalogue.Find(c.Kind) is null) return NotificationErrors.NoKind;
        var next = state;
        foreach (var kind in NotificationCatalogue.All.Where(k => c.Kind is null || k.Id == c.Kind))
        {
            var now = next.Of(kind);
            // Nor when it is not muted any more.
            if (IsOff(now)) next = next.WithBefore(kind, (next.Before(kind) ?? now) with { Mail = NotificationFrequency.Off });
            next = next.With(kind, now with { Mail = NotificationFrequency.Off });
        }
        return Same(state, next) ? Outcome.NoChange(state) : Outcome.Of(next, new NotificationMailUnsubscribed(c.Kind));
    }

    /// <param name="device">Its keys are checked already.</param>
    public static Outcome AddDevice(NotificationSettingsState state, StoredDevice device)
    {
        var known = state.Devices.FirstOrDefault(d => d.DeviceId == device.DeviceId);
        if (known is not null && known with { AddedAt = device.AddedAt, Name = device.Name } == device) return Outcome.NoChange(state);
        var others = state.Devices.RemoveAll(d => d.DeviceId == device.DeviceId);
        // A person who comes with an eleventh browser has long thrown the first away.
        if (others.Length >= MostDevices) others = others.RemoveAt(0);
        return Outcome.Of(state with { Devices = others.Add(device) }, new PushDeviceAdded(device.DeviceId));
    }

    public static Outcome RemoveDevice(NotificationSettingsState state, string deviceId) => state.Devices.Any(d => d.DeviceId == deviceId)
        ? Outcome.Of(state with { Devices = state.Devices.RemoveAll(d => d.DeviceId == deviceId) }, new PushDeviceRemoved(deviceId))
        : Outcome.NoChange(state);

    private static bool IsOff(KindChoice c) => c is { InApp: NotificationFrequency.Off, Mail: NotificationFrequency.Off, Push: NotificationFrequency.Off };

    private static bool IsTime(int minutes) => minutes is >= 0 and < WallClock.MinutesOfDay;

    private static bool Same(NotificationSettingsState a, NotificationSettingsState b) =>
        a.Quiet == b.Quiet && a.DigestAt == b.DigestAt && Same(a.Choices, b.Choices) && Same(a.BeforeMuted, b.BeforeMuted);

    private static bool Same(ImmutableArray<KindChoice> a, ImmutableArray<KindChoice> b) =>
        a.OrderBy(c => c.Kind, StringComparer.Ordinal).SequenceEqual(b.OrderBy(c => c.Kind, StringComparer.Ordinal));
}
