using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Enrolments;

/// <summary>The rules of a place in a course. What the course is at the time is a <see cref="CourseFacts"/> given with the command.</summary>
internal static class Enrolment
{
    public const int MaxIntervals = 500, MaxFragments = 1_000, MaxReason = 500, MaxGrounds = 50;

    /// <summary>Clocks of devices run ahead; this much is believed.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    public static Decision<EnrolmentState> Enrol(EnrolmentState state, CourseFacts course, MemberKey key, Actor actor, DateTimeOffset now)
    {
        if (actor.UserId != key.UserId) return EnrolmentErrors.NotYours;
        if (state.IsActive) return Decision<EnrolmentState>.NoChange(state);
        if (state.Status == EnrolmentStatus.Removed) return EnrolmentErrors.Removed;
        if (course.Exists && course.InstructorId == actor.UserId) return EnrolmentErrors.OwnCourse;
        // Who paid and left comes back on what they paid for, whatever the course is or costs by now.
        if (state is { Status: EnrolmentStatus.Left, Grounds: not [] }) return Decision<EnrolmentState>.Of(Entered(state, now), new StudentEnrolled(Again: true));
        if (!course.Exists || course.Status != CourseStatus.Published) return EnrolmentErrors.NotOpen;
        if (!course.IsFree) return EnrolmentErrors.NotFree;
        return Decision<EnrolmentState>.Of(Entered(state with { Grounds = state.Grounds.Add(EnrolmentState.FreeGround) }, now), new StudentEnrolled(state.Status != EnrolmentStatus.None));
    }

    /// <summary>How long a place is held for an enrolment that was not committed.</summary>
    public static readonly TimeSpan SeatPatience = TimeSpan.FromHours(1);

    /// <summary>What the course's places know a place by that no order pays for.</summary>
    public static string SeatOf(string userId) => KeySegment.IsValid($"free-{userId}") ? $"free-{userId}" : userId;

    public static bool HoldsOwnSeat(EnrolmentState state) =>
        state.IsActive && (state.Grounds.Contains(EnrolmentState.FreeGround) || state.Grounds.Contains(EnrolmentState.StaffGround));

    public static bool NeedsSeat(EnrolmentState state, Decision<EnrolmentState> enrolled) => enrolled.State is { } next && HoldsOwnSeat(next) && !HoldsOwnSeat(state);

    public static Decision<EnrolmentState> Grant(EnrolmentState state, GrantAccess c, CourseFacts course, MemberKey key, DateTimeOffset now)
    {
        if (!KeySegment.IsValid(c.Ground)) return EnrolmentErrors.BadGround;
        if (state.Grounds.Contains(c.Ground)) return Decision<EnrolmentState>.NoChange(state);
        // An unpublished course still serves those who bought it.
        if (!course.Exists) return EnrolmentErrors.CourseNotFound;
        if (state.Status == EnrolmentStatus.Removed) return EnrolmentErrors.Removed;
        if (course.InstructorId == key.UserId) return EnrolmentErrors.OwnCourse;
        if (state.Grounds.Length >= MaxGrounds) return EnrolmentErrors.TooManyGrounds;
        var granted = state with { Grounds = state.Grounds.Add(c.Ground) };
        var grounded = new GroundGranted(c.Ground);
        return state.IsActive ? Decision<EnrolmentState>.Of(granted, grounded)
            : Decision<EnrolmentState>.Of(Entered(granted, now), grounded, new StudentEnrolled(state.Status != EnrolmentStatus.None));
    }

    public static Decision<EnrolmentState> Revoke(EnrolmentState state, RevokeAccess c)
    {
        if (!KeySegment.IsValid(c.Ground)) return EnrolmentErrors.BadGround;
        if (!KeySegment.IsValid(c.Reason)) return EnrolmentErrors.BadReason;
        if (!state.Grounds.Contains(c.Ground)) return Decision<EnrolmentState>.NoChange(state);
        var left = state with { Grounds = state.Grounds.Remove(c.Ground) };
        var fell = new GroundRevoked(c.Ground, c.Reason);
        // Removed stays removed; who left on this ground alone cannot come back on it.
        if (left.Grounds.Length > 0 || state.Status == EnrolmentStatus.Removed) return Decision<EnrolmentState>.Of(left, fell);
        return Decision<EnrolmentState>.Of(left with { Status = EnrolmentStatus.Revoked }, fell, new StudentRevoked(c.Reason));
    }

