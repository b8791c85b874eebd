using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Quizzes;

/// <summary>What follows from marks: who passes completes the lesson; who was marked with a key that was mended meanwhile is marked again; who began before a change of times and was
/// not in the list yet is timed again; and a changed mark is told by mail, one mail an event.</summary>
internal sealed class AttemptReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "attempt_marks";
    public override IReadOnlyList<string> EventNames => ["attempt.started", "attempt.graded", "attempt.regraded", "attempt.grading_changed"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var key = AttemptsKey.Parse(e.Key);
        switch (e.Name)
        {
            case "attempt.started":
                Must(await grains.Attempts(key).Retime());
                break;
            case "attempt.graded":
                var graded = e.Read<AttemptGraded>();
                await Passed(key, graded.CourseId, graded.LessonId, graded is { Passed: true, Preview: false });
                await Current(key);
                break;
            case "attempt.grading_changed":
                await Current(key);
                break;
            default:
                var regraded = e.Read<AttemptRegraded>();
                await Passed(key, regraded.CourseId, regraded.LessonId, regraded is { Passed: true, Preview: false });
                if (!regraded.Preview && regraded.Before != regraded.After) await Notify(e, key, regraded);
                break;
        }
    }

    private async Task Passed(AttemptsKey key, string courseId, string lessonId, bool passed)
    {
        if (passed) Must(await grains.Enrolment(new(key.Tenant, courseId, key.UserId)).QuizPassed(new(lessonId)));
    }

    /// <summary>A key that was mended while this attempt was being marked by the old one: the regrade may have passed it by.</summary>
    private async Task Current(AttemptsKey key)
    {
        if (await grains.Quiz(key.Quiz).GetRules(key.UserId) is { KeyVersion: > 0 and var version }) Must(await grains.Attempts(key).Regrade(new(version, "")));
    }

    private async Task Notify(EventRow e, AttemptsKey key, AttemptRegraded regraded)
    {
        var person = await grains.User(key.User).Get();
        if (!person.IsOk || person.Value.Suspended) return;
        var course = await grains.Course(new(key.Tenant, regraded.CourseId)).GetFacts();
        var quiz = course.Lessons.FirstOrDefault(l => l.LessonId == regraded.LessonId)?.Title ?? "a quiz";
        Must(await grains.GetGrain<IMailGrain>($"{key.Tenant}/{e.EventId:n}").Queue(RegradeMail.Write(person.Value, quiz, course.Title, regraded)));
    }
}
