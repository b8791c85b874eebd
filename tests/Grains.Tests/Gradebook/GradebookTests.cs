using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Gradebook;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Gradebook;

[Collection("hub")]
public sealed class GradebookTests(HubFixture hub)
{
    private readonly School _school = new(hub);
    private readonly EarnedGrades _fold = new();

    private IGradebookGrain Book(string course) => _school.Grains.Gradebook(new(_school.Tenant, course));
    private IGradebookQueriesGrain Queries => _school.Grains.Queries<IGradebookQueriesGrain>(_school.Tenant);

    private async Task<string> Course(params string[] quizzes)
    {
        var id = await _school.Published();
        using (_school.Teacher())
            foreach (var quiz in quizzes) await _school.Course(id).AddLesson(new("s1", quiz, $"Quiz {quiz}", LessonKind.Quiz)).Done();
        return id;
    }

    private async Task Enrolled(string course, params string[] users)
    {
        Receipt last = null!;
        foreach (var user in users) last = await _school.Enrol(course, user);
        await hub.Passed("enrolments", last);
    }

    private EventRow Row(string user, string quiz, string name, long version, DomainEvent e) => new(1, 1, version, "attempts", $"{_school.Tenant}/{quiz}/{user}", version, Guid.NewGuid(), name,
        JsonSerializer.Serialize(e, e.GetType(), HubJson.Options), Actor.System(_school.Tenant).ToString(), null, DateTimeOffset.UnixEpoch);

    private EventRow Graded(string course, string user, string quiz, decimal grade, long version, bool preview = false) =>
        Row(user, quiz, "attempt.graded", version, new AttemptGraded(course, quiz, 1, grade * 10, 10, grade, false, 1, preview));

    private async Task Fold(params EventRow[] events)
    {
        await using var connection = await hub.Database.OpenConnectionAsync();
        await _fold.Apply(connection, events, CancellationToken.None);
    }

    [Fact]
    public async Task The_last_grade_of_a_learner_counts_whatever_is_told_twice_or_late_and_previews_do_not()
    {
        var course = await Course("q1", "q2");
        await Enrolled(course, "sam");
        await Fold(Graded(course, "sam", "q1", 0.5m, 3), Graded(course, "ines", "q1", 1, 2, preview: true));
        await Fold(Row("sam", "q1", "attempt.regraded", 7, new AttemptRegraded(course, "q1", 1, 5, 6.66667m, 10, 0.666667m, false, 2, true, false)));
        await Fold(Graded(course, "sam", "q1", 0.5m, 3), Graded(course, "sam", "q2", 1, 4));
        // The attempt that counts waits for a person: that is no grade of zero.
        await Fold(Row("sam", "q1", "attempt.graded", 8, new AttemptGraded(course, "q1", 2, 9, 10, null, false, 2, false)));
        using (_school.Student("sam"))
        {
            var mine = await Queries.Mine(course).Done();
            mine.Cells.Select(c => c.Percent).ShouldBe([66.6667m, 100m]);
            mine.Total.ShouldBe(83.33m);
            mine.Formula.ShouldBe("(66.6667 × 1 + 100 × 1) / (1 + 1)");
        }
        using (_school.Student("pia")) (await Queries.Mine(course).Refused()).ShouldBe("gradebook.not_enrolled");
        // The quiz counts another attempt than before, and that one waits: the earlier grade is none any more, whatever comes late.
        await Fold(Row("sam", "q1", "attempt.regraded", 9, new AttemptRegraded(course, "q1", 2, 9, 9, 10, null, false, 2, false, false)));
        await Fold(Graded(course, "sam", "q1", 0.5m, 3));
        using (_school.Student("sam")) (await Queries.Mine(course).Done()).Cells.Select(c => c.Percent).ShouldBe([null, 100m]);
    }

    [Fact]
    public async Task Who_is_excused_or_given_a_passing_grade_completes_the_lesson_and_keeps_it()
    {
        var course = await Course("q1", "q2");
        await Enrolled(course, "sam", "pia");
        await Wait.Until(async () => { using (_school.Teacher()) return (await _school.Grains.Quiz(QuizKey.OfLesson(new(_school.Tenant, course), "q1")).Get()).IsOk; });
        async Task<IEnumerable<string>> Completed(string user)
        {
            using (_school.Student(user)) return (await _school.Grains.Enrolment(new(_school.Tenant, course, user)).Get().Done()).Lessons.Where(l => l.Completed).Select(l => l.LessonId).Order();
        }
        using (_school.Teacher())
        {
            await Book(course).Override(new("q1", "sam", OverrideKind.Grade, 59.99999m, "Not quite")).Done();
            await Book(course).Override(new("q2", "sam", OverrideKind.Excused, null, "Ill")).Done();
            await Book(course).Override(new("q1", "pia", OverrideKind.Grade, 60, "Oral exam")).Done();
        }
        await Wait.Until(async () => (await Completed("sam")).SequenceEqual(["q2"]) && (await Completed("pia")).SequenceEqual(["q1"]));
        using (_school.Teacher())
        {
            await Book(course).Override(new("q2", "sam", OverrideKind.Cleared, null, "A mistake")).Done();
            await Book(course).Override(new("q1", "pia", OverrideKind.Grade, 10, "Seen again")).Done();
            await Book(course).Override(new("q1", "sam", OverrideKind.Grade, 100, "Seen again")).Done();
        }
        await Wait.Until(async () => (await Completed("sam")).SequenceEqual(["q1", "q2"]));
        (await Completed("pia")).ShouldBe(["q1"]);
    }

