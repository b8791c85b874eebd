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
        }
        return Same(state, next) ? Outcome.NoChange(state) : Outcome.Of(next, new NotificationSettingsChanged());
    }

    public static Outcome MuteKind(NotificationSettingsState state, MuteKind c)
    {
        if (NotificationCatalogue.Find(c.Kind) is not { } kind) return NotificationErrors.NoKind;
        var off = new KindChoice(kind.Id, NotificationFrequency.Off, NotificationFrequency.Off, NotificationFrequency.Off);
        if (c.Muted == (state.Of(kind) == off)) return Outcome.NoChange(state);
        return Outcome.Of(state.With(kind, c.Muted ? off : kind.Default), new NotificationKindMuted(kind.Id, c.Muted));
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
        foreach (var kind in NotificationCatalogue.All.Where(k => c.Kind is null || k.Id == c.Kind)) next = next.With(kind, next.Of(kind) with { Mail = NotificationFrequency.Off });
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

    private static bool IsTime(int minutes) => minutes is >= 0 and < WallClock.MinutesOfDay;

    private static bool Same(NotificationSettingsState a, NotificationSettingsState b) =>
        a.Quiet == b.Quiet && a.DigestAt == b.DigestAt && a.Choices.OrderBy(c => c.Kind, StringComparer.Ordinal).SequenceEqual(b.Choices.OrderBy(c => c.Kind, StringComparer.Ordinal));
}
