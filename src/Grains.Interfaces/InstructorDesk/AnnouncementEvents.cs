using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.InstructorDesk;

// The course's id is the last segment of the event's key.

[EventName("announcement.planned")]
public sealed record AnnouncementPlanned(string AnnouncementId, DateTimeOffset At) : DomainEvent;

/// <summary>Everybody in the course may read it now. Told once an announcement.</summary>
[EventName("announcement.posted")]
public sealed record AnnouncementPosted(string AnnouncementId, string AuthorId) : DomainEvent;

/// <summary>One that was held is another's now.</summary>
[EventName("announcement.adopted")]
public sealed record AnnouncementAdopted(string AnnouncementId, string AuthorId) : DomainEvent;

[EventName("announcement.withdrawn")]
public sealed record AnnouncementWithdrawn(string AnnouncementId) : DomainEvent;
