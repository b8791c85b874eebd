using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Quizzes;

/// <summary>A published course with a quiz of short-text questions whose answers are "one", "two", …, and whoever is enrolled. The instructor is <c>ines</c>.</summary>
internal sealed class ExamRoom
{
    public const string Course = "c1", Lesson = "l1", Instructor = "ines";
    private readonly IGrainFactory _grains;

    private ExamRoom(IGrainFactory grains, string tenant) => (_grains, Tenant) = (grains, tenant);

    public string Tenant { get; }
    public string QuizId => QuizKey.IdOf(Course, Lesson);
    public IQuizGrain Quiz => _grains.Quiz(new QuizKey(Tenant, QuizId));
    public IQuizQueriesGrain Queries => _grains.Queries<IQuizQueriesGrain>(Tenant);
    public ImmutableArray<string> QuestionIds { get; private set; } = [];

    public static ExamRoom Known(IGrainFactory grains, string tenant) => new(grains, tenant) { QuestionIds = ["q1", "q2", "q3"] };

    public static async Task<ExamRoom> Open(IGrainFactory grains, string tenant, QuizSettings? settings = null, int questions = 3, bool essay = false, params string[] students)
    {
        var room = new ExamRoom(grains, tenant);
        using (room.As(Instructor, Roles.Instructor))
        {
            var course = grains.Course(new CourseKey(tenant, Course));
            await course.Create(new("Counting", "Mathematics", CourseLevel.StartingOut, "en")).Done();
            await course.AddSection(new("s1", "Basics")).Done();
            await course.AddLesson(new("s1", Lesson, "Count", LessonKind.Quiz)).Done();
            await room.Quiz.Create(new(Course, Lesson)).Done();
            string[] words = ["one", "two", "three", "four", "five", "six"];
            for (var i = 1; i <= questions; i++)
            {
                var content = QuestionContent.Of(QuestionKind.ShortText, $"Number {i}", $"Write the number {i} as a word.") with { Answers = [new("", words[i - 1], 100)] };
                if (essay && i == questions) content = QuestionContent.Of(QuestionKind.Essay, $"Number {i}", "Why do we count?") with { Essay = new("", "Look for reasons.", 0, 0) };
                await grains.Question(new QuestionKey(tenant, $"q{i}")).Create(new(Course, content, ["count"])).Done();
                room.QuestionIds = room.QuestionIds.Add($"q{i}");
            }
            await room.Quiz.AddQuestions(new(room.QuestionIds, 2)).Done();
            if (settings is not null) await room.Quiz.Configure(new(settings, null)).Done();
            await Wait.Until(async () => (await course.GetFacts()).Lessons[0].Questions == questions);
            await course.ChangeDetails(new("Counting", "From one to three", "All about counting: one, two, three, and what comes after them.", "Mathematics", CourseLevel.StartingOut, "en", [], null)).Done();
            await course.Publish(new()).Done();
        }
        foreach (var student in students) await room.Enrol(student);
        return room;
    }

    public IDisposable As(string userId, string role = Roles.Student) => ActorContext.As(new Actor(Tenant, userId, [role], null));

    public IAttemptsGrain Attempts(string user) => _grains.Attempts(new AttemptsKey(Tenant, QuizId, user));

    public async Task Enrol(string student)
    {
        using (As(student)) await _grains.Enrolment(new MemberKey(Tenant, Course, student)).Enrol(new EnrolStudent()).Done();
    }

    public async Task<AttemptPaper> Start(string student)
    {
        using (As(student)) return await Attempts(student).Start(new()).Done();
    }

    public async Task<Result<SaveReceipt>> Save(string student, int number, string device, long sequence, params (int Place, string Text, long Base)[] answers)
    {
        using (As(student)) return await Attempts(student).Save(Command(number, device, sequence, answers));
    }

    public static SaveAnswers Command(int number, string device, long sequence, params (int Place, string Text, long Base)[] answers) =>
        new(number, [.. answers.Select(a => new AnswerChange(a.Place, Response.Empty with { Text = a.Text }, a.Base, null))], device, sequence);

    public async Task<AttemptSummary> HandIn(string student, int number, params string[] answers)
    {
        using (As(student))
        {
            var last = answers.Length == 0 ? null : Command(number, "last", 1, [.. answers.Select((a, i) => (i + 1, a, 99L))]);
            return await Attempts(student).HandIn(new(number, last)).Done();
        }
    }

    /// <summary>As staff see it.</summary>
    public async Task<AttemptsView> Look(string student)
    {
        using (As(Instructor, Roles.Instructor)) return await Attempts(student).Get().Done();
    }

    public async Task<EnrolmentView> Enrolment(string student)
    {
        using (As(student)) return await _grains.Enrolment(new MemberKey(Tenant, Course, student)).Get().Done();
    }
}
