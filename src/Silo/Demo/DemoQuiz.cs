using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Silo.Demo;

/// <summary>The quiz at the end of the statistics course. Every step may be repeated.</summary>
internal static class DemoQuiz
{
    private const string Lesson = "quiz";

    private const string Gift = """
        ::What an interval says:: In a random sample of 824 commuters, 52 % cycle to work. The 95 % interval is 48.6 % to 55.4 %. Which statement follows? {
        =Of all intervals built this way from such samples, about 95 % cover the true proportion.
        ~There is a 95 % chance that the true proportion lies between 48.6 % and 55.4 %.
        ~95 % of commuters cycle between 48.6 % and 55.4 % of the time.
        }

        ::What makes it wider:: What makes an interval wider? {
        ~%50%Fewer people asked
        ~%50%A higher confidence
        ~%-50%More people asked
        ~%-50%A smaller spread
        }

        ::Twice as many:: Asking twice as many people halves the width of the interval. {FALSE}

        ::Margin:: The margin of error for 400 people and a proportion of 0.5 at 95 %, in percent? {#4.9:0.1}

        ::Signs:: Match the sign with what it stands for. {
        =n -> people asked
        =s -> spread of the sample
        =p -> proportion
        }

        ::Volunteers:: Why is a poll of volunteers not a sample? Two or three sentences. {}
        """;

    /// <summary>Adds the lesson and fills its quiz; answers when the course knows its questions.</summary>
    public static async Task Add(IGrainFactory grains, CourseKey key, string sectionId, Func<Task<Result<Receipt>>, Task> must, TimeProvider time, CancellationToken stopping)
    {
        var course = grains.Course(key);
        await must(course.AddLesson(new AddLesson(sectionId, Lesson, "Test yourself", LessonKind.Quiz) { OperationId = "demo-add-quiz" }));
        var quiz = grains.Quiz(QuizKey.OfLesson(key, Lesson));
        await must(quiz.Create(new CreateQuiz(key.CourseId, Lesson)));
        await must(quiz.Configure(new ConfigureQuiz(QuizSettings.Standard with { Instructions = "Take your time; a calculator is fine.", TimeLimitSeconds = 30 * 60, AttemptsAllowed = 3 }, null)));
        if ((await quiz.Get()).Value is { Questions: 0 })
        {
            var made = await grains.Queries<IQuestionBankGrain>(key.Tenant).Import(new ImportQuestions(key.CourseId, Gift, ["demo"], false) { OperationId = "demo-questions" });
            if (!made.IsOk) throw new InvalidOperationException($"The demo's questions: {made.Error.Code}");
            await must(quiz.AddQuestions(new AddQuizQuestions([.. made.Value.Questions.Select(q => q.QuestionId)], 2) { OperationId = "demo-quiz-questions" }));
        }
        var started = time.GetTimestamp();
        while ((await course.GetFacts()).Lessons.First(l => l.LessonId == Lesson).Questions == 0)
        {
            if (time.GetElapsedTime(started) > TimeSpan.FromSeconds(30)) throw new TimeoutException("The course did not learn of its quiz in 30 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, stopping);
        }
    }
}
