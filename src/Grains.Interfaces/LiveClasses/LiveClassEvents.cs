using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.LiveClasses;

[EventName("live_class.scheduled")]
public sealed record LiveClassScheduled(string CourseId, string HostId, DateTimeOffset StartsAt, int Minutes) : DomainEvent;

[EventName("live_class.changed")]
public sealed record LiveClassChanged(string CourseId, DateTimeOffset StartsAt, int Minutes) : DomainEvent;

[EventName("live_class.cancelled")]
public sealed record LiveClassCancelled(string CourseId) : DomainEvent;

[EventName("live_class.opened")]
public sealed record LiveClassOpened(string CourseId) : DomainEvent;

[EventName("live_class.started")]
public sealed record LiveClassStarted(string CourseId) : DomainEvent;

/// <summary>One who waited has the seat of one who left.</summary>
[EventName("live_class.seat_passed")]
public sealed record LiveSeatPassed(string CourseId, string UserId) : DomainEvent;

/// <param name="Sessions">How many broadcasts there were: what a recording is made of.</param>
[EventName("live_class.ended")]
public sealed record LiveClassEnded(string CourseId, string HostId, int Attended, int Sessions) : DomainEvent;

[EventName("live_class.broadcast_begun")]
public sealed record LiveBroadcastBegun(long Session, string By) : DomainEvent;

[EventName("live_class.poll_closed")]
public sealed record LivePollClosed(long Number, int Votes) : DomainEvent;
