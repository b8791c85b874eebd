using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Notifications;

public enum NotificationChannel { InApp, Mail, Push }

/// <summary>In the inbox <see cref="Daily"/> has no meaning and is refused.</summary>
public enum NotificationFrequency { Off, AtOnce, Daily }

/// <summary><see cref="Urgent"/> is about the next minutes: it does not wait for the end of quiet hours.</summary>
public enum NotificationUrgency { Low, Normal, Urgent }

/// <summary>A row of the inbox, its texts made when it is read.</summary>
/// <param name="Path">On this site: what it is about.</param>
/// <param name="Why">A sentence: why this person got it.</param>
/// <param name="CourseId">Null where it is about no course; else the course can be muted.</param>
/// <param name="Count">How many things of the kind it stands for.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.View")]
public sealed record NotificationView(string NotificationId, string Kind, string KindName, NotificationUrgency Urgency, string Icon, string Title, string Body, string Path, string Why,
    string? CourseId, string? CourseTitle, int Count, DateTimeOffset At, bool Read);

/// <param name="Number">Rises with every later answer and push: what comes with a lower one is older.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.Unread")]
public sealed record UnreadView(int Unread, long Number);

/// <param name="UnreadOnly">Only what was not read.</param>
/// <param name="Kind">Null: all.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.Query")]
public sealed record InboxQuery(bool UnreadOnly, string? Kind, string? Cursor, int Limit);

/// <param name="Kinds">Those that are in the inbox, for a filter.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.Inbox")]
public sealed record InboxView(Page<NotificationView> Page, UnreadView Unread, ImmutableArray<KindName> Kinds);

[GenerateSerializer, Immutable, Alias("hub.notifications.KindName")]
public sealed record KindName(string Kind, string Name);

/// <param name="Read">False: unread again.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.MarkRead")]
public sealed record MarkRead(string NotificationId, bool Read = true);

/// <param name="UpTo">What came later than what the person saw stays unread; null: all.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.MarkAllRead")]
public sealed record MarkAllRead(DateTimeOffset? UpTo = null);

/// <param name="Deleted">False: back again, within a week.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.Delete")]
public sealed record DeleteNotification(string NotificationId, bool Deleted = true);

/// <summary>What a person wants of one kind on each channel.</summary>
[GenerateSerializer, Immutable, Alias("hub.notifications.KindChoice")]
public sealed record KindChoice(string Kind, NotificationFrequency InApp, NotificationFrequency Mail, NotificationFrequency Push);

/// <summary>A row of the matrix.</summary>
/// <param name="Group">Under which heading it stands.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.KindSetting")]
public sealed record KindSetting(string Kind, string Name, string Group, string Icon, NotificationUrgency Urgency, NotificationFrequency InApp, NotificationFrequency Mail,
    NotificationFrequency Push, bool Changed);

[GenerateSerializer, Immutable, Alias("hub.notifications.MutedCourse")]
public sealed record MutedCourse(string CourseId, string Title);

/// <summary>Quiet hours of the person's wall clock, in minutes after midnight; over midnight when <paramref name="Until"/> is the smaller one.</summary>
[GenerateSerializer, Immutable, Alias("hub.notifications.QuietHours")]
public sealed record QuietHours(int From, int Until);

/// <param name="Zone">The person's own; empty: unknown, UTC is used.</param>
/// <param name="DigestAt">Minutes after midnight.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.Settings")]
public sealed record NotificationSettingsView(ImmutableArray<KindSetting> Kinds, QuietHours? Quiet, int DigestAt, string Zone, ImmutableArray<MutedCourse> MutedCourses,
    ImmutableArray<PushDeviceView> Devices);

/// <param name="Choices">Those that change; kinds that are not named stay as they are.</param>
/// <param name="Quiet">Null: none.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.Set")]
public sealed record SetNotificationSettings(ImmutableArray<KindChoice> Choices, QuietHours? Quiet, int DigestAt) : Command;

/// <param name="Muted">False: as it was before it was muted.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.MuteKind")]
public sealed record MuteKind(string Kind, bool Muted) : Command;

[GenerateSerializer, Immutable, Alias("hub.notifications.MuteCourse")]
public sealed record MuteCourse(string CourseId, bool Muted) : Command;

/// <summary>By a link of a mail, without a session.</summary>
/// <param name="Kind">No mails of this kind any more; null: no mails of any.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.Unsubscribe")]
public sealed record UnsubscribeMail(string? Kind) : Command;

/// <summary>A browser that takes pushes, in the words of the Push API.</summary>
/// <param name="P256dh">The public key of the subscription, base64url.</param>
/// <param name="Auth">Its secret, base64url.</param>
/// <param name="Name">What the person calls it.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.AddDevice")]
public sealed record AddPushDevice(string Endpoint, string P256dh, string Auth, string Name) : Command;

[GenerateSerializer, Immutable, Alias("hub.notifications.RemoveDevice")]
public sealed record RemovePushDevice(string DeviceId) : Command;

/// <param name="Endpoint">A hash of it: enough for a browser to know itself.</param>
/// <param name="Open">Whether the session that it belongs to lasts: else nothing is pushed there until it is added again.</param>
/// <param name="Here">It belongs to the caller's own session.</param>
[GenerateSerializer, Immutable, Alias("hub.notifications.DeviceView")]
public sealed record PushDeviceView(string DeviceId, string Name, string Endpoint, DateTimeOffset AddedAt, bool Open = false, bool Here = false);

/// <summary>For the worker that sends.</summary>
[GenerateSerializer, Immutable, Alias("hub.notifications.Device")]
public sealed record PushDevice(string DeviceId, string Endpoint, string P256dh, string Auth, string SessionId);
