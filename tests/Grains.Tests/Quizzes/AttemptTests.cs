using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Quizzes;
using LearningHub.Grains.Tests.Courses;
using Npgsql;

namespace LearningHub.Grains.Tests.Quizzes;

[Collection("hub")]
public sealed class AttemptTests(HubFixture hub)
{
    private Task<ExamRoom> Room(QuizSettings? settings = null, bool essay = false, params string[] students) =>
        ExamRoom.Open(hub.Grains, hub.NewTenant(), settings, essay: essay, students: students.Length == 0 ? ["ann"] : students);

    [Fact]
    public async Task A_quiz_is_sat_marked_and_passing_it_completes_the_lesson()
    {
        var room = await Room();
        var paper = await room.Start("ann");
        paper.Questions.Select(q => (q.Place, q.MaxMark, q.Question.Kind)).ShouldBe([(1, 2, QuestionKind.ShortText), (2, 2, QuestionKind.ShortText), (3, 2, QuestionKind.ShortText)]);
        var receipt = await room.Save("ann", 1, "tab", 1, (1, "one", 0), (2, "two", 0)).Done();
        (receipt.Revision, receipt.Conflicts.Length).ShouldBe((1, 0));
        var summary = await room.HandIn("ann", 1);
        (summary.State, summary.Mark, summary.Percent, summary.Passed, summary.Answered).ShouldBe((AttemptState.Graded, 4, 66.66667m, true, 2));
        await Wait.Until(async () => (await room.Enrolment("ann")).Lessons is [{ Completed: true }]);
    }

    [Fact]
    public async Task A_quiz_that_was_not_passed_leaves_the_lesson_open_and_nobody_marks_it_by_hand()
    {
        var room = await Room();
        await room.Start("ann");
        (await room.HandIn("ann", 1, "one", "wrong", "wrong")).Passed.ShouldBe(false);
        using (room.As("ann"))
        {
            (await hub.Grains.Enrolment(new MemberKey(room.Tenant, ExamRoom.Course, "ann")).CompleteLesson(new(ExamRoom.Lesson, true)).Refused()).ShouldBe("enrolments.quiz_lesson");
            (await room.Attempts("ann").Get().Done()).Refusal.ShouldBeNull();
        }
        (await room.Enrolment("ann")).LessonsCompleted.ShouldBe(0);
    }

