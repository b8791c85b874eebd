using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Courses;

/// <summary>What quizzes ask differently from the course as it was approved: the questions that each holds or draws from, as they were then and as they are now. Bounded: so many quizzes, so many questions
/// of each, the beginning of each text; that there is more is said.</summary>
internal static class QuizComparison
{
    public const int MostQuizzes = 10, MostQuestions = 20;

    public static async Task<IReadOnlyDictionary<string, ImmutableArray<CourseChange>>> Of(IGrainFactory grains, CourseKey course, CourseSnapshot approved, CourseState state)
    {
        var before = approved.Sections.SelectMany(s => s.Lessons).ToDictionary(l => l.LessonId);
        var quizzes = state.Sections.SelectMany(s => s.Lessons).Where(l => l.Kind == LessonKind.Quiz && (!before.TryGetValue(l.LessonId, out var was) || was.QuizEdits != l.QuizEdits)).ToList();
        var changes = new Dictionary<string, ImmutableArray<CourseChange>>();
        // Who asks was looked at; what quizzes hold is told to the platform alone.
        using var _ = ActorContext.As(Actor.System(course.Tenant));
        foreach (var lesson in quizzes.Take(MostQuizzes))
        {
            if (await grains.Quiz(QuizKey.OfLesson(course, lesson.LessonId)).GetRules("") is not { } rules) continue;
            var found = await grains.Queries<IQuestionBankGrain>(course.Tenant).Compare(new(course.CourseId,
                [.. rules.Slots.Where(s => !s.IsDraw).Select(s => s.QuestionId!)], [.. rules.Slots.Where(s => s.IsDraw).Select(s => new QuestionDraw(s.Tags))],
                before.ContainsKey(lesson.LessonId) ? state.ApprovedAt : null, MostQuestions));
            changes[lesson.LessonId] =
            [
                .. found.Questions.Select(q => new CourseChange($"Question “{q.Name}” in “{lesson.Title}”", q.Before, q.After)),
                .. found.More ? (CourseChange[])[new($"Questions in “{lesson.Title}”", "", "and more")] : [],
            ];
        }
        foreach (var lesson in quizzes.Skip(MostQuizzes).Take(1)) changes[lesson.LessonId] = [new($"Questions in “{lesson.Title}” and the quizzes after it", "", "not listed here: look at them where they stand")];
        return changes;
    }
}
