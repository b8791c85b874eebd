using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Quizzes;

namespace LearningHub.Domain.Tests.Quizzes;

public sealed class QuizTests
{
    private static readonly DateTimeOffset Now = Exam.Now;
    private static readonly QuizState Empty = Quiz.Create(QuizState.Empty, new("c", "l")).Ok();
    private static int s_ids;

    private static QuizState WithQuestions(params string[] ids) => Quiz.AddQuestions(Empty, new([.. ids], 1), ids.ToHashSet(), () => $"s{++s_ids}").Ok();

    [Fact]
    public void A_quiz_is_named_by_its_course_and_lesson_and_no_two_lessons_share_one()
    {
        QuizKey.IdOf("c", "l").ShouldBe(QuizKey.IdOf("c", "l"));
        KeySegment.IsValid(QuizKey.IdOf("c", "l")).ShouldBeTrue();
        new[] { QuizKey.IdOf("c", "l"), QuizKey.IdOf("c", "l2"), QuizKey.IdOf("c2", "l"), QuizKey.IdOf("cl", "") }.Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void Questions_are_added_once_moved_and_removed()
    {
        var quiz = WithQuestions("a", "b");
        quiz = Quiz.AddQuestions(quiz, new(["b", "c"], 2.5m), new HashSet<string> { "b", "c" }, () => "s9").Ok();
        quiz.Slots.Select(s => (s.QuestionId, s.Marks)).ShouldBe([("a", 1), ("b", 1), ("c", 2.5m)]);
        Quiz.MoveSlot(quiz, new("s9", 0)).Ok().Slots[0].QuestionId.ShouldBe("c");
        Quiz.MoveSlot(quiz, new("s9", 99)).IsNoChange.ShouldBeTrue();
        Quiz.RemoveSlot(quiz, new("s9")).Ok().Slots.Length.ShouldBe(2);
        Quiz.RemoveSlot(quiz, new("gone")).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_question_of_another_bank_is_refused() =>
        Quiz.AddQuestions(Empty, new(["a", "strange"], 1), new HashSet<string> { "a" }, () => "s").Error!.Code.ShouldBe("quizzes.question_not_found");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1000.01)]
    [InlineData(1.001)]
    public void Marks_are_above_nothing_with_two_decimals(double marks) => Quiz.AddDraw(Empty, new("s", [], 1, (decimal)marks)).Error!.Code.ShouldBe("quizzes.marks_invalid");

    [Fact]
    public void A_paper_has_at_most_two_hundred_questions()
    {
        var quiz = Quiz.AddDraw(Empty, new("s1", ["Tag ", "tag"], 200, 1)).Ok();
        quiz.Slots[0].Tags.ShouldBe(["tag"]);
        Quiz.AddDraw(quiz, new("s2", [], 1, 1)).Error!.Code.ShouldBe("quizzes.too_many_questions");
        Quiz.AddDraw(Empty, new("s2", [], 201, 1)).Error!.Code.ShouldBe("quizzes.count_invalid");
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a]b")]
    [InlineData("\0")]
    [InlineData("0123456789012345678901234567890123456789x")]
    public void A_draw_by_what_no_question_can_be_tagged_with_is_refused(string tag)
    {
        foreach (var bad in (string[])[tag, tag + '\ud800']) Quiz.AddDraw(Empty, new("s1", ["fine", bad], 1, 1)).Error!.Code.ShouldBe("quizzes.tags_invalid");
    }

    [Fact]
    public void Tags_of_a_draw_are_written_as_those_of_questions() => Quiz.AddDraw(Empty, new("s1", [" ", null!, "Two  Words", "e\u0301"], 1, 1)).Ok().Slots[0].Tags.ShouldBe(["two words", "\u00e9"]);

