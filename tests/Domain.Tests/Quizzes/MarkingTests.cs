using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Quizzes;

namespace LearningHub.Domain.Tests.Quizzes;

public sealed class MarkingTests
{
    private static readonly DateTimeOffset Now = Exam.Now;
    private static readonly Actor Ines = new("t", "ines", [Roles.Instructor], null), Omar = new("t", "omar", [Roles.Admin], null);
    private static string Name(string id) => id;

    [Fact]
    public void An_attempt_without_essays_is_graded_at_once()
    {
        var rules = Exam.Rules();
        var state = Exam.Marked(Exam.Started(), rules, 2, 1.5m, 0).State;
        (state.Attempts[0].State, state.Attempts[0].Mark, state.Attempts[0].Fraction, state.Grade, state.Passed).ShouldBe((AttemptState.Graded, 3.5m, 0.5833333m, 0.5833333m, false));
        state.DueAtMs.ShouldBeNull();
    }

    [Fact]
    public void Wrong_choices_take_from_others_but_the_whole_is_never_below_nothing()
    {
        Exam.Marked(Exam.Started(), Exam.Rules(), 2, -1, 0).State.Attempts[0].Mark.ShouldBe(1);
        Exam.Marked(Exam.Started(), Exam.Rules(), -2, -1, 0).State.Attempts[0].Mark.ShouldBe(0);
    }

    [Theory]
    [InlineData(AttemptCounting.Highest, 0.9)]
    [InlineData(AttemptCounting.Last, 0.4)]
    [InlineData(AttemptCounting.First, 0.5)]
    [InlineData(AttemptCounting.Average, 0.6)]
    public void The_grade_follows_the_rule(AttemptCounting counting, double expected) => Marking.Count([0.5m, 0.9m, 0.4m], counting).ShouldBe((decimal)expected);

    [Fact]
    public void The_average_of_thirds_is_rounded_once() => Marking.Count([1, 0, 0], AttemptCounting.Average).ShouldBe(0.3333333m);

    [Fact]
    public void An_essay_waits_for_a_person_and_their_mark_completes_the_attempt()
    {
        var rules = Exam.Rules();
        var (waiting, data) = Exam.Marked(Exam.Started(), rules, 2, null, 2);
        (waiting.Attempts[0].State, waiting.Attempts[0].Mark, waiting.Attempts[0].ToGrade.Single().Place, waiting.Grade).ShouldBe((AttemptState.NeedsGrading, null, 2, null));
        var graded = Marking.Grade(waiting, new(1, 2, 1.25m, "Good.", 0), data, rules, Ines, Name, Now);
        var state = graded.Ok();
        (state.Attempts[0].State, state.Attempts[0].Mark, state.Passed).ShouldBe((AttemptState.Graded, 5.25m, true));
        graded.Events.OfType<AttemptGraded>().Single().Mark.ShouldBe(5.25m);
        Exam.WithMarks(data, graded).Marks[2].History.Single().ByUserId.ShouldBe("ines");
    }

    [Fact]
    public void Two_graders_at_once_are_told_of_each_other()
    {
        var (waiting, data) = Exam.Marked(Exam.Started(), Exam.Rules(), 2, null, 2);
        var held = Marking.Claim(waiting, new(1, 2, false), Ines, Name, Now).Ok();
        Marking.Claim(held, new(1, 2, false), Omar, Name, Now).Error!.ShouldSatisfyAllConditions(e => e.Code.ShouldBe("quizzes.claimed"), e => e.Message.ShouldContain("ines"));
        Marking.Grade(held, new(1, 2, 1, "", 0), data, Exam.Rules(), Omar, Name, Now).Error!.Code.ShouldBe("quizzes.claimed");
        // Left lying: the hand opens by itself; or is taken over knowingly; or let go.
        Marking.Claim(held, new(1, 2, false), Omar, Name, Now + AttemptClock.Claim).Error.ShouldBeNull();
        Marking.Claim(held, new(1, 2, true), Omar, Name, Now).Ok().Attempts[0].ToGrade.Single().HolderAt(Now).ShouldBe("omar");
        Marking.Release(held, new(1, 2), Omar).IsNoChange.ShouldBeTrue();
        Marking.Release(held, new(1, 2), Ines).Ok().Attempts[0].ToGrade.Single().HolderAt(Now).ShouldBeNull();
    }

