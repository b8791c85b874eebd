using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>What follows from events of lessons and quizzes: a lesson of kind quiz gets its quiz, its course learns how many questions that has, attempts that run follow changed
/// times, a mended key begins a regrade. Each effect is idempotent by itself.</summary>
internal sealed class QuizReactor(IGrainFactory grains) : Reactor
{
    private const int Batch = 200;

    public override string Name => "quizzes";
    public override IReadOnlyList<string> EventNames => ["course.lesson_added", "quiz.configured", "quiz.override_changed", "quiz.key_changed"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        switch (e.Name)
        {
            case "course.lesson_added":
                if (e.Read<LessonAdded>() is { Kind: LessonKind.Quiz } lesson) await Create(e, lesson.LessonId);
                break;
            case "quiz.configured":
                await Configured(e, e.Read<QuizConfigured>());
                break;
            case "quiz.override_changed":
                Must(await grains.Attempts(new(e.Tenant, e.Id, e.Read<QuizOverrideChanged>().UserId)).Retime());
                break;
            default:
                var key = e.Read<QuizKeyChanged>();
                await grains.GetGrain<IRegradeWorkflowGrain>(new WorkflowKey(e.Tenant, e.Id, RegradeWorkflow.RunId(key.KeyVersion)).ToString())
                    .Start(new StartRegrade(e.Id, key.KeyVersion, e.Version, key.ByUserId));
                break;
        }
    }

    private async Task Create(EventRow e, string lessonId)
    {
        var created = await grains.Quiz(QuizKey.OfLesson(new(e.Tenant, e.Id), lessonId)).Create(new(e.Id, lessonId));
        // The lesson may be gone again.
        if (created.Error is not { Kind: ErrorKind.NotFound }) Must(created);
    }

    private async Task Configured(EventRow e, QuizConfigured quiz)
    {
        var told = await grains.Course(new(e.Tenant, quiz.CourseId)).QuizChanged(new(quiz.LessonId, quiz.Questions, (quiz.TimeLimitSeconds ?? 0) * 1000L));
        if (told.Error is not { Kind: ErrorKind.NotFound }) Must(told);
        if (!quiz.Timing) return;
        string? after = null;
        while (true)
        {
            var running = await grains.Queries<IQuizQueriesGrain>(e.Tenant).Learners(e.Id, running: true, after, Batch);
            foreach (var learner in running) Must(await grains.Attempts(new(e.Tenant, e.Id, learner)).Retime());
            if (running.Length < Batch) return;
            after = running[^1];
        }
    }
}