    public static TheoryData<QuizSettings, string> BadSettings => new()
    {
        { QuizSettings.Standard with { TimeLimitSeconds = 9 }, "quizzes.time_limit_invalid" },
        { QuizSettings.Standard with { TimeLimitSeconds = 604_801 }, "quizzes.time_limit_invalid" },
        { QuizSettings.Standard with { OpensAt = Now, ClosesAt = Now }, "quizzes.closes_at_invalid" },
        { QuizSettings.Standard with { ClosesAt = DateTimeOffset.MaxValue }, "quizzes.closes_at_invalid" },
        { QuizSettings.Standard with { OpensAt = DateTimeOffset.MinValue }, "quizzes.opens_at_invalid" },
        { QuizSettings.Standard with { AttemptsAllowed = 101 }, "quizzes.attempts_allowed_invalid" },
        { QuizSettings.Standard with { PassPercent = 100.01m }, "quizzes.pass_percent_invalid" },
        { QuizSettings.Standard with { PassPercent = 0.001m }, "quizzes.pass_percent_invalid" },
        { QuizSettings.Standard with { Counting = (AttemptCounting)9 }, "quizzes.counting_invalid" },
        { QuizSettings.Standard with { MaxTries = 0 }, "quizzes.max_tries_invalid" },
        { QuizSettings.Standard with { PenaltyPercent = -1 }, "quizzes.penalty_percent_invalid" },
        { QuizSettings.Standard with { Review = new((ReviewShows)64, 0, 0) }, "quizzes.review_invalid" },
        { QuizSettings.Standard with { Instructions = new string('x', 8193) }, "quizzes.instructions_invalid" },
        { QuizSettings.Standard with { Instructions = "\0" }, "quizzes.instructions_invalid" },
    };

    [Theory, MemberData(nameof(BadSettings))]
    public void Settings_that_make_no_sense_are_refused_with_their_field(QuizSettings settings, string code) => Quiz.Configure(Empty, new(settings, null), 1).Error!.Code.ShouldBe(code);

    [Fact]
    public void An_edit_over_another_edit_is_refused() => Quiz.Configure(Empty, new(QuizSettings.Standard with { Shuffle = true }, 3), 4).Error!.Code.ShouldBe("quizzes.changed");

    [Fact]
    public void Only_a_change_of_times_moves_attempts_that_run()
    {
        Quiz.Configure(Empty, new(QuizSettings.Standard with { Shuffle = true }, null), 1).Events.OfType<QuizConfigured>().Single().Timing.ShouldBeFalse();
        Quiz.Configure(Empty, new(QuizSettings.Standard with { TimeLimitSeconds = 60 }, null), 1).Events.OfType<QuizConfigured>().Single().Timing.ShouldBeTrue();
        Quiz.Configure(Empty, new(QuizSettings.Standard, null), 1).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Only_a_change_of_what_counts_or_passes_counts_again_what_is_graded()
    {
        bool Grading(QuizSettings settings) => Quiz.Configure(Empty, new(settings, null), 1).Events.OfType<QuizConfigured>().Single().Grading;
        Grading(QuizSettings.Standard with { Counting = AttemptCounting.Last }).ShouldBeTrue();
        Grading(QuizSettings.Standard with { PassPercent = 61 }).ShouldBeTrue();
        Grading(QuizSettings.Standard with { Shuffle = true, MaxTries = 2, TimeLimitSeconds = 60 }).ShouldBeFalse();
        // As it was told before there was such a thing.
        System.Text.Json.JsonSerializer.Deserialize<QuizConfigured>("""{"courseId":"c","lessonId":"l","questions":3,"timing":true}""", LearningHub.Grains.Common.HubJson.Options)!
            .ShouldSatisfyAllConditions(e => e.Grading.ShouldBeFalse(), e => e.Timing.ShouldBeTrue());
    }

    [Fact]
    public void Accommodations_are_set_changed_and_removed()
    {
        var one = Quiz.SetOverride(Empty, new(new("ann", 50, 0, 1, null, null))).Ok();
        Quiz.SetOverride(one, new(new("ann", 50, 0, 1, null, null))).IsNoChange.ShouldBeTrue();
        Quiz.RemoveOverride(one, new("ann")).Ok().OverrideCount.ShouldBe(0);
        Quiz.RemoveOverride(one, new("bob")).Error!.Code.ShouldBe("quizzes.override_not_found");
        Quiz.SetOverride(Empty, new(new("ann", 401, 0, 0, null, null))).Error!.Code.ShouldBe("quizzes.extra_time_percent_invalid");
        Quiz.SetOverride(Empty, new(new("ann", 0, 10_081, 0, null, null))).Error!.Code.ShouldBe("quizzes.extra_time_minutes_invalid");
    }

    [Fact]
    public void Keys_are_mended_forward_only()
    {
        var quiz = WithQuestions("a", "b");
        var mended = Quiz.Regrade(quiz, [new("a", 3), new("b", 1)], "ines", Now).Ok();
        (mended.KeyVersion, mended.Corrections.Single()).ShouldBe((1, new QuestionCorrection("a", 3)));
        Quiz.Regrade(mended, [new("a", 3)], "ines", Now).Error!.Code.ShouldBe("quizzes.nothing_to_regrade");
        Quiz.Regrade(mended, [new("a", 4)], "ines", Now).Ok().Corrections.Single().Version.ShouldBe(4);
    }
}
