using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Courses;

// The course's id is the last segment of the event's key.

[EventName("course.created")]
public sealed record CourseCreated(string InstructorId) : DomainEvent;

/// <param name="Prices">Of events from before a course had several prices: default.</param>
[EventName("course.details_changed")]
public sealed record CourseDetailsChanged(CourseLevel Level, string Language, ImmutableArray<Money> Prices, int? SeatLimit) : DomainEvent;

[EventName("course.section_added")]
public sealed record SectionAdded(string SectionId) : DomainEvent;

[EventName("course.section_renamed")]
public sealed record SectionRenamed(string SectionId) : DomainEvent;

/// <param name="Lessons">How many lessons went with it.</param>
[EventName("course.section_removed")]
public sealed record SectionRemoved(string SectionId, int Lessons) : DomainEvent;

[EventName("course.lesson_added")]
public sealed record LessonAdded(string SectionId, string LessonId, LessonKind Kind) : DomainEvent;

/// <param name="MediaId">The video it names now, or null.</param>
[EventName("course.lesson_changed")]
public sealed record LessonChanged(string LessonId, string? MediaId) : DomainEvent;

/// <param name="MediaId">The video it named, or null.</param>
[EventName("course.lesson_removed")]
public sealed record LessonRemoved(string LessonId, string? MediaId) : DomainEvent;

/// <param name="ToSectionId">Null when a section moved.</param>
[EventName("course.item_moved")]
public sealed record ItemMoved(string ItemId, string? ToSectionId, int Index) : DomainEvent;

[EventName("course.lesson_media_changed")]
public sealed record LessonMediaChanged(string LessonId, string MediaId, long DurationMs) : DomainEvent;

/// <param name="Questions">How many an attempt has now.</param>
[EventName("course.lesson_quiz_changed")]
public sealed record LessonQuizTold(string LessonId, int Questions, long DurationMs) : DomainEvent;

/// <summary>Of a course that was submitted once: what its quiz asks is not what was looked at.</summary>
[EventName("course.lesson_quiz_edited")]
public sealed record LessonQuizRevised(string LessonId) : DomainEvent;

[EventName("course.media_captions_changed")]
public sealed record LessonCaptionsTold(string MediaId) : DomainEvent;

[EventName("course.published")]
public sealed record CoursePublished(string InstructorId, int Lessons, long DurationMs) : DomainEvent;

[EventName("course.unpublished")]
public sealed record CourseUnpublished : DomainEvent;
