using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Courses;

public enum CourseReviewState { None, Submitted, Approved, SentBack }

/// <summary>Asks an admin to look at the course as it stands.</summary>
[GenerateSerializer, Immutable, Alias("hub.courses.Submit")]
public sealed record SubmitCourse : Command;

/// <param name="Edits">Of the course as it was seen: what was changed since is not approved unseen.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.Approve")]
public sealed record ApproveCourse(long Edits) : Command;

/// <param name="Reason">For the instructor; at most 1,000 characters.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.SendBack")]
public sealed record SendBackCourse(string Reason) : Command;

/// <param name="IsNeeded">The academy asks for an approval before this person may publish the course as it stands.</param>
/// <param name="At">Of the present state.</param>
/// <param name="Reason">Why it was sent back.</param>
/// <param name="Edits">How often its content was changed: the number that an approval is about.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.Review")]
public sealed record CourseReview(CourseReviewState State, bool IsNeeded, DateTimeOffset? At, string Reason, long Edits, bool IsCurrent);

/// <summary>A course beside itself as it was approved last.</summary>
/// <param name="ApprovedAt">Null: never; then everything is new.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.ReviewDetail")]
public sealed record CourseReviewDetail(string CourseId, string Title, string InstructorId, CourseStatus Status, CourseReview Review, DateTimeOffset? ApprovedAt, ImmutableArray<CourseChange> Changes);

/// <param name="Where">What it is about: "Title", "Prices", "Lesson \u201cFlour\u201d".</param>
/// <param name="Before">Empty: it was not there.</param>
/// <param name="After">Empty: it is gone.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.Change")]
public sealed record CourseChange(string Where, string Before, string After);

/// <summary>What waits for an admin. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface ICourseReviewQueriesGrain : IGrainWithStringKey
{
    /// <summary>Submitted courses, the longest waiting first, then published ones that were changed since they were approved. At most 200.</summary>
    [Requires(Permission.ReviewCourses), Alias("Queue")] Task<ImmutableArray<CourseReviewRow>> Queue();
}

/// <param name="Submitted">False: published, and changed since its approval.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.ReviewRow")]
public sealed record CourseReviewRow(string CourseId, string Title, string InstructorId, bool Submitted, DateTimeOffset Since);

[EventName("course.submitted")]
public sealed record CourseSubmitted(string InstructorId, long Edits) : DomainEvent;

[EventName("course.approved")]
public sealed record CourseApproved(string InstructorId, long Edits) : DomainEvent;

/// <summary>The reason is with the course: it is free text.</summary>
[EventName("course.sent_back")]
public sealed record CourseSentBack(string InstructorId, long Edits) : DomainEvent;
