using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Enrolments;

// The event's key is a MemberKey: tenant/course/user.

/// <param name="Again">The person had been enrolled before.</param>
[EventName("enrolment.enrolled")]
public sealed record StudentEnrolled(bool Again) : DomainEvent;

[EventName("enrolment.left")]
public sealed record StudentLeft : DomainEvent;

[EventName("enrolment.removed")]
public sealed record StudentRemoved : DomainEvent;

[EventName("enrolment.readmitted")]
public sealed record StudentReadmitted : DomainEvent;

/// <summary>What was watched, already cut to the media. Progress is a function of these events alone, whatever their order.</summary>
/// <param name="DurationMs">Of the media when it was reported; 0 for text.</param>
[EventName("enrolment.progress_recorded")]
public sealed record ProgressRecorded(string LessonId, ImmutableArray<Interval> Intervals, long PositionMs, DateTimeOffset At, long DurationMs) : DomainEvent;

/// <summary>The student said so.</summary>
[EventName("enrolment.lesson_marked")]
public sealed record LessonMarked(string LessonId, bool Completed) : DomainEvent;

/// <summary>By watching or by mark; told once a change.</summary>
[EventName("enrolment.lesson_completed")]
public sealed record LessonCompleted(string LessonId) : DomainEvent;

/// <summary>Every lesson the course had at the time was complete. Told once.</summary>
[EventName("enrolment.course_completed")]
public sealed record CourseCompleted(int Lessons) : DomainEvent;

/// <summary>A ground for access came to stand. <see cref="StudentEnrolled"/> follows when access began with it.</summary>
[EventName("enrolment.ground_granted")]
public sealed record GroundGranted(string Ground) : DomainEvent;

/// <summary>A ground fell. <see cref="StudentRevoked"/> follows when it was the last.</summary>
[EventName("enrolment.ground_revoked")]
public sealed record GroundRevoked(string Ground, string Reason) : DomainEvent;

/// <summary>Access ended with the last ground.</summary>
[EventName("enrolment.revoked")]
public sealed record StudentRevoked(string Reason) : DomainEvent;