    [Fact]
    public void A_mark_over_one_that_was_given_meanwhile_is_refused()
    {
        var rules = Exam.Rules();
        var (waiting, data) = Exam.Marked(Exam.Started(), rules, 2, null, 2);
        var first = Marking.Grade(waiting, new(1, 2, 1, "", 0), data, rules, Ines, Name, Now);
        var after = Exam.WithMarks(data, first);
        Marking.Grade(first.Ok(), new(1, 2, 2, "", 0), after, rules, Omar, Name, Now).Error!.Code.ShouldBe("quizzes.graded_meanwhile");
        var changed = Marking.Grade(first.Ok(), new(1, 2, 2, "", 1), after, rules, Omar, Name, Now);
        changed.Events.OfType<AttemptRegraded>().Single().ShouldSatisfyAllConditions(e => (e.Before, e.After, e.ByKey).ShouldBe((5m, 6m, false)));
        Exam.WithMarks(after, changed).Marks[2].History.Select(h => (h.Before, h.After)).ShouldBe([(null, 1m), (1m, 2m)]);
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(2.01)]
    [InlineData(1.005)]
    public void A_mark_is_between_nothing_and_the_points_with_two_decimals(double mark)
    {
        var (waiting, data) = Exam.Marked(Exam.Started(), Exam.Rules(), 2, null, 2);
        Marking.Grade(waiting, new(1, 2, (decimal)mark, "", 0), data, Exam.Rules(), Ines, Name, Now).Error!.Code.ShouldBe("quizzes.mark_invalid");
    }

    [Fact]
    public void What_a_machine_marked_is_not_for_people()
    {
        var (waiting, data) = Exam.Marked(Exam.Started(), Exam.Rules(), 2, null, 2);
        Marking.Grade(waiting, new(1, 1, 0, "", 1), data, Exam.Rules(), Ines, Name, Now).Error!.Code.ShouldBe("quizzes.not_to_grade");
        Marking.Claim(waiting, new(1, 1, false), Ines, Name, Now).Error!.Code.ShouldBe("quizzes.not_to_grade");
    }

