using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Enrolments;

[GenerateSerializer, Immutable, Alias("hub.enrolments.Enrol")]
public sealed record EnrolStudent : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.Leave")]
public sealed record LeaveCourse : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.Remove")]
public sealed record RemoveStudent(string Reason) : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.Readmit")]
public sealed record ReadmitStudent : Command;

/// <param name="Ground">Why the person has access: <c>order-{orderId}</c> or <c>licence-{code}</c>.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Grant")]
public sealed record GrantAccess(string Ground) : Command;

/// <param name="Reason">A code, such as <c>refunded</c>; never free text.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Revoke")]
public sealed record RevokeAccess(string Ground, string Reason) : Command;

/// <summary>Half-open, in milliseconds of the media's own time.</summary>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Interval")]
public readonly record struct Interval(long FromMs, long ToMs);

/// <param name="Intervals">At most 500 a report; parts beyond the media's end are cut off.</param>
/// <param name="At">The device's time of the report: the latest decides where to resume.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.RecordProgress")]
public sealed record RecordProgress(string LessonId, ImmutableArray<Interval> Intervals, long PositionMs, DateTimeOffset At) : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.CompleteLesson")]
public sealed record CompleteLesson(string LessonId, bool Completed) : Command;

[GenerateSerializer, Immutable, Alias("hub.enrolments.QuizPassed")]
public sealed record QuizPassed(string LessonId) : Command;

/// <param name="LessonPercent">0 to 100, rounded down.</param>
/// <param name="CoursePercent">Completed lessons of the course's present lessons, 0 to 100, rounded down.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Progress")]
public sealed record ProgressView(string LessonId, int LessonPercent, bool LessonCompleted, int LessonsCompleted, int Lessons, int CoursePercent, bool CourseCompleted, long Version);

/// <summary><c>Revoked</c>: the last ground for access is gone (a refund); progress is kept.</summary>
public enum EnrolmentStatus { None, Active, Left, Removed, Revoked }

/// <param name="Owns">Has access, or left and may come back without paying.</param>
[GenerateSerializer, Immutable, Alias("hub.enrolments.Standing")]
public sealed record EnrolmentStanding(EnrolmentStatus Status, bool Owns);

[GenerateSerializer, Immutable, Alias("hub.enrolments.View")]
public sealed record EnrolmentView(string CourseId, string UserId, EnrolmentStatus Status, DateTimeOffset? EnrolledAt, DateTimeOffset? CompletedAt,
    ImmutableArray<LessonProgress> Lessons, string? LastLessonId, int LessonsCompleted, int LessonsTotal, int CoursePercent, long Version)
{
    public bool IsActive => Status == EnrolmentStatus.Active;

    /// <summary>Left on a purchase that still stands: may come back without paying.</summary>
    [Id(0)] public bool MayReturn { get; init; }
}

[GenerateSerializer, Immutable, Alias("hub.enrolments.LessonProgress")]
public sealed record LessonProgress(string LessonId, ImmutableArray<Interval> Watched, long PositionMs, int Percent, bool Completed, DateTimeOffset At);