    [Fact]
    public async Task Hiding_and_showing_is_one_moment_for_all_students()
    {
        var course = await Course("q1");
        var people = Enumerable.Range(0, 12).Select(i => $"u{i}").ToArray();
        await Enrolled(course, people);
        await Fold([.. people.Select((p, i) => Graded(course, p, "q1", i / 20m, 1))]);
        using (_school.Teacher()) await Book(course).SetPosting(new("q1", false)).Done();
        foreach (var person in people)
            using (_school.Student(person)) (await Queries.Mine(course).Done()).Cells[0].ShouldBe(new GradeCell("q1", null, null, false, CellState.Hidden));
        using (_school.Teacher())
        {
            var first = await Queries.Grid(new(course, "", null, 5)).Done();
            (first.Rows.Items.Length, first.Rows.Total).ShouldBe((5, 12));
            var second = await Queries.Grid(new(course, "", first.Rows.Next, 5)).Done();
            var third = await Queries.Grid(new(course, "", second.Rows.Next, 5)).Done();
            third.Rows.Next.ShouldBeNull();
            first.Rows.Items.Concat(second.Rows.Items).Concat(third.Rows.Items).Select(r => r.UserId).Distinct().Count().ShouldBe(12);
            (await Queries.Grid(new(course, "", "nonsense", 5)).Refused()).ShouldBe("common.bad_cursor");
            await Book(course).SetPosting(new(null, true)).Done();
        }
        using (_school.Student("u4")) (await Queries.Mine(course).Done()).Total.ShouldBe(20);
    }

    [Fact]
    public async Task Grades_by_hand_at_the_same_time_all_count_and_a_retry_writes_no_second_line()
    {
        var course = await Course("q1");
        await Enrolled(course, "sam", "pia");
        await Fold(Graded(course, "sam", "q1", 0.4m, 1));
        using var _ = _school.Teacher();
        var change = new OverrideGrade("q1", "sam", OverrideKind.Grade, 33.333m, "Oral exam") { OperationId = "op" };
        var first = await Book(course).Override(change).Done();
        (await Book(course).Override(change).Done()).ShouldBe(first);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Book(course).Override(new("q1", "pia", OverrideKind.Grade, i, $"Reason {i}")).Done()));
        (await Queries.History(course, "q1", "sam").Done()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(h => h.Before.ShouldBe(40m), h => h.After.ShouldBe(33.333m), h => h.ByUserId.ShouldBe("ines"));
        (await Queries.History(course, "q1", "pia").Done()).Length.ShouldBe(10);
        (await Book(course).Override(new("q1", "nobody", OverrideKind.Grade, 1, "x")).Refused()).ShouldBe("gradebook.student_not_found");
        (await Book(course).Override(new("l1", "sam", OverrideKind.Grade, 1, "x")).Refused()).ShouldBe("gradebook.item_not_found");
        (await Queries.Csv(course).Done()).ShouldContain("33.333,33.33");
        var student = await Queries.Student(course, "sam").Done();
        student.Cells[0].ShouldBe(new GradeCell("q1", 33.333m, 40m, true, CellState.Counted));
    }

    [Fact]
    public async Task Only_the_staff_of_the_course_come_near_the_grades()
    {
        var course = await Course("q1");
        await Enrolled(course, "sam");
        using (ActorContext.As(new Actor(_school.Tenant, "otto", [Roles.Instructor], null)))
        {
            (await Book(course).GetSetup().Refused()).ShouldBe("courses.not_yours");
            (await Book(course).SetPosting(new(null, false)).Refused()).ShouldBe("courses.not_yours");
            (await Book(course).Override(new("q1", "sam", OverrideKind.Grade, 100, "x")).Refused()).ShouldBe("courses.not_yours");
            (await Queries.Grid(new(course, "", null, 5)).Refused()).ShouldBe("courses.not_yours");
            (await Queries.History(course, "q1", "sam").Refused()).ShouldBe("courses.not_yours");
            (await Queries.Csv(course).Refused()).ShouldBe("courses.not_yours");
        }
        using (_school.Student("sam")) await Should.ThrowAsync<ActorDeniedException>(() => Book(course).Override(new("q1", "sam", OverrideKind.Grade, 100, "x")));
    }
}