    private static EnrolmentState Entered(EnrolmentState state, DateTimeOffset now) =>
        state with { Status = EnrolmentStatus.Active, EnrolledAt = state.EnrolledAt ?? now, LastAt = now };

    public static Decision<EnrolmentState> Leave(EnrolmentState state, MemberKey key, Actor actor, DateTimeOffset now)
    {
        if (actor.UserId != key.UserId) return EnrolmentErrors.NotYours;
        return state.Status switch
        {
            // What cost nothing is given up with the place; what was paid for waits.
            EnrolmentStatus.Active => Decision<EnrolmentState>.Of(
                state with { Status = EnrolmentStatus.Left, LastAt = now, Grounds = state.Grounds.Remove(EnrolmentState.FreeGround).Remove(EnrolmentState.StaffGround) }, new StudentLeft()),
            EnrolmentStatus.Left => Decision<EnrolmentState>.NoChange(state),
            EnrolmentStatus.Removed => EnrolmentErrors.Removed,
            _ => EnrolmentErrors.NotEnrolled,
        };
    }

    public static Decision<EnrolmentState> Remove(EnrolmentState state, RemoveStudent c, CourseFacts course, Actor actor)
    {
        if (RefuseStaff(course, actor) is { } refused) return refused;
        var reason = (c.Reason ?? "").Trim();
        if (reason.Length > MaxReason || !PlainText.IsWellFormed(reason)) return EnrolmentErrors.ReasonTooLong;
        return state.Status switch
        {
            EnrolmentStatus.None => EnrolmentErrors.NotFound,
            EnrolmentStatus.Removed => Decision<EnrolmentState>.NoChange(state),
            _ => Decision<EnrolmentState>.Of(state with { Status = EnrolmentStatus.Removed, RemovedReason = reason }, new StudentRemoved()),
        };
    }

    public static Decision<EnrolmentState> Readmit(EnrolmentState state, CourseFacts course, Actor actor)
    {
        if (RefuseStaff(course, actor) is { } refused) return refused;
        return state.Status switch
        {
            EnrolmentStatus.Removed => Decision<EnrolmentState>.Of(
                state with { Status = EnrolmentStatus.Active, RemovedReason = null, Grounds = state.Grounds.IsEmpty ? [EnrolmentState.StaffGround] : state.Grounds },
                new StudentReadmitted()),
            EnrolmentStatus.Active => Decision<EnrolmentState>.NoChange(state),
            EnrolmentStatus.Left or EnrolmentStatus.Revoked => EnrolmentErrors.NotRemoved,
            _ => EnrolmentErrors.NotFound,
        };
    }

    public static Decision<EnrolmentState> RecordProgress(EnrolmentState state, RecordProgress c, CourseFacts course, MemberKey key, Actor actor, DateTimeOffset now)
    {
        if (RefuseLearner(state, key, actor) is { } refused) return refused;
        if (Find(course, c.LessonId) is not { } item) return EnrolmentErrors.LessonNotFound;
        if (c.Intervals.IsDefault || c.Intervals.Length > MaxIntervals) return EnrolmentErrors.TooManyIntervals;
        if (c.Intervals.Any(i => i.FromMs < 0 || i.ToMs < i.FromMs)) return EnrolmentErrors.BadInterval;
        if (c.PositionMs < 0) return EnrolmentErrors.BadPosition;

        // Nothing can be watched of a text, nor of a video that is not there at the moment.
        var duration = item is { Kind: LessonKind.Video, MediaReady: true } ? item.DurationMs : 0;
        var happened = new ProgressRecorded(c.LessonId, WatchedIntervals.Clamp(c.Intervals, duration),
            Math.Min(c.PositionMs, duration), Believed(c.At, now), duration);
        var lesson = state.Lessons.GetValueOrDefault(c.LessonId);
        var after = Progress.After(lesson ?? LessonRecord.Start(c.LessonId), happened);
        if (after.Watched.Length > MaxFragments) return EnrolmentErrors.TooFragmented;
        return lesson == after ? Decision<EnrolmentState>.NoChange(state) : Learned(state, lesson, after, happened, course, now);
    }