    [Fact]
    public async Task Starting_from_many_tabs_at_once_begins_one_attempt()
    {
        var room = await Room(QuizSettings.Standard with { AttemptsAllowed = 1 });
        var papers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => room.Start("ann")));
        papers.Select(p => p.Number).Distinct().ShouldBe([1]);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => room.HandIn("ann", 1)));
        using (room.As("ann")) (await room.Attempts("ann").Start(new()).Refused()).ShouldBe("quizzes.no_attempts_left");
        (await Count(room, "attempt.graded")).ShouldBe(1);
    }

    [Fact]
    public async Task The_same_start_sent_again_after_the_end_is_not_another_attempt()
    {
        var room = await Room();
        using (room.As("ann")) await room.Attempts("ann").Start(new() { OperationId = "k" }).Done();
        await room.HandIn("ann", 1);
        using (room.As("ann")) (await room.Attempts("ann").Start(new() { OperationId = "k" }).Refused()).ShouldBe("quizzes.not_running");
        (await room.Look("ann")).Attempts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Questions_are_drawn_once_and_stay_for_the_attempt_whatever_the_bank_does()
    {
        var room = await Room();
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            foreach (var slot in (await room.Quiz.Get().Done()).Slots) await room.Quiz.RemoveSlot(new(slot.SlotId)).Done();
            await room.Quiz.AddDraw(new("d1", ["count"], 2, 1)).Done();
        }
        using (ActorContext.As(Actor.System(room.Tenant)))
            await Wait.Until(() => hub.Grains.Queries<IQuestionPapersGrain>(room.Tenant).Draw(new(ExamRoom.Course, ["count"], 3, 1, [])), d => d.Value.Length == 3);
        var paper = await room.Start("ann");
        paper.Questions.Length.ShouldBe(2);
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
            foreach (var id in room.QuestionIds) await hub.Grains.Question(new QuestionKey(room.Tenant, id)).Change(new(QuestionContent.Of(QuestionKind.ShortText, "Other", "Something else?") with { Answers = [new("", "x", 100)] }, null, null)).Done();
        using (room.As("ann"))
        {
            var again = await room.Attempts("ann").GetPaper(1).Done();
            again.Questions.Select(q => (q.Question.Question, q.Question.Text)).ShouldBe(paper.Questions.Select(q => (q.Question.Question, q.Question.Text)));
        }
    }

    [Fact]
    public async Task A_draw_that_the_bank_has_too_few_for_deals_nobody_a_shorter_exam()
    {
        var room = await Room();
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            foreach (var slot in (await room.Quiz.Get().Done()).Slots) await room.Quiz.RemoveSlot(new(slot.SlotId)).Done();
            await room.Quiz.AddDraw(new("d1", ["count"], 2, 1)).Done();
            await room.Quiz.AddDraw(new("d2", [], 2, 1)).Done();
        }
        using (ActorContext.As(Actor.System(room.Tenant)))
            await Wait.Until(() => hub.Grains.Queries<IQuestionPapersGrain>(room.Tenant).Draw(new(ExamRoom.Course, [], 9, 1, [])), d => d.Value.Length == room.QuestionIds.Length);
        var left = room.QuestionIds.Length - 2;
        using (room.As("ann")) (await room.Attempts("ann").Start(new()).Refused()).ShouldBe("quizzes.too_few_questions");
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            (await room.Quiz.Get().Done()).Short.ShouldBe(new Dictionary<string, int> { ["d2"] = left });
            await room.Quiz.ChangeSlot(new("d2", left, 1)).Done();
            (await room.Quiz.Get().Done()).Short.ShouldBeEmpty();
        }
        (await room.Start("ann")).Questions.Length.ShouldBe(room.QuestionIds.Length);
    }

    [Fact]
    public async Task Draws_that_share_questions_do_not_take_from_each_other_what_only_one_can_do_without()
    {
        var room = await Room();
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            await hub.Grains.Question(new QuestionKey(room.Tenant, "q4")).Create(new(ExamRoom.Course, QuestionContent.Of(QuestionKind.ShortText, "Other", "Something else?") with { Answers = [new("", "x", 100)] }, ["other"])).Done();
            foreach (var slot in (await room.Quiz.Get().Done()).Slots) await room.Quiz.RemoveSlot(new(slot.SlotId)).Done();
            await room.Quiz.AddDraw(new("d1", [], 1, 1)).Done();
            await room.Quiz.AddDraw(new("d2", ["count"], 3, 1)).Done();
        }
        using (ActorContext.As(Actor.System(room.Tenant)))
        {
            await Wait.Until(() => hub.Grains.Queries<IQuestionPapersGrain>(room.Tenant).Draw(new(ExamRoom.Course, [], 9, 1, [])), d => d.Value.Length == 4);
            await Wait.Until(() => hub.Grains.Queries<IQuestionPapersGrain>(room.Tenant).Draw(new(ExamRoom.Course, ["count"], 9, 1, [])), d => d.Value.Length == 3);
            for (var seed = 1; seed <= 20; seed++)
            {
                var dealt = await room.Quiz.Deal(seed).Done();
                dealt[0].Question.QuestionId.ShouldBe("q4");
                dealt.Length.ShouldBe(4);
            }
        }
    }

    [Fact]
    public async Task A_save_that_races_with_itself_and_others_loses_nothing()
    {
        var room = await Room();
        await room.Start("ann");
        // Two devices write to different places and to the same one, every save twice.
        var saves = Enumerable.Range(1, 20).SelectMany(i => new[] { ("a", i), ("a", i), ("b", i), ("b", i) });
        var receipts = await Task.WhenAll(saves.Select(async s => await room.Save("ann", 1, s.Item1, s.Item2, (s.Item1 == "a" ? 1 : 2, $"{s.Item1}{s.Item2}", 0), (3, $"{s.Item1}", 0)).Done()));
        using (room.As("ann"))
        {
            var paper = await room.Attempts("ann").GetPaper(1).Done();
            (paper.Questions[0].Answer.Response.Text, paper.Questions[1].Answer.Response.Text).ShouldBe(("a20", "b20"));
            var shared = paper.Questions[2].Answer;
            new[] { shared.Response.Text, shared.Others.Single().Response.Text }.Order().ShouldBe(["a", "b"]);
            paper.Revision.ShouldBeGreaterThanOrEqualTo(receipts.Max(r => r.Revision));
        }
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_the_grain_was_put_away()
    {
        var room = await Room();
        await room.Start("ann");
        await room.Save("ann", 1, "tab", 1, (1, "one", 0)).Done();
        await PutAway();
        using (room.As("ann"))
        {
            var paper = await room.Attempts("ann").GetPaper(1).Done();
            (paper.Revision, paper.Questions[0].Answer.Response.Text, paper.Questions[0].Answer.Revision).ShouldBe((1, "one", 1));
        }
        // The retry whose answer was lost with the process.
        (await room.Save("ann", 1, "tab", 1, (1, "one", 0)).Done()).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task An_attempt_ends_by_itself_when_nobody_is_there()
    {
        var room = await Room(QuizSettings.Standard with { TimeLimitSeconds = 10 });
        await room.Start("ann");
        await room.Save("ann", 1, "tab", 1, (1, "one", 0), (2, "two", 0)).Done();
        // Ten seconds and the grace are over long ago: the process was down meanwhile.
        await Rewind(room, "ann", TimeSpan.FromMinutes(5));
        await PutAway();
        // The hub's own sweep may have been faster.
        await hub.Services.GetRequiredService<DueAttempts>().Sweep(CancellationToken.None);
        var attempt = (await Wait.Until(() => room.Look("ann"), v => v.Attempts[0].State == AttemptState.Graded)).Attempts[0];
        (attempt.Automatic, attempt.Mark, attempt.HandedInAt == attempt.Deadline).ShouldBe((true, 4, true));
        (await room.Save("ann", 1, "tab", 2, (3, "three", 0)).Refused()).ShouldBe("quizzes.not_running");
        (await Count(room, "attempt.submitted")).ShouldBe(1);
    }

    [Fact]
    public async Task A_timer_hands_in_at_the_end_of_the_grace()
    {
        var room = await Room(QuizSettings.Standard with { TimeLimitSeconds = 10 });
        await room.Start("ann");
        await Rewind(room, "ann", TimeSpan.FromSeconds(29));
        await PutAway();
        // Reading it wakes it, and its own clock does the rest.
        (await Wait.Until(() => room.Look("ann"), v => v.Attempts[0].State == AttemptState.Graded)).Attempts[0].Automatic.ShouldBeTrue();
    }

    [Fact]
    public async Task More_time_for_one_person_reaches_the_attempt_that_runs()
    {
        var room = await Room(QuizSettings.Standard with { TimeLimitSeconds = 600 }, students: ["ann", "bob"]);
        var paper = await room.Start("ann");
        await room.Start("bob");
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await room.Quiz.SetOverride(new(new("ann", 50, 0, 0, null, null))).Done();
        await Wait.Until(async () => (await room.Look("ann")).Attempts[0].Deadline == paper.StartedAt.AddSeconds(900));
        var bob = (await room.Look("bob")).Attempts[0];
        bob.Deadline.ShouldBe(bob.StartedAt.AddSeconds(600));
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await room.Quiz.Configure(new(QuizSettings.Standard with { TimeLimitSeconds = 1200 }, null)).Done();
        await Wait.Until(async () => (await room.Look("ann")).Attempts[0].Deadline == paper.StartedAt.AddSeconds(1800) && (await room.Look("bob")).Attempts[0].Deadline == bob.StartedAt.AddSeconds(1200));
    }

    [Fact]
    public async Task One_who_is_removed_saves_no_more_and_strangers_find_nothing()
    {
        var room = await Room(students: ["ann", "bob"]);
        await room.Start("ann");
        using (room.As("bob"))
        {
            (await room.Attempts("ann").Get().Refused()).ShouldBe("quizzes.not_found");
            (await room.Attempts("ann").GetPaper(1).Refused()).ShouldBe("quizzes.not_found");
            (await room.Attempts("ann").Save(ExamRoom.Command(1, "x", 1, (1, "x", 0))).Refused()).ShouldBe("quizzes.not_found");
            (await room.Attempts("ann").HandIn(new(1, null)).Refused()).ShouldBe("quizzes.not_found");
        }
        using (room.As("eve")) (await room.Attempts("eve").Start(new()).Refused()).ShouldBe("quizzes.not_found");
        using (room.As("other", Roles.Instructor)) (await room.Quiz.Get().Refused()).ShouldBe("quizzes.not_found");
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            (await room.Attempts("ann").GetPaper(1).Refused()).ShouldBe("quizzes.not_found");
            await hub.Grains.Enrolment(new MemberKey(room.Tenant, ExamRoom.Course, "ann")).Remove(new("test")).Done();
        }
        (await room.Save("ann", 1, "tab", 1, (1, "one", 0)).Refused()).ShouldBe("quizzes.not_enrolled");
    }

    [Fact]
    public async Task The_instructors_own_attempts_are_previews_that_count_nowhere()
    {
        var room = await Room();
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            await room.Attempts(ExamRoom.Instructor).Start(new()).Done();
            await room.Attempts(ExamRoom.Instructor).HandIn(new(1, null)).Done();
            (await room.Attempts(ExamRoom.Instructor).Get().Done()).Preview.ShouldBeTrue();
        }
        await room.Start("ann");
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
            (await Wait.Until(async () => await room.Queries.Attempts(new(room.QuizId, "", null, null, 50)).Done(), p => p.Items.Length > 0)).Items.Single().UserId.ShouldBe("ann");
    }

    [Fact]
    public async Task Staff_who_tried_the_quiz_out_and_enrol_sit_it_as_every_learner_does()
    {
        var room = await Room(QuizSettings.Standard with { AttemptsAllowed = 1 });
        using (room.As("omar", Roles.Admin))
        {
            var omar = room.Attempts("omar");
            for (var number = 1; number <= 2; number++)
            {
                await omar.Start(new()).Done();
                await omar.HandIn(new(number, ExamRoom.Command(number, "p", number, (1, "one", 0), (2, "two", 0)))).Done();
            }
            await omar.Start(new()).Done();
            await hub.Grains.Enrolment(new MemberKey(room.Tenant, ExamRoom.Course, "omar")).Enrol(new EnrolStudent()).Done();
            (await omar.Get().Done()).ShouldSatisfyAllConditions(v => v.Attempts.ShouldBeEmpty(), v => v.AttemptsLeft.ShouldBe(1), v => v.Refusal.ShouldBeNull(), v => v.Preview.ShouldBeFalse());
            (await omar.GetPaper(3).Refused()).ShouldBe("quizzes.attempt_not_found");
            var papers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => omar.Start(new()).Done()));
            papers.ShouldAllBe(p => p.Number == 1 && p.Questions.All(q => q.Answer.Revision == 0));
            await PutAway();
        }
        using (room.As("omar", Roles.Admin))
        {
            var omar = room.Attempts("omar");
            (await omar.GetPaper(1).Done()).Questions.ShouldAllBe(q => q.Answer.Response.Text == "");
            await omar.HandIn(new(1, ExamRoom.Command(1, "tab", 1, (1, "x", 0), (2, "two", 0), (3, "three", 0)))).Done();
            (await omar.Get().Done()).ShouldSatisfyAllConditions(v => v.Attempts.Single().Mark.ShouldBe(4), v => v.Passed.ShouldBe(true));
            (await omar.Start(new()).Refused()).ShouldBe("quizzes.no_attempts_left");
        }
        await Wait.Until(async () => (await room.Enrolment("omar")).Lessons is [{ Completed: true }]);
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
            (await Wait.Until(async () => await room.Queries.Attempts(new(room.QuizId, "", null, null, 50)).Done(), p => p.Items is [{ State: AttemptState.Graded }])).Items.Single().Mark.ShouldBe(4);
    }

    [Fact]
    public async Task Tries_cost_and_the_best_one_counts()
    {
        var room = await Room(QuizSettings.Standard with { Feedback = QuizFeedback.Immediate, MaxTries = 3, PenaltyPercent = 25 });
        await room.Start("ann");
        await room.Save("ann", 1, "tab", 1, (1, "wrong", 0), (2, "two", 0)).Done();
        using (room.As("ann"))
        {
            var wrong = await room.Attempts("ann").Check(new(1, 1)).Done();
            (wrong.Checked!.State, wrong.Checked.RightAnswer, wrong.TriesUsed).ShouldBe((MarkState.Wrong, "", 1));
            (await room.Attempts("ann").Check(new(1, 1)).Done()).TriesUsed.ShouldBe(1);
            (await room.Attempts("ann").Check(new(1, 3)).Refused()).ShouldBe("quizzes.unanswered");
        }
        await room.Save("ann", 1, "tab", 2, (1, "one", 0)).Done();
        using (room.As("ann")) (await room.Attempts("ann").Check(new(1, 1)).Done()).Checked!.Adjusted.ShouldBe(0.75m);
        // 1.5 after one wrong try, 2 without any.
        (await room.HandIn("ann", 1)).Mark.ShouldBe(3.5m);
    }

    [Theory]
    [InlineData("one", "x", false)]
    [InlineData("one", "x", true)]
    [InlineData("half", "x", true)]
    public async Task An_answer_that_got_worse_takes_nothing_from_the_best_try(string first, string then, bool check)
    {
        // Half earns 60 %: of 0.5 points 0.3, which is less than 0.6.
        var room = await Room(QuizSettings.Standard with { Feedback = QuizFeedback.Immediate, MaxTries = 4 });
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            var question = hub.Grains.Question(new QuestionKey(room.Tenant, "q1"));
            var content = (await question.Get().Done()).Content;
            await question.Change(new(content with { Answers = content.Answers.Add(new("", "half", 60)) }, null, null)).Done();
            if (first == "half") await room.Quiz.ChangeSlot(new((await room.Quiz.Get().Done()).Slots[0].SlotId, 1, 0.5m)).Done();
        }
        var paper = await Wait.Until(() => room.Start("ann"), p => p.Questions[0].Question.Question.Version == 2);
        await Try(room, 1, first, check: true);
        if (check)
        {
            (await Try(room, 2, then, check: true))!.Mark.ShouldBe(first == "half" ? 0.3m : 2);
            await Try(room, 3, then + then, check: true);
        }
        else await Try(room, 2, then, check: false);
        var best = first == "half" ? 0.3m : 2;
        (await room.HandIn("ann", 1)).Mark.ShouldBe(best);
        using (room.As("ann"))
            (await room.Attempts("ann").Review(1).Done()).Questions[0].ShouldSatisfyAllConditions(q => q.Mark.ShouldBe(best), q => q.State.ShouldBe(first == "half" ? MarkState.Partial : MarkState.Right));
        // A mended key marks the same tries, and agrees.
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            var question = hub.Grains.Question(new QuestionKey(room.Tenant, "q1"));
            await question.Change(new((await question.Get().Done()).Content with { Feedback = "Counted." }, null, null)).Done();
            await room.Quiz.Regrade(new(["q1"])).Done();
        }
        using (room.As("ann"))
        {
            var review = await Wait.Until(() => room.Attempts("ann").Review(1).Done(), r => r.Questions[0].History.Length == 2);
            (review.Questions[0].Mark, review.Questions[0].History[1].After).ShouldBe((best, best));
        }
    }

    [Fact]
    public async Task After_the_last_try_another_answer_does_not_count()
    {
        var room = await Room(QuizSettings.Standard with { Feedback = QuizFeedback.Immediate, MaxTries = 1 });
        await room.Start("ann");
        (await Try(room, 1, "wrong", check: true))!.State.ShouldBe(MarkState.Wrong);
        await Try(room, 2, "one", check: false);
        using (room.As("ann")) (await room.Attempts("ann").Check(new(1, 1)).Refused()).ShouldBe("quizzes.no_tries_left");
        (await room.HandIn("ann", 1)).Mark.ShouldBe(0);
        using (room.As("ann")) (await room.Attempts("ann").Review(1).Done()).Questions[0].ShouldSatisfyAllConditions(q => q.State.ShouldBe(MarkState.Wrong), q => q.Response.Text.ShouldBe("wrong"));
    }

    /// <summary>Answers the first question, and checks it.</summary>
    private static async Task<MarkResult?> Try(ExamRoom room, int sequence, string answer, bool check)
    {
        await room.Save("ann", 1, "tab", sequence, (1, answer, sequence)).Done();
        using (room.As("ann")) return check ? (await room.Attempts("ann").Check(new(1, 1)).Done()).Checked : null;
    }

    [Fact]
    public async Task The_review_shows_what_the_options_show_at_the_moment()
    {
        var room = await Room(QuizSettings.Standard with { Review = new(ReviewShows.Answers, ReviewShows.All, ReviewShows.All) });
        await room.Start("ann");
        var summary = await room.HandIn("ann", 1, "one", "x", "");
        (summary.Mark, summary.Passed).ShouldBe((null, null));
        using (room.As("ann"))
        {
            var review = await room.Attempts("ann").Review(1).Done();
            review.Questions.ShouldAllBe(q => q.Mark == null && q.State == null && q.RightAnswer == "" && q.Parts.IsEmpty && q.History.IsEmpty);
            review.Questions[0].Response.Text.ShouldBe("one");
            (await room.Attempts("ann").Get().Done()).Percent.ShouldBeNull();
        }
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            var all = await room.Attempts("ann").Review(1).Done();
            all.Questions.Select(q => q.Mark).ShouldBe([2, 0, 0]);
            all.Questions[1].RightAnswer.ShouldContain("two");
        }
    }

    private async Task<long> Count(ExamRoom room, string eventName)
    {
        await using var command = hub.Database.CreateCommand("select count(*) from event where tenant = $1 and name = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = room.Tenant });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = eventName });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>As if the attempt had begun so much earlier.</summary>
    private async Task Rewind(ExamRoom room, string user, TimeSpan by)
    {
        await using var command = hub.Database.CreateCommand("""
            update aggregate set version = version + 1, doc = jsonb_set(jsonb_set(jsonb_set(doc, '{dueAtMs}', to_jsonb((doc ->> 'dueAtMs')::bigint - $2)),
                '{attempts,0,deadline}', to_jsonb((doc #>> '{attempts,0,deadline}')::timestamptz - $2 * interval '1 ms')),
                '{attempts,0,startedAt}', to_jsonb((doc #>> '{attempts,0,startedAt}')::timestamptz - $2 * interval '1 ms'))
            where type = 'attempts' and key = $1
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = new AttemptsKey(room.Tenant, room.QuizId, user).ToString() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)by.TotalMilliseconds });
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }

    private async Task PutAway()
    {
        using var _ = ActorContext.As(Actor.System("system"));
        await hub.Grains.GetGrain<Orleans.Runtime.IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
    }
}
