using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

using Outcome = Decision<CourseState>;

/// <summary>The rules of approval. An approval is of the content as it was seen (<see cref="CourseState.Edits"/>): with the next edit it is one of something else. What is published
/// already stays so when it is edited, and comes back into the queue.</summary>
internal static class CourseReviews
{
    public const int MaxReason = 1_000;

    public static Outcome Submit(CourseState s, Actor actor, DateTimeOffset now)
    {
        if (Course.Refuse(s, actor) is { } refused) return refused;
        if (Course.Missing(s) is { Count: > 0 } missing) return CourseErrors.NotReady(missing);
        if (IsApproved(s)) return Outcome.NoChange(s);
        if (s.Review is { State: CourseReviewState.Submitted } waiting && waiting.Edits == s.Edits) return Outcome.NoChange(s);
        // Who submits again after an edit keeps the place in the queue.
        var since = s.Review is { State: CourseReviewState.Submitted } before ? before.At : now;
        return Outcome.Of(s with { Review = new(CourseReviewState.Submitted, s.Edits, since, actor.UserId, "") }, new CourseSubmitted(s.InstructorId, s.Edits));
    }

    public static Outcome Approve(CourseState s, ApproveCourse c, Actor actor, DateTimeOffset now)
    {
        if (!s.Exists) return CourseErrors.NotFound;
        if (c.Edits != s.Edits) return CourseErrors.ChangedSinceSeen;
        if (IsApproved(s)) return Outcome.NoChange(s);
        if (!IsWaiting(s)) return CourseErrors.NotSubmitted;
        return Outcome.Of(s with { Review = new(CourseReviewState.Approved, s.Edits, now, actor.UserId, ""), ApprovedEdits = s.Edits, ApprovedAt = now }, new CourseApproved(s.InstructorId, s.Edits)) with
        {
            Records = [RecordChange.Put(CourseSnapshot.Record, CourseSnapshot.Id, s.Edits, CourseSnapshot.Of(s))],
        };
    }

    public static Outcome SendBack(CourseState s, SendBackCourse c, Actor actor, DateTimeOffset now)
    {
        if (!s.Exists) return CourseErrors.NotFound;
        if (PlainText.Line(c.Reason, MaxReason) is not { Length: > 0 } reason) return CourseErrors.BadValue("reason", $"Say what is to be changed, in at most {MaxReason:N0} characters.");
        if (!IsWaiting(s)) return CourseErrors.NotSubmitted;
        return Outcome.Of(s with { Review = new(CourseReviewState.SentBack, s.Edits, now, actor.UserId, reason) }, new CourseSentBack(s.InstructorId, s.Edits));
    }

    public static bool IsApproved(CourseState s) => s.ApprovedEdits == s.Edits;

    /// <summary>Submitted, or published and changed since its approval. What was sent back waits for its instructor.</summary>
    public static bool IsWaiting(CourseState s) =>
        s.Review is { State: CourseReviewState.Submitted }
        || s is { Status: CourseStatus.Published, ApprovedEdits: not null } && !IsApproved(s) && !(s.Review is { State: CourseReviewState.SentBack } back && back.Edits == s.Edits);

    public static CourseReview View(CourseState s, bool isNeeded) =>
        new(s.Review?.State ?? CourseReviewState.None, isNeeded && !IsApproved(s), s.Review?.At, s.Review?.Reason ?? "", s.Edits, IsApproved(s) || s.Review?.Edits == s.Edits);
}

/// <param name="Edits">Of the course when this was said.</param>
/// <param name="Reason">Why it was sent back.</param>
internal sealed record CourseReviewMark(CourseReviewState State, long Edits, DateTimeOffset At, string By, string Reason);

/// <summary>A course as it was approved: a record of its own, read when it is looked at again. Of texts of lessons a hash: that they changed is told, and they are read where they stand.</summary>
internal sealed record CourseSnapshot(string Title, string Subtitle, string Description, string Subject, CourseLevel Level, string Language, ImmutableArray<Money> Prices, int? SeatLimit,
    ImmutableArray<Section> Sections)
{
    public const string Record = "approved_course", Id = "content";

    public static CourseSnapshot Of(CourseState s) => new(s.Title, s.Subtitle, s.Description, s.Subject, s.Level, s.Language, s.Prices, s.SeatLimit, s.Sections);

    public static CourseSnapshot Nothing { get; } = new("", "", "", "", default, "", [], null, []);
}
