using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Courses;

/// <summary>Lists of courses for those who teach. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface ICourseQueriesGrain : IGrainWithStringKey
{
    /// <summary>The caller's own courses, drafts too, newest change first; an admin sees all when <paramref name="all"/>.
    /// Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.Teach), Alias("Taught")] Task<Result<Page<TaughtCourse>>> Taught(bool all, string? cursor, int limit);
}

[GenerateSerializer, Immutable, Alias("hub.courses.Taught")]
public sealed record TaughtCourse(string CourseId, string Title, CourseStatus Status, int Lessons, long DurationMs, long Students, DateTimeOffset ChangedAt);

/// <summary>Publish → index → notify. Key <see cref="WorkflowKey"/> with the course as subject.</summary>
public interface IPublishingWorkflowGrain : IWorkflowGrain
{
    [Requires(Permission.System), AlwaysInterleave, Alias("Start")] Task Start(StartPublishing command);
}

[GenerateSerializer, Immutable, Alias("hub.courses.StartPublishing")]
public sealed record StartPublishing(string CourseId, long CourseVersion, string InstructorId) : Command;
