using System.Collections.Immutable;
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

    /// <summary>The numbers of courses; those without a student are left out. Never checks who asks.</summary>
    [Requires(Permission.System), Alias("Sums")] Task<ImmutableArray<CourseSums>> Sums(ImmutableArray<string> courseIds);

    /// <summary>How many of a course's students began and completed its lessons; lessons nobody began are left out. Never checks who asks.</summary>
    [Requires(Permission.System), Alias("Lessons")] Task<ImmutableArray<LessonSums>> Lessons(string courseId);

    /// <summary>Students in a course who are not done with it though every lesson it has now is complete, by id, for the platform's own rounds.</summary>
    [Requires(Permission.System), Alias("Unsettled")] Task<ImmutableArray<string>> Unsettled(string courseId, string? after, int limit);

    /// <summary>Who is in a course, or left it, and has completed it or this percentage of the lessons it has now; by id, for the platform's own rounds.</summary>
    [Requires(Permission.System), Alias("Reached")] Task<ImmutableArray<string>> Reached(string courseId, int percent, string? after, int limit);

    /// <summary>Who watched which second of a video, for the staff of its course. Errors: <c>courses.not_found</c>, <c>courses.not_yours</c>,
    /// <c>enrolments.no_video</c>.</summary>
    [Requires(Permission.Teach), Alias("Audience")] Task<Result<AudienceView>> Audience(string courseId, string lessonId);
}

[GenerateSerializer, Immutable, Alias("hub.enrolments.MyCourse")]
public sealed record MyCourse(string CourseId, string Title, string Subject, string InstructorName, EnrolmentStatus Status, int LessonsCompleted, int LessonsTotal,
    int CoursePercent, string? NextLessonId, string? NextLessonTitle, long RemainingMs, DateTimeOffset LastAt);

[GenerateSerializer, Immutable, Alias("hub.enrolments.RosterQuery")]
public sealed record RosterQuery(string CourseId, string Search, string? Cursor, int Limit, RosterFilter Only = RosterFilter.All);

[GenerateSerializer, Immutable, Alias("hub.enrolments.RosterRow")]
public sealed record RosterRow(string UserId, string Name, string Email, EnrolmentStatus Status, DateTimeOffset EnrolledAt, int LessonsCompleted, int LessonsTotal, int CoursePercent, DateTimeOffset LastAt);