    public static Decision<EnrolmentState> CompleteLesson(EnrolmentState state, CompleteLesson c, CourseFacts course, MemberKey key, Actor actor, DateTimeOffset now)
    {
        if (RefuseLearner(state, key, actor) is { } refused) return refused;
        if (Find(course, c.LessonId) is not { } item) return EnrolmentErrors.LessonNotFound;
        if (item.Kind == LessonKind.Quiz) return EnrolmentErrors.QuizLesson;
        var lesson = state.Lessons.GetValueOrDefault(c.LessonId) ?? LessonRecord.Start(c.LessonId);
        if (lesson.Completed == c.Completed) return Decision<EnrolmentState>.NoChange(state);
        var happened = new LessonMarked(c.LessonId, c.Completed);
        return Learned(state, lesson, Progress.After(lesson, happened), happened, course, now);
    }

    public static Decision<EnrolmentState> QuizPassed(EnrolmentState state, QuizPassed c, CourseFacts course, DateTimeOffset now)
    {
        if (state.Status == EnrolmentStatus.None || Find(course, c.LessonId) is not { Kind: LessonKind.Quiz }) return Decision<EnrolmentState>.NoChange(state);
        var lesson = state.Lessons.GetValueOrDefault(c.LessonId) ?? LessonRecord.Start(c.LessonId);
        if (lesson.Completed) return Decision<EnrolmentState>.NoChange(state);
        var happened = new LessonMarked(c.LessonId, true);
        return Learned(state, lesson, Progress.After(lesson, happened), happened, course, now);
    }

    /// <summary>The course has changed, not the student: what was open is gone.</summary>
    public static Decision<EnrolmentState> Settle(EnrolmentState state, CourseFacts course, DateTimeOffset now) =>
        state.IsActive && course.Exists && Finished(state, course) ? Decision<EnrolmentState>.Of(state with { CompletedAt = now }, new CourseCompleted(course.Lessons.Length))
            : Decision<EnrolmentState>.NoChange(state);

    private static bool Finished(EnrolmentState state, CourseFacts course) =>
        state.CompletedAt is null && course.Lessons.Length > 0 && Progress.Completed(state, course.Lessons) == course.Lessons.Length;

    private static Decision<EnrolmentState> Learned(EnrolmentState state, LessonRecord? before, LessonRecord after, DomainEvent happened, CourseFacts course, DateTimeOffset now)
    {
        var next = state with { Lessons = state.Lessons.SetItem(after.LessonId, after), LastAt = now };
        var events = new List<DomainEvent> { happened };
        if (after.Completed && before is not { Completed: true }) events.Add(new LessonCompleted(after.LessonId));
        if (Finished(next, course))
        {
            next = next with { CompletedAt = now };
            events.Add(new CourseCompleted(course.Lessons.Length));
        }
        return Decision<EnrolmentState>.Of(next, [.. events]) with { Records = [RecordChange.Put(EnrolmentState.LessonRecord, after.LessonId, 0, after)] };
    }

    private static Error? RefuseLearner(EnrolmentState state, MemberKey key, Actor actor)
    {
        if (actor.UserId != key.UserId) return EnrolmentErrors.NotYours;
        return state.Status switch
        {
            EnrolmentStatus.Active => null,
            EnrolmentStatus.Removed => EnrolmentErrors.Removed,
            _ => EnrolmentErrors.NotEnrolled,
        };
    }

    private static Error? RefuseStaff(CourseFacts course, Actor actor)
    {
        if (!course.Exists) return EnrolmentErrors.CourseNotFound;
        if (actor.IsAdmin || course.InstructorId == actor.UserId) return null;
        return course.Status == CourseStatus.Published ? EnrolmentErrors.NotStaff : EnrolmentErrors.CourseNotFound;
    }

    private static LessonItem? Find(CourseFacts course, string lessonId) => course.Lessons.FirstOrDefault(l => l.LessonId == lessonId);

    /// <summary>Whole milliseconds in UTC, so that what is stored equals what is in memory.</summary>
    private static DateTimeOffset Believed(DateTimeOffset at, DateTimeOffset now)
    {
        var latest = now + ClockTolerance;
        return DateTimeOffset.FromUnixTimeMilliseconds((at > latest ? latest : at).ToUnixTimeMilliseconds());
    }
}
