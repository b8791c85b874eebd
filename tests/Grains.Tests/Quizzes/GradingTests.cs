using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Quizzes;

[Collection("hub")]
public sealed class GradingTests(HubFixture hub)
{
    private Task<ExamRoom> Room(bool essay, params string[] students) => ExamRoom.Open(hub.Grains, hub.NewTenant(), essay: essay, students: students);

    [Fact]
    public async Task Essays_queue_up_are_taken_marked_and_leave_the_queue()
    {
        var room = await Room(true, "ann", "bob");
        foreach (var student in (string[])["ann", "bob"])
        {
            await room.Start(student);
            var handed = await room.HandIn(student, 1, "one", "two", "Because we must.");
            (handed.State, handed.Mark, handed.ToGrade).ShouldBe((AttemptState.NeedsGrading, null, 1));
        }
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            (await Wait.Until(async () => await room.Queries.Queue(room.QuizId, null, 50).Done(), q => q.Items.Length == 2)).Items.Select(e => (e.UserId, e.Place)).ShouldBe([("ann", 3), ("bob", 3)]);
            var first = await room.Queries.Queue(room.QuizId, null, 1).Done();
            (await room.Queries.Queue(room.QuizId, first.Next, 1).Done()).Items.Single().UserId.ShouldBe("bob");
            var claimed = await room.Attempts("ann").Claim(new(1, 3, false)).Done();
            (claimed.Questions[2].Claim!.UserId, claimed.Questions[2].GraderNotes).ShouldBe((ExamRoom.Instructor, "Look for reasons."));
            await Wait.Until(async () => (await room.Queries.Queue(room.QuizId, null, 50).Done()).Items[0].ClaimedBy == ExamRoom.Instructor);
        }
        using (room.As("omar", Roles.Admin))
        {
            (await room.Attempts("ann").Claim(new(1, 3, false)).Refused()).ShouldBe("quizzes.claimed");
            (await room.Attempts("ann").Grade(new(1, 3, 1, "", 0)).Refused()).ShouldBe("quizzes.claimed");
        }
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            await room.Attempts("ann").Grade(new(1, 3, 1.5m, "More reasons.", 0)).Done();
            await Wait.Until(async () => (await room.Queries.Queue(room.QuizId, null, 50).Done()).Items is [{ UserId: "bob" }]);
        }
        using (room.As("ann"))
        {
            var review = await room.Attempts("ann").Review(1).Done();
            (review.Summary.Mark, review.Questions[2].Comment, review.Questions[2].History.Length).ShouldBe((5.5m, "More reasons.", 1));
        }
    }

    [Fact]
    public async Task Two_graders_at_the_same_moment_leave_one_mark_and_one_is_told()
    {
        var room = await Room(true, "ann");
        await room.Start("ann");
        await room.HandIn("ann", 1, "one", "two", "Why not.");
        var marks = await Task.WhenAll(Enumerable.Range(1, 8).Select(async i =>
        {
            using (room.As(i % 2 == 0 ? "omar" : "otto", Roles.Admin)) return await room.Attempts("ann").Grade(new(1, 3, i / 10m, "", 0));
        }));
        marks.Count(m => m.IsOk).ShouldBe(1);
        marks.Where(m => !m.IsOk).ShouldAllBe(m => m.Error!.Code == "quizzes.graded_meanwhile");
    }

    [Fact]
    public async Task A_mended_key_marks_every_attempt_again_once_with_history_and_a_mail()
    {
        string[] students = ["ann", "bob", "cleo"];
        var room = await Room(false, students);
        foreach (var student in students)
        {
            await room.Start(student);
            await room.HandIn(student, 1, student == "cleo" ? "one" : "uno", "two", "x");
        }
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            await Wait.Until(async () => (await room.Queries.Results(room.QuizId).Done()).Graded == 3);
            var question = hub.Grains.Question(new QuestionKey(room.Tenant, "q1"));
            var content = (await question.Get().Done()).Content;
            (await room.Quiz.Regrade(new(["q1"])).Refused()).ShouldBe("quizzes.nothing_to_regrade");
            await question.Change(new(content with { Answers = content.Answers.Add(new("", "uno", 100)) }, null, null)).Done();
            await room.Quiz.Regrade(new(["q1"]) { OperationId = "r" }).Done();
            await room.Quiz.Regrade(new(["q1"]) { OperationId = "r" }).Done();
            await Wait.Until(async () => (await room.Queries.Results(room.QuizId).Done()).Questions.All(q => q.QuestionId != "q1" || q.OldestMarked == 2));
        }
        foreach (var student in students)
        {
            var review = await Wait.Until(async () => { using (room.As(student)) return await room.Attempts(student).Review(1).Done(); }, r => r.Questions[0].History.Length == 2);
            review.Questions[0].History.Select(h => (h.Reason, h.Before, h.After)).ShouldBe([("marked", null, student == "cleo" ? 2m : 0m), ("regraded", student == "cleo" ? 2m : 0m, 2m)]);
            review.Summary.Mark.ShouldBe(4);
            (await Events(room, student)).ShouldBe(1);
        }
        // Again, by whoever: nothing is marked twice.
        using (ActorContext.As(Actor.System(room.Tenant))) (await room.Attempts("ann").Regrade(new(1, "ines")).Done()).ShouldBe(0);
    }

    [Fact]
    public async Task A_lower_passing_mark_completes_the_lesson_of_who_reached_it_before_and_a_higher_one_takes_nothing_back()
    {
        var room = await ExamRoom.Open(hub.Grains, hub.NewTenant(), QuizSettings.Standard with { PassPercent = 70 }, students: ["ann", "bob"]);
        await room.Start("ann");
        (await room.HandIn("ann", 1, "one", "two", "x")).Passed.ShouldBe(false);
        await room.Start("bob");
        (await room.HandIn("bob", 1, "one", "x", "x")).Passed.ShouldBe(false);
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await room.Quiz.Configure(new(QuizSettings.Standard with { PassPercent = 60 }, null)).Done();
        await Wait.Until(async () => (await room.Enrolment("ann")).Lessons is [{ Completed: true }]);
        (await room.Enrolment("bob")).LessonsCompleted.ShouldBe(0);
        (await Events(room, "ann"), await Events(room, "bob")).ShouldBe((1, 0));

        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await room.Quiz.Configure(new(QuizSettings.Standard with { PassPercent = 90 }, null)).Done();
        await Wait.Until(async () => await Events(room, "ann") == 2);
        (await room.Look("ann")).Passed.ShouldBe(false);
        (await room.Enrolment("ann")).LessonsCompleted.ShouldBe(1);
        // Again, by whoever: nothing is told twice.
        using (ActorContext.As(Actor.System(room.Tenant))) (await room.Attempts("ann").Recount().Done()).ShouldBe(0);
        (await Events(room, "ann")).ShouldBe(2);
    }

    [Fact]
    public async Task Which_attempt_counts_can_be_changed_afterwards_and_the_gradebook_follows()
    {
        var room = await Room(false, "ann");
        await room.Start("ann");
        await room.HandIn("ann", 1, "one", "two", "three");
        await room.Start("ann");
        await room.HandIn("ann", 2, "one", "two", "x");
        async Task<decimal?> Cell()
        {
            using (room.As(ExamRoom.Instructor, Roles.Instructor))
                return (await hub.Grains.Queries<IGradebookQueriesGrain>(room.Tenant).Student(ExamRoom.Course, "ann")).Value?.Cells.Single().Earned;
        }
        await Wait.Until(async () => await Cell() == 100);
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await room.Quiz.Configure(new(QuizSettings.Standard with { Counting = AttemptCounting.Last }, null)).Done();
        await Wait.Until(async () => await Cell() == 66.66667m);
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await room.Quiz.Configure(new(QuizSettings.Standard with { Counting = AttemptCounting.Average }, null)).Done();
        await Wait.Until(async () => await Cell() == 83.33334m);
    }

    [Fact]
    public async Task Results_tell_how_hard_a_question_was_and_how_well_it_tells_people_apart()
    {
        // Marks by question: ann 2 2 2, bob 2 2 0, cleo 2 0 0, dan 0 0 0. Question 2 against the rest (4, 2, 2, 0): r = 4 / (2 x sqrt 8) = 0.7071068.
        string[] students = ["ann", "bob", "cleo", "dan"];
        var room = await Room(false, students);
        string[][] answers = [["one", "two", "three"], ["one", "two", "x"], ["one", "x", "x"], ["x", "x", ""]];
        for (var i = 0; i < students.Length; i++)
        {
            await room.Start(students[i]);
            await room.HandIn(students[i], 1, answers[i]);
        }
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            var results = await Wait.Until(async () => await room.Queries.Results(room.QuizId).Done(), r => r.Graded == 4);
            (results.Learners, results.Passed, results.MeanPercent).ShouldBe((4, 2, 50));
            results.Questions.Select(q => (q.QuestionId, q.Facility, q.Right, q.Wrong, q.Unanswered)).ShouldBe([("q1", 0.75m, 3, 1, 0), ("q2", 0.5m, 2, 2, 0), ("q3", 0.25m, 1, 2, 1)]);
            results.Questions[1].Discrimination.ShouldBe(0.7071068m);
            // Over all quizzes of the course, of which there is one: the same.
            var items = await room.Queries.Items(ExamRoom.Course, ["q3", "q2", "q1", "never-asked", "NOT/AN ID"]).Done();
            items.Select(i => (i.QuestionId, i.Attempts, i.Facility)).ShouldBe([("q1", 4, 0.75m), ("q2", 4, 0.5m), ("q3", 4, 0.25m)]);
            items.Select(i => i.Discrimination).ShouldBe(results.Questions.Select(q => q.Discrimination));
            (await room.Queries.Items(ExamRoom.Course, []).Done()).ShouldBeEmpty();
            var rows = (await room.Queries.Export(room.QuizId, null).Done()).Items;
            rows.Select(r => (r.Attempt.UserId, r.Marks.Sum())).ShouldBe([("ann", 6), ("bob", 4), ("cleo", 2), ("dan", 0)]);
            var page = await room.Queries.Attempts(new(room.QuizId, "", null, null, 3)).Done();
            (page.Items.Length, page.Total, (await room.Queries.Attempts(new(room.QuizId, "", null, page.Next, 3)).Done()).Items.Length).ShouldBe((3, 4, 1));
        }
        using (room.As("other", Roles.Instructor))
        {
            (await room.Queries.Results(room.QuizId).Refused()).ShouldBe("quizzes.not_found");
            (await room.Queries.Items(ExamRoom.Course, ["q1"]).Refused()).ShouldBe("quizzes.not_found");
            (await room.Queries.Items("no/course", ["q1"]).Refused()).ShouldBe("quizzes.not_found");
        }
    }

    private async Task<long> Events(ExamRoom room, string user)
    {
        await using var command = hub.Database.CreateCommand("select count(*) from event where name = 'attempt.regraded' and key = $1");
        command.Parameters.Add(new() { Value = new AttemptsKey(room.Tenant, room.QuizId, user).ToString() });
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
