using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Quizzes;

namespace LearningHub.Domain.Tests.Quizzes;

public sealed class SittingTests
{
    private static readonly DateTimeOffset Now = Exam.Now;

    [Fact]
    public void An_attempt_runs_until_its_limit_and_a_second_start_is_the_same_attempt()
    {
        var started = Exam.Started();
        started.Running!.Deadline.ShouldBe(Now.AddHours(1));
        var again = Sitting.Start(started, Exam.Rules(), Exam.Items, 8, false, Now.AddMinutes(1));
        again.IsNoChange.ShouldBeTrue();
        again.Ok().Attempts.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 0, 60)]
    [InlineData(50, 0, 90)]
    [InlineData(25, 10, 85)]
    [InlineData(400, 10_080, 300 + 10_080)]
    public void Extra_time_is_percent_first_and_minutes_after(int percent, int minutes, int expected) =>
        Exam.Started(special: new("ann", percent, minutes, 0, null, null)).Running!.Deadline.ShouldBe(Now.AddMinutes(expected));

    [Fact]
    public void The_closing_ends_an_attempt_before_its_limit_and_another_closing_for_one_person_counts_for_them()
    {
        var closing = Exam.Timed with { ClosesAt = Now.AddMinutes(20) };
        Exam.Started(closing).Running!.Deadline.ShouldBe(Now.AddMinutes(20));
        Exam.Started(closing, new("ann", 0, 0, 0, null, Now.AddMinutes(40))).Running!.Deadline.ShouldBe(Now.AddMinutes(40));
    }

    [Theory]
    [InlineData(-1, "quizzes.not_open")]
    [InlineData(0, null)]
    [InlineData(59, null)]
    [InlineData(60, "quizzes.closed")]
    public void A_quiz_can_be_begun_between_its_dates(int minute, string? code) =>
        Sitting.Start(AttemptsState.Empty, Exam.Rules(Exam.Timed with { OpensAt = Now, ClosesAt = Now.AddHours(1) }), Exam.Items, 1, false, Now.AddMinutes(minute)).Error?.Code.ShouldBe(code);

    [Fact]
    public void No_more_attempts_than_allowed_and_granted()
    {
        var rules = Exam.Rules(Exam.Timed with { AttemptsAllowed = 1 });
        var state = Exam.Marked(Exam.Started(Exam.Timed with { AttemptsAllowed = 1 }), rules, 2, 2, 2).State;
        Sitting.Start(state, rules, Exam.Items, 1, false, Now).Error!.Code.ShouldBe("quizzes.no_attempts_left");
        Sitting.Start(state, rules with { Override = new("ann", 0, 0, 1, null, null) }, Exam.Items, 1, false, Now).Ok().Attempts.Length.ShouldBe(2);
    }

    [Fact]
    public void A_save_gives_a_rising_revision_and_a_repeat_of_it_changes_nothing()
    {
        var one = Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, "x", 0)), Now).Ok();
        (one.Running!.Revision, one.Running.Answered).ShouldBe((1, 1));
        Sitting.Save(one, Exam.Save("a", 1, (1, "x", 0)), Now).IsNoChange.ShouldBeTrue();
        Sitting.Save(one, Exam.Save("a", 2, (1, "xy", 0)), Now).Ok().Running!.Revision.ShouldBe(2);
    }

    [Fact]
    public void A_save_that_arrives_after_a_later_one_of_its_device_is_passed_over()
    {
        var later = Sitting.Save(Exam.Started(), Exam.Save("a", 2, (1, "final", 0)), Now).Ok();
        var late = Sitting.Save(later, Exam.Save("a", 1, (1, "first", 0)), Now);
        late.IsNoChange.ShouldBeTrue();
        late.Ok().Data.Answer(1).Response.Text.ShouldBe("final");
    }

    [Fact]
    public void An_answer_changed_back_stands_when_the_change_arrives_after_it()
    {
        var state = Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, "A", 0)), Now).Ok();
        state = Sitting.Save(state, Exam.Save("a", 3, (1, "A", 1)), Now).Ok();
        Sitting.Save(state, Exam.Save("a", 2, (1, "B", 1)), Now).Ok().Data.Answer(1).Response.Text.ShouldBe("A");
    }

    [Fact]
    public void So_does_one_changed_back_to_what_another_device_wrote_and_one_taken_back_altogether()
    {
        var state = Sitting.Save(Exam.Started(), Exam.Save("reloaded", 1, (1, "A", 0)), Now).Ok();
        state = Sitting.Save(state, Exam.Save("a", 2, (1, "A", 1), (2, "", 0)), Now).Ok();
        var late = Sitting.Save(state, Exam.Save("a", 1, (1, "B", 1), (2, "B", 0)), Now).Ok().Data;
        (late.Answer(1).Response.Text, late.Answer(2).Response.Text).ShouldBe(("A", ""));
    }

    [Fact]
    public void A_flag_taken_off_again_stays_off_when_it_arrives_late()
    {
        SaveAnswers Flag(long sequence, bool on) => new(1, [new(1, null, 0, on)], "a", sequence);
        var state = Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, "x", 0)), Now).Ok();
        state = Sitting.Save(state, Flag(3, false), Now).Ok();
        Sitting.Save(state, Flag(2, true), Now).Ok().Data.Answer(1).Flagged.ShouldBeFalse();
    }

    [Fact]
    public void An_answer_that_had_not_seen_anothers_is_kept_beside_it_and_told_as_a_conflict()
    {
        var phone = Sitting.Save(Exam.Started(), Exam.Save("phone", 1, (1, "from the phone", 0)), Now).Ok();
        var offline = Exam.Save("laptop", 1, (1, "from the laptop", 0), (2, "only here", 0));
        var both = Sitting.Save(phone, offline, Now.AddMinutes(1)).Ok();
        var answer = both.Data.Answer(1);
        (answer.Response.Text, answer.Others.Single().Response.Text).ShouldBe(("from the phone", "from the laptop"));
        Sitting.IsConflict(answer, offline.Changes[0]).ShouldBeTrue();
        both.Data.Answer(2).Response.Text.ShouldBe("only here");
        // The laptop asks again: nothing more is kept.
        Sitting.Save(both, offline, Now.AddMinutes(1)).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Choosing_between_two_answers_settles_it()
    {
        var phone = Sitting.Save(Exam.Started(), Exam.Save("phone", 1, (1, "phone", 0)), Now).Ok();
        var both = Sitting.Save(phone, Exam.Save("laptop", 1, (1, "laptop", 0)), Now).Ok();
        var taken = Sitting.Save(both, new(1, [new(1, Exam.Text("laptop"), 1, null, Settled: true)], "laptop", 2), Now).Ok().Data.Answer(1);
        (taken.Response.Text, taken.Others.Length).ShouldBe(("laptop", 0));
        var keptAnswer = Sitting.Save(both, new(1, [new(1, null, 1, null, Settled: true)], "phone", 2), Now).Ok().Data.Answer(1);
        (keptAnswer.Response.Text, keptAnswer.Others.Length).ShouldBe(("phone", 0));
    }

    [Fact]
    public void Answers_on_their_way_are_taken_within_the_grace_and_not_after()
    {
        var running = Exam.Started();
        var deadline = running.Running!.Deadline!.Value;
        Sitting.Save(running, Exam.Save("a", 1, (1, "x", 0)), deadline + AttemptClock.Grace - TimeSpan.FromMilliseconds(1)).Ok().Running!.Revision.ShouldBe(1);
        Sitting.Save(running, Exam.Save("a", 1, (1, "x", 0)), deadline + AttemptClock.Grace).Error!.Code.ShouldBe("quizzes.over");
        Sitting.Expire(running, deadline + AttemptClock.Grace - TimeSpan.FromMilliseconds(1)).IsNoChange.ShouldBeTrue();
        var expired = Sitting.Expire(running, deadline + AttemptClock.Grace).Ok().Attempts[0];
        (expired.State, expired.HandedInAt, expired.Automatic).ShouldBe((AttemptState.HandedIn, deadline, true));
    }

    [Fact]
    public void A_hand_in_takes_the_last_answers_and_a_second_one_changes_nothing()
    {
        var handed = Sitting.HandIn(Exam.Started(), new(1, Exam.Save("a", 1, (1, "last", 0))), Now.AddMinutes(3)).Ok();
        (handed.Attempts[0].HandedInAt, handed.Attempts[0].Answered, handed.Data.Answer(1).Response.Text).ShouldBe((Now.AddMinutes(3), 1, "last"));
        Sitting.HandIn(handed, new(1, Exam.Save("a", 2, (1, "too late", 1))), Now.AddMinutes(4)).IsNoChange.ShouldBeTrue();
        Sitting.Save(handed, Exam.Save("a", 2, (1, "too late", 1)), Now.AddMinutes(4)).Error!.Code.ShouldBe("quizzes.not_running");
    }

    [Fact]
    public void A_hand_in_after_the_end_hands_in_what_was_saved_in_time()
    {
        var saved = Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, "in time", 0)), Now).Ok();
        var late = Sitting.HandIn(saved, new(1, Exam.Save("a", 2, (1, "late", 1))), Now.AddHours(2)).Ok();
        (late.Attempts[0].Automatic, late.Data.Answer(1).Response.Text).ShouldBe((true, "in time"));
    }

    [Fact]
    public void More_time_given_during_an_attempt_moves_its_deadline_and_the_same_rules_move_nothing()
    {
        var running = Exam.Started();
        var retimed = Sitting.Retime(running, Exam.Rules(special: new("ann", 50, 0, 0, null, null))).Ok();
        (retimed.Running!.Deadline, retimed.DueAtMs).ShouldBe((Now.AddMinutes(90), (Now.AddMinutes(90) + AttemptClock.Grace).ToUnixTimeMilliseconds()));
        Sitting.Retime(running, Exam.Rules()).IsNoChange.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(-1)]
    public void A_place_that_is_not_on_the_paper_is_refused(int place) =>
        Sitting.Save(Exam.Started(), Exam.Save("a", 1, (place, "x", 0)), Now).Error!.Code.ShouldBe("quizzes.answers_invalid");

    [Theory]
    [InlineData(0x02)]
    [InlineData(0x07)]
    [InlineData(0x0b)]
    [InlineData(0x7f)]
    [InlineData(0x9b)]
    [InlineData(0xfffe)]
    public void A_control_character_that_was_pasted_along_becomes_a_space(int unit)
    {
        var pasted = $"a{(char)unit}b";
        var gaps = Response.Empty with { Gaps = [new("g1", pasted)] };
        var saved = Sitting.Save(Exam.Started(), new(1, [new(1, Exam.Text(pasted), 0, null), new(2, gaps, 0, null)], "a", 1), Now).Ok().Data;
        (saved.Answer(1).Response.Text, saved.Answer(2).Response.Gaps.Single().Value).ShouldBe(("a b", "a b"));
    }

    [Fact]
    public void Lines_and_tabs_stay_as_they_are() => Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, "a\tb\r\nc\fd", 0)), Now).Ok().Data.Answer(1).Response.Text.ShouldBe("a\tb\nc\nd");

    [Theory]
    [InlineData(0)]
    [InlineData(0xd800)]
    public void What_cannot_be_stored_is_refused(int unit) => Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, $"a{(char)unit}b", 0)), Now).Error!.Code.ShouldBe("quizzes.answers_invalid");

    [Fact]
    public void A_place_named_twice_a_device_without_a_name_and_too_much_text_are_refused()
    {
        Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, "x", 0), (1, "y", 0)), Now).Error!.Code.ShouldBe("quizzes.answers_invalid");
        Sitting.Save(Exam.Started(), Exam.Save("A/B", 1, (1, "x", 0)), Now).Error!.Code.ShouldBe("quizzes.device_id_invalid");
        Sitting.Save(Exam.Started(), Exam.Save("a", 1, (1, new string('x', Response.MaxText + 1), 0)), Now).Error!.Code.ShouldBe("quizzes.answers_invalid");
    }

    [Fact]
    public void A_try_is_stored_once_and_only_as_often_as_allowed()
    {
        var settings = Exam.Timed with { Feedback = QuizFeedback.Immediate, MaxTries = 2 };
        var state = Sitting.Save(Exam.Started(settings), Exam.Save("a", 1, (1, "wrong", 0)), Now).Ok();
        var check = new CheckAnswer(1, 1);
        // What stands is not what the learner saw.
        Sitting.RefuseCheck(state, check with { Revision = 0 }, Now)!.Code.ShouldBe("quizzes.changed");
        state = Sitting.Check(state, check with { Revision = 1 }, Exam.Result(1, MarkState.Wrong, 0), 1, Now).Ok();
        Sitting.Check(state, check, Exam.Result(1, MarkState.Wrong, 0), 1, Now).IsNoChange.ShouldBeTrue();
        // The answer changed while it was marked.
        Sitting.Check(Sitting.Save(state, Exam.Save("a", 2, (1, "other", 1)), Now).Ok(), check, Exam.Result(1, MarkState.Wrong, 0), 1, Now).Error!.Code.ShouldBe("quizzes.changed");
        state = Sitting.Save(state, Exam.Save("a", 2, (1, "right", 1)), Now).Ok();
        state = Sitting.Check(state, check, Exam.Result(1, MarkState.Right, 2), state.Data.Answer(1).Revision, Now).Ok();
        state = Sitting.Save(state, Exam.Save("a", 3, (1, "third", 9)), Now).Ok();
        Sitting.RefuseCheck(state, check, Now)!.Code.ShouldBe("quizzes.no_tries_left");
        Sitting.RefuseCheck(Exam.Started(), check, Now)!.Code.ShouldBe("quizzes.not_immediate");
    }
}
