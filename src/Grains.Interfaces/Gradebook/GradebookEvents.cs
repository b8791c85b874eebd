using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Gradebook;

// The event's key is a CourseKey. Reasons are records, never events.

[EventName("gradebook.setup_changed")]
public sealed record GradebookSetupChanged(int Categories) : DomainEvent;

/// <param name="ItemId">Null: all of them.</param>
[EventName("gradebook.posting_changed")]
public sealed record GradePostingChanged(string? ItemId, bool Posted) : DomainEvent;

[EventName("gradebook.overridden")]
public sealed record GradeOverridden(string ItemId, string UserId, OverrideKind Kind) : DomainEvent;
