using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Enrolments;

/// <summary>Lists of enrolments. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IEnrolmentQueriesGrain : IGrainWithStringKey
{
    /// <summary>The caller's courses, last used first. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Mine")] Task<Result<Page<MyCourse>>> Mine(string? cursor, int limit);

    /// <summary>Who is in a course and how far; for its staff (<c>courses.not_yours</c>).</summary>
    [Requires(Permission.Teach), Alias("Roster")] Task<Result<Page<RosterRow>>> Roster(RosterQuery query);
}

[GenerateSerializer, Immutable, Alias("hub.enrolments.MyCourse")]
public sealed record MyCourse(string CourseId, string Title, string Subject, string InstructorName, EnrolmentStatus Status, int LessonsCompleted, int LessonsTotal,
    int CoursePercent, string? NextLessonId, string? NextLessonTitle, long RemainingMs, DateTimeOffset LastAt);

[GenerateSerializer, Immutable, Alias("hub.enrolments.RosterQuery")]
public sealed record RosterQuery(string CourseId, string Search, string? Cursor, int Limit);

[GenerateSerializer, Immutable, Alias("hub.enrolments.RosterRow")]
public sealed record RosterRow(string UserId, string Name, string Email, EnrolmentStatus Status, DateTimeOffset EnrolledAt, int LessonsCompleted, int LessonsTotal, int CoursePercent, DateTimeOffset LastAt);