    [Fact]
    public void A_mended_key_marks_again_once_and_keeps_what_a_person_gave()
    {
        var rules = Exam.Rules();
        var (waiting, data) = Exam.Marked(Exam.Started(), rules, 0, null, 2);
        var graded = Marking.Grade(waiting, new(1, 2, 2, "", 0), data, rules, Ines, Name, Now);
        data = Exam.WithMarks(data, graded);
        var mended = Exam.Rules(key: 1, corrections: new QuestionCorrection("q1", 2));
        var regraded = Marking.Regrade(graded.Ok(), 1, data, [Exam.Result(1, MarkState.Right, 2, 2), Exam.Result(2, MarkState.NeedsPerson, 0), Exam.Result(3, MarkState.Right, 2)], mended, Now);
        var state = regraded.Ok();
        (state.Attempts[0].Mark, state.Attempts[0].KeyVersion, state.Passed).ShouldBe((6, 1, true));
        regraded.Events.OfType<AttemptRegraded>().Single().ShouldSatisfyAllConditions(e => (e.Before, e.After, e.ByKey).ShouldBe((4m, 6m, true)));
        regraded.Records.Length.ShouldBe(1);
        Exam.WithMarks(data, regraded).Marks[1].History.Select(h => (h.Reason, h.Before, h.After, h.QuestionVersion)).ShouldBe([("marked", null, 0m, 1), ("regraded", 0m, 2m, 2)]);
        Marking.Regrade(state, 1, data, [.. Exam.Results(0, 0, 0)], mended, Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Another_rule_counts_what_is_graded_again_and_changes_no_mark()
    {
        var (first, _) = Exam.Marked(Exam.Started(), Exam.Rules(), 2, 2, 0);
        var (both, _) = Exam.Marked(Sitting.Start(first, Exam.Rules(), Exam.Items, 8, false, Now.AddMinutes(6)).Ok(), Exam.Rules(), 2, 0, 0);
        Marking.Recount(both, Exam.Rules()).IsNoChange.ShouldBeTrue();
        Marking.Recount(Exam.Started(), Exam.Rules(Exam.Timed with { PassPercent = 0 })).IsNoChange.ShouldBeTrue();

        var last = Marking.Recount(both, Exam.Rules(Exam.Timed with { Counting = AttemptCounting.Last }));
        (last.Ok().Grade, last.Ok().Passed).ShouldBe((0.3333333m, false));
        last.Events.OfType<AttemptRegraded>().Single().ShouldSatisfyAllConditions(e => (e.Number, e.Before, e.After, e.Grade, e.Passed, e.ByKey).ShouldBe((2, 2m, 2m, 0.3333333m, false, false)));
        last.Records.ShouldBeEmpty();
        Marking.Recount(last.Ok(), Exam.Rules(Exam.Timed with { Counting = AttemptCounting.Last })).IsNoChange.ShouldBeTrue();

        var lower = Marking.Recount(last.Ok(), Exam.Rules(Exam.Timed with { Counting = AttemptCounting.Last, PassPercent = 33 })).Ok();
        (lower.Grade, lower.Passed).ShouldBe((0.3333333m, true));
    }

    [Fact]
    public void A_correction_never_takes_a_newer_question_back()
    {
        var rules = Exam.Rules(key: 1, corrections: new QuestionCorrection("q1", 2));
        var paper = Exam.Started().Data.Paper;
        Marking.Request(paper, new(1, "q1", 1, 2), rules, Response.Empty, 0, null).Question.Version.ShouldBe(2);
        Marking.Request(paper, new(1, "q1", 5, 2), rules, Response.Empty, 0, null).Question.Version.ShouldBe(5);
    }

    [Fact]
    public void Tries_are_marked_in_the_order_they_were_made()
    {
        var settings = Exam.Timed with { Feedback = QuizFeedback.Immediate, MaxTries = 3 };
        var state = Sitting.Save(Exam.Started(settings), Exam.Save("a", 1, (1, "one", 0)), Now).Ok();
        state = Sitting.Check(state, new(1, 1), Exam.Result(1, MarkState.Wrong, 0), 1, Now).Ok();
        Marking.Rounds(state.Data.Answer(1), state.Data.Paper).Select(r => r.Text).ShouldBe(["one"]);
        state = Sitting.Save(state, Exam.Save("a", 2, (1, "two", 1)), Now).Ok();
        Marking.Rounds(state.Data.Answer(1), state.Data.Paper).Select(r => r.Text).ShouldBe(["one", "two"]);
        Marking.Rounds(state.Data.Answer(2), state.Data.Paper).Select(r => r.Text).ShouldBe([""]);
    }

    [Fact]
    public void What_is_answered_after_the_last_try_does_not_count()
    {
        var state = Sitting.Save(Exam.Started(Exam.Timed with { Feedback = QuizFeedback.Immediate, MaxTries = 1 }), Exam.Save("a", 1, (1, "wrong", 0)), Now).Ok();
        state = Sitting.Check(state, new(1, 1), Exam.Result(1, MarkState.Wrong, 0), 1, Now).Ok();
        state = Sitting.Save(state, Exam.Save("a", 2, (1, "right", 1), (2, "x", 0)), Now).Ok();
        var (data, paper) = (state.Data, state.Data.Paper);
        Marking.Rounds(data.Answer(1), paper).Select(r => r.Text).ShouldBe(["wrong"]);
        Marking.Final(data.Answer(1), paper).Response.Text.ShouldBe("wrong");
        // Never checked: the answer handed in is the only one.
        Marking.Rounds(data.Answer(2), paper).Select(r => r.Text).ShouldBe(["x"]);
        Marking.Final(data.Answer(2), paper).Response.Text.ShouldBe("x");
    }

    [Fact]
    public void Of_several_tries_the_best_counts_with_its_state_and_an_empty_answer_is_never_better()
    {
        var (right, partial, wrong, none) = (Exam.Result(1, MarkState.Right, 2), Exam.Result(1, MarkState.Partial, 1), Exam.Result(1, MarkState.Wrong, 0), Exam.Result(1, MarkState.Unanswered, 0));
        Marking.Better(right, wrong).ShouldBe(right);
        Marking.Better(partial, right).ShouldBe(right);
        Marking.Better(wrong, none).ShouldBe(wrong);
        var late = right with { Adjusted = 0, Mark = 0 };
        Marking.Better(wrong, late).ShouldBe(late);
    }

    [Fact]
    public void What_is_said_of_a_question_in_general_waits_until_it_is_right_or_no_try_is_left()
    {
        string Said(MarkState given, int tries)
        {
            var state = Sitting.Save(Exam.Started(Exam.Timed with { Feedback = QuizFeedback.Immediate, MaxTries = tries }), Exam.Save("a", 1, (1, "x", 0)), Now).Ok();
            state = Sitting.Check(state, new(1, 1), Exam.Result(1, given, 0) with { Feedback = "It is one.", RightAnswer = "one" }, 1, Now).Ok();
            var shown = AttemptViews.Answer(state.Data.Answer(1), state.Data.Paper).Checked!;
            shown.RightAnswer.ShouldBe("");
            return shown.Feedback;
        }
        Said(MarkState.Wrong, 2).ShouldBe("");
        Said(MarkState.Partial, 2).ShouldBe("");
        Said(MarkState.Right, 2).ShouldBe("It is one.");
        Said(MarkState.Wrong, 1).ShouldBe("It is one.");
    }
}
