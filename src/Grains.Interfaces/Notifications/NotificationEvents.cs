using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Notifications;

// The event's key is a UserKey. What a person wants is in the document.

[EventName("notifications.settings_changed")]
public sealed record NotificationSettingsChanged : DomainEvent;

[EventName("notifications.kind_muted")]
public sealed record NotificationKindMuted(string Kind, bool Muted) : DomainEvent;

[EventName("notifications.course_muted")]
public sealed record NotificationCourseMuted(string CourseId, bool Muted) : DomainEvent;

/// <param name="Kind">Null: all mails.</param>
[EventName("notifications.unsubscribed")]
public sealed record NotificationMailUnsubscribed(string? Kind) : DomainEvent;

[EventName("notifications.device_added")]
public sealed record PushDeviceAdded(string DeviceId) : DomainEvent;

[EventName("notifications.device_removed")]
public sealed record PushDeviceRemoved(string DeviceId) : DomainEvent;
