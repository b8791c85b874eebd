using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gamification;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Gamification;

/// <summary>Something that may be worth points. <paramref name="EntryKey"/> names what it is about: a person has one entry of each, so that doing it again,
/// or hearing of it again, gives nothing.</summary>
internal sealed record PointFact(PersonKey Person, string EntryKey, PointReason Reason, string CourseId, string SubjectId, DateTimeOffset At, Guid EventId)
{
    /// <summary>Of several events about one thing the earliest counts, whatever order they come in.</summary>
    public bool IsBefore(PointFact other) => (At, EventId).CompareTo((other.At, other.EventId)) < 0;
}

internal readonly record struct PersonKey(string Tenant, string UserId);

/// <summary>What the ledger takes from the events.</summary>
internal static class PointFacts
{
    public const string Rules = "points.rules_changed", Visibility = "points.visibility_changed";
    public static readonly string[] Zones = ["user.registered", "user.profile_changed"];
    private const string Lesson = "enrolment.lesson_completed", Course = "enrolment.course_completed", Progress = "enrolment.progress_recorded",
        Graded = "attempt.graded", Regraded = "attempt.regraded", Submitted = "attempt.submitted", Message = "chat.message_sent";

    public static readonly string[] EventNames = [Lesson, Course, Progress, Graded, Regraded, Submitted, Message, Rules, Visibility, .. Zones];

    /// <param name="dayOf">The date on that person's wall calendar.</param>
    public static PointFact? Of(EventRow e, Func<PersonKey, DateTimeOffset, DateOnly> dayOf)
    {
        switch (e.Name)
        {
            case Lesson:
                var (member, lesson) = (MemberKey.Parse(e.Key), e.Read<LessonCompleted>().LessonId);
                return new(Member(member), $"lesson/{member.CourseId}/{lesson}", PointReason.LessonCompleted, member.CourseId, lesson, e.At, e.EventId);
            case Course:
                var course = MemberKey.Parse(e.Key);
                return new(Member(course), $"course/{course.CourseId}", PointReason.CourseCompleted, course.CourseId, course.CourseId, e.At, e.EventId);
            case Graded:
                return e.Read<AttemptGraded>() is { Passed: true, Preview: false } graded ? Quiz(e, graded.CourseId, graded.LessonId) : null;
            case Regraded:
                return e.Read<AttemptRegraded>() is { Passed: true, Preview: false } regraded ? Quiz(e, regraded.CourseId, regraded.LessonId) : null;
            case Message:
                var (room, author) = (CourseKey.Parse(e.Key), new PersonKey(e.Tenant, e.Read<MessageSent>().AuthorId));
                return new(author, $"message/{dayOf(author, e.At):yyyy-MM-dd}", PointReason.FirstMessageOfDay, room.CourseId, room.CourseId, e.At, e.EventId);
            default:
                return null;
        }
    }

    /// <summary>Who learned something at that moment: what streaks are made of.</summary>
    public static PersonKey? Learner(EventRow e) => e.Name switch
    {
        Lesson or Progress => Member(MemberKey.Parse(e.Key)),
        Submitted when !e.Read<AttemptSubmitted>().Preview => Taker(e),
        _ => null,
    };

    /// <summary>Everybody whose day must be known.</summary>
    public static PersonKey? Person(EventRow e) => e.Name is Message ? new PersonKey(e.Tenant, e.Read<MessageSent>().AuthorId) : Learner(e);

    private static PointFact Quiz(EventRow e, string courseId, string lessonId) =>
        new(Taker(e), $"quiz/{courseId}/{lessonId}", PointReason.QuizPassed, courseId, lessonId, e.At, e.EventId);

    private static PersonKey Taker(EventRow e) => new(e.Tenant, AttemptsKey.Parse(e.Key).UserId);
    private static PersonKey Member(MemberKey key) => new(key.Tenant, key.UserId);
}
