using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;

namespace LearningHub.Grains.Quizzes;

/// <summary>What follows from events of lessons and quizzes: a lesson of kind quiz gets its quiz, its course learns how many questions that has, attempts that run follow changed
/// times, a mended key begins a regrade, another rule of what counts or passes a recount, and a course that somebody looked at is told when a quiz asks something else. Each effect is idempotent by itself.</summary>
internal sealed class QuizReactor(IGrainFactory grains, NpgsqlDataSource database) : Reactor
{
    private const int Batch = 200;

    public override string Name => "quizzes";
    public override IReadOnlyList<string> EventNames => ["course.lesson_added", "quiz.configured", "quiz.override_changed", "quiz.key_changed",
        "question.created", "question.changed", "question.tagged", "question.archived", "question.restored"];

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
            case "question.created" or "question.changed" or "question.tagged" or "question.archived" or "question.restored":
                await QuestionChanged(e);
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

    /// <summary>Which quizzes ask it or could draw it is read from their documents, not from lists that may lag behind.</summary>
    private async Task QuestionChanged(EventRow e)
    {
        var found = await grains.Question(new(e.Tenant, e.Id)).Get();
        if (found.Error is { Kind: ErrorKind.NotFound }) return;
        Must(found);
        var question = found.Value!;
        var course = grains.Course(new(e.Tenant, question.CourseId));
        // Courses that nobody ever asked an approval for, which are most, are let alone.
        if (await course.Get() is not { IsOk: true, Value.Review.State: not CourseReviewState.None } reviewed) return;
        var lessons = reviewed.Value.Sections.SelectMany(s => s.Lessons).Where(l => l.Kind == LessonKind.Quiz).Select(l => l.LessonId).ToList();
        // Which tags it had before is not known any more: then each draw counts.
        foreach (var lesson in await QuizzesAsking.Find(database, new(e.Tenant, question.CourseId), lessons, question.QuestionId, e.Name == "question.tagged" ? null : question.Tags))
            await Edited(e, question.CourseId, lesson);
    }

    private async Task Edited(EventRow e, string courseId, string lessonId)
    {
        var told = await grains.Course(new(e.Tenant, courseId)).QuizEdited(new(lessonId) { OperationId = $"{e.EventId:n}/{lessonId}" });
        if (told.Error is not { Kind: ErrorKind.NotFound }) Must(told);
    }

    private async Task Configured(EventRow e, QuizConfigured quiz)
    {
        var told = await grains.Course(new(e.Tenant, quiz.CourseId)).QuizChanged(new(quiz.LessonId, quiz.Questions, (quiz.TimeLimitSeconds ?? 0) * 1000L));
        if (told.Error is not { Kind: ErrorKind.NotFound }) Must(told);
        await Edited(e, quiz.CourseId, quiz.LessonId);
        if (quiz.Grading)
            await grains.GetGrain<IRecountWorkflowGrain>(new WorkflowKey(e.Tenant, e.Id, RecountWorkflow.RunId(e.Version)).ToString()).Start(new StartRecount(e.Id, e.Version));
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
