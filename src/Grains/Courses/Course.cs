using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>The rules of a course: who may change it, what it says, and when it may be published. The outline's rules are in
/// <see cref="Outline"/>.</summary>
internal static class Course
{
    public const int MaxSections = 60, MaxLessons = 2_000, MaxLessonsInSection = 500, MinDescription = 50;

    public static bool IsStaff(CourseState state, Actor actor) =>
        state.Exists && !actor.IsVisitor && (actor.IsAdmin || actor.UserId == state.InstructorId);

    /// <summary>Null when the actor may change the course. A draft of another does not exist for them.</summary>
    public static Error? Refuse(CourseState state, Actor actor)
    {
        if (!state.Exists) return CourseErrors.NotFound;
        if (IsStaff(state, actor)) return null;
        return state.Status == CourseStatus.Published ? CourseErrors.NotYours : CourseErrors.NotFound;
    }

    public static Decision<CourseState> Create(CourseState state, CreateCourse c, Actor actor, DateTimeOffset now)
    {
        if (state.Exists) return IsStaff(state, actor) ? CourseErrors.Exists : CourseErrors.IdTaken;
        var (title, subject) = (c.Title, c.Subject);
        if ((CourseText.Line(ref title, "title", "The title", CourseText.MaxTitle)
            ?? CourseText.Line(ref subject, "subject", "The subject", CourseText.MaxSubject)
            ?? CourseDetails.CheckLevel(c.Level) ?? CourseDetails.CheckLanguage(c.Language)) is { } error) return error;
        return Decision<CourseState>.Of(
            new CourseState { InstructorId = actor.UserId, Title = title, Subject = subject, Level = c.Level, Language = c.Language, CreatedAt = now },
            new CourseCreated(actor.UserId));
    }

    public static Decision<CourseState> ChangeDetails(CourseState state, ChangeCourseDetails c, Actor actor)
    {
        if (Refuse(state, actor) is { } refused) return refused;
        if (CourseDetails.Check(ref c) is { } error) return error;
        var next = state with
        {
            Title = c.Title, Subtitle = c.Subtitle, Description = c.Description, Subject = c.Subject,
            Level = c.Level, Language = c.Language, Prices = c.Prices.AsSpan().SequenceEqual(state.Prices.AsSpan()) ? state.Prices : c.Prices, SeatLimit = c.SeatLimit,
        };
        return next == state ? Decision<CourseState>.NoChange(state)
            : Decision<CourseState>.Of(next, new CourseDetailsChanged(c.Level, c.Language, c.Prices, c.SeatLimit));
    }

    /// <param name="approved">The academy wants courses to be approved first; admins publish without.</param>
    public static Decision<CourseState> Publish(CourseState state, Actor actor, DateTimeOffset now, bool approved = false)
    {
        if (Refuse(state, actor) is { } refused) return refused;
        if (state.Status == CourseStatus.Published) return Decision<CourseState>.NoChange(state);
        if (Missing(state) is { Count: > 0 } missing) return CourseErrors.NotReady(missing);
        if (approved && !actor.IsAdmin && !CourseReviews.IsApproved(state)) return CourseErrors.NotApproved;
        return Decision<CourseState>.Of(
            state with { Status = CourseStatus.Published, PublishedAt = now },
            new CoursePublished(state.InstructorId, state.Lessons, state.DurationMs));
    }

    public static Decision<CourseState> Unpublish(CourseState state, Actor actor)
    {
        if (Refuse(state, actor) is { } refused) return refused;
        return state.Status == CourseStatus.Draft ? Decision<CourseState>.NoChange(state)
            : Decision<CourseState>.Of(state with { Status = CourseStatus.Draft }, new CourseUnpublished());
    }

    /// <summary>What stands between the course and its students, in words.</summary>
    public static IReadOnlyList<string> Missing(CourseState state)
    {
        var missing = new List<string>();
        if (state.Subtitle.Length == 0) missing.Add("a subtitle");
        if (state.Description.Trim().Length < MinDescription) missing.Add($"a description of at least {MinDescription} characters");
        if (state.Lessons == 0) missing.Add("at least one lesson");
        foreach (var lesson in state.Sections.SelectMany(s => s.Lessons))
        {
            if (lesson.Kind == LessonKind.Text && !lesson.HasText) missing.Add($"text in “{lesson.Title}”");
            else if (lesson.Kind == LessonKind.Quiz && lesson.Questions == 0) missing.Add($"questions in “{lesson.Title}”");
            else if (lesson.Kind == LessonKind.Video && lesson.MediaId is null) missing.Add($"a video in “{lesson.Title}”");
            else if (lesson.Kind == LessonKind.Video && !lesson.MediaReady) missing.Add($"the video in “{lesson.Title}” to be ready");
        }
        return missing;
    }
}
