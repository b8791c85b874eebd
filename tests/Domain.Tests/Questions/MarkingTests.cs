using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Questions;
using static LearningHub.Domain.Tests.Questions.QuestionExamples;

namespace LearningHub.Domain.Tests.Questions;

/// <summary>Tables worked by hand. A mark of 3 shows what is exact: a third of it is 1.</summary>
public sealed class MarkingTests
{
    private static readonly QuestionRef Any = new("q", 1);

    private static MarkResult Mark(QuestionContent q, Response r, decimal max = 3, bool negative = false, decimal penalty = 0, int tries = 0, decimal? best = null) =>
        Marked.Of(q, new(Any, r, max, negative, penalty, tries, best));

    [Theory]
    [InlineData("a", false, 3, MarkState.Right)]
    [InlineData("b", false, 1, MarkState.Partial)]
    [InlineData("c", false, 0, MarkState.Wrong)]
    [InlineData("c", true, -1.5, MarkState.Wrong)]
    [InlineData("d", true, 0, MarkState.Wrong)]
    [InlineData("", true, 0, MarkState.Unanswered)]
    [InlineData("zzz", true, 0, MarkState.Unanswered)]
    [InlineData("a b", false, 0, MarkState.Unanswered)]
    public void Single_choice_earns_the_weight_of_its_choice(string chosen, bool negative, double mark, MarkState state)
    {
        var result = Mark(QuestionExamples.Single, Chose(chosen.Split(' ', StringSplitOptions.RemoveEmptyEntries)), negative: negative);
        result.Mark.ShouldBe((decimal)mark);
        result.State.ShouldBe(state);
    }

    [Theory]
    [InlineData("a b", 3)]
    [InlineData("a", 1.5)]
    [InlineData("a b c", 1.5)]
    [InlineData("a c", 0)]
    [InlineData("a b d", 0)]
    [InlineData("c d", 0)]
    [InlineData("a a a", 1.5)]
    public void Multiple_choice_adds_weights_up_between_nothing_and_all(string chosen, double mark)
    {
        Mark(Multiple, Chose(chosen.Split(' '))).Mark.ShouldBe((decimal)mark);
        Mark(Multiple, Chose(chosen.Split(' ')), negative: true).Mark.ShouldBe((decimal)mark);
    }

    [Theory]
    [InlineData("a b c", 3)]
    [InlineData("a b", 2)]
    [InlineData("a b d", 1)]
    [InlineData("a d", 0)]
    public void Thirds_are_thirds(string chosen, double mark) => Mark(Thirds, Chose(chosen.Split(' '))).Mark.ShouldBe((decimal)mark);

    [Theory]
    [InlineData("a b", 3)]
    [InlineData("a", 0)]
    [InlineData("a b c", 0)]
    public void All_or_nothing_wants_exactly_the_right_ones(string chosen, double mark) =>
        Mark(Multiple with { ChoiceMarking = ChoiceMarking.AllOrNothing }, Chose(chosen.Split(' '))).Mark.ShouldBe((decimal)mark);

    [Theory]
    [InlineData("3.14159", 3)]
    [InlineData("3,14", 3)]
    [InlineData(" 3.146 59 ", 3)]
    [InlineData("3.14659", 3)]
    [InlineData("3.146591", 1.5)]
    [InlineData("3.13659", 3)]
    [InlineData("2.5", 1.5)]
    [InlineData("0.314159e1", 3)]
    [InlineData("314159×10^-5", 3)]
    [InlineData("٣٫١٤", 3)]
    [InlineData("2.49", 0)]
    [InlineData("-3.14159", 0)]
    [InlineData("pi", 0)]
    [InlineData("3.1.4", 0)]
    public void A_number_within_the_tolerance_is_right_its_ends_included(string typed, double mark) => Mark(Numeric, Typed(typed)).Mark.ShouldBe((decimal)mark);

    [Theory]
    [InlineData("1000", "0", "1,000", true)]
    [InlineData("1", "0", "1,000", true)]
    [InlineData("1234567.5", "0", "1,234,567.5", true)]
    [InlineData("1234567.5", "0", "1.234.567,5", true)]
    [InlineData("1234567.5", "0", "1 234 567,5", true)]
    [InlineData("1234567.5", "0", "1’234’567.5", true)]
    [InlineData("1234567.5", "0", "12,34,567.5", false)]
    [InlineData("0.3", "0", "0.1e1", false)]
    [InlineData("6.02214076e23", "0", "602214076000000000000000", true)]
    [InlineData("6.62607015e-34", "0", "6.62607015e-34", true)]
    [InlineData("6.62607015e-34", "0", "6.62607016e-34", false)]
    [InlineData("0.1", "0.2", "0.3", true)]
    [InlineData("0.1", "0.2", "0.3000000000000000000000001", false)]
    [InlineData("5", "0", "−5", false)]
    [InlineData("-5", "0", "−5", true)]
    [InlineData("5", "0", "--5", false)]
    [InlineData("5", "0", "5e", false)]
    [InlineData("5", "0", "5e999999", false)]
    public void Numbers_are_read_exactly_as_people_write_them(string right, string tolerance, string typed, bool fits) =>
        Marker.NumberFits(new("", right, 100, "", tolerance), typed).ShouldBe(fits);

    [Theory]
    [InlineData("200", "0.05", "190", true)]
    [InlineData("200", "0.05", "210", true)]
    [InlineData("200", "0.05", "210.0001", false)]
    [InlineData("-200", "0.05", "-209", true)]
    [InlineData("0", "0.05", "0", true)]
    [InlineData("0", "0.05", "0.0001", false)]
    public void A_relative_tolerance_is_a_part_of_the_answer(string right, string tolerance, string typed, bool fits) =>
        Marker.NumberFits(new("", right, 100, "", tolerance, ToleranceKind.Relative), typed).ShouldBe(fits);

    [Theory]
    [InlineData("Orléans", 3)]
    [InlineData("  orleans ", 3)]
    [InlineData("ORLEANS", 3)]
    [InlineData("Orlèan", 1.5)]
    [InlineData("New Orleans", 0)]
    public void Short_text_is_free_of_case_and_accents_and_the_first_that_fits_decides(string typed, double mark) => Mark(ShortText, Typed(typed)).Mark.ShouldBe((decimal)mark);

    [Theory]
    [InlineData("a*b", "ab", true)]
    [InlineData("a*b", "a long way to b", true)]
    [InlineData("a*b", "a long way to c", false)]
    [InlineData("*", "anything", true)]
    [InlineData("*cat*dog*", "the cat and the dog", true)]
    [InlineData("*cat*dog*", "the dog and the cat", false)]
    [InlineData("ab*ba", "aba", false)]
    [InlineData(@"2\*3", "2*3", true)]
    [InlineData(@"2\*3", "2xx3", false)]
    [InlineData("it’s", "IT'S", true)]
    [InlineData("two  words", "two words", true)]
    public void Wildcards_stand_for_any_run_of_characters(string pattern, string typed, bool fits) => new TextPattern(pattern, false, false).Fits(typed).ShouldBe(fits);

    [Fact]
    public void Case_and_accents_count_where_the_question_says_so()
    {
        new TextPattern("Café", true, true).Fits("Café").ShouldBeTrue();
        new TextPattern("Café", true, true).Fits("Cafe\u0301").ShouldBeTrue("composed or not is the same text");
        new TextPattern("Café", true, true).Fits("café").ShouldBeFalse();
        new TextPattern("Café", false, true).Fits("cafe").ShouldBeFalse();
        new TextPattern("Café", true, false).Fits("Cafe").ShouldBeTrue();
    }

    [Fact]
    public void A_hostile_pattern_takes_no_time()
    {
        var pattern = new TextPattern(string.Concat(Enumerable.Repeat("*a", 900)) + "*b", false, false);
        pattern.Fits(new string('a', Response.MaxText)).ShouldBeFalse();
        pattern.Fits("\ud800").ShouldBeFalse();
    }

    [Theory]
    [InlineData("p1=o1 p2=o2 p3=o3", 3)]
    [InlineData("p1=o3 p2=o2 p3=o1", 3)]
    [InlineData("p1=o1 p2=o4", 1)]
    [InlineData("p1=o2 p2=o1 p3=o4", 0)]
    [InlineData("p1=o1 p1=o2", 1)]
    public void Each_prompt_has_its_share_and_options_that_read_the_same_are_the_same(string pairs, double mark) => Mark(Matching, Matched(pairs.Split(' '))).Mark.ShouldBe((decimal)mark);

    // Worked by hand for the right order i1 i2 i3 i4.
    [Theory]
    [InlineData("i1 i2 i3 i4", 1, 4, 3, 4)]
    [InlineData("i2 i1 i3 i4", 0, 2, 1, 3)]
    [InlineData("i4 i1 i2 i3", 0, 0, 2, 3)]
    [InlineData("i4 i3 i2 i1", 0, 0, 0, 0)]
    [InlineData("i1 i3 i2 i4", 0, 2, 0, 3)]
    [InlineData("i1 i2", 0, 2, 1, 2)]
    [InlineData("i1 i1 i2 zz", 0, 2, 1, 2)]
    public void An_order_is_marked_by_place_by_successor_or_by_its_longest_run(string order, int all, int places, int successors, int longest)
    {
        Rational Of(OrderMarking marking) => Marker.Mark(Ordering with { OrderMarking = marking }, Ordered(order.Split(' '))).Fraction;
        Of(OrderMarking.AllOrNothing).ShouldBe(all);
        Of(OrderMarking.Position).ShouldBe(new Rational(places, 4));
        Of(OrderMarking.Successor).ShouldBe(new Rational(successors, 3));
        Of(OrderMarking.LongestSubset).ShouldBe(new Rational(longest, 4));
    }

    // Shares 1, 2, 1 of a mark of 4.
    [Theory]
    [InlineData("g1=x g2=2.15 g3=seine", 4)]
    [InlineData("g1=y g2=2.0 g3=SEINE", 3)]
    [InlineData("g1=x g3=river", 1.5)]
    [InlineData("g1=France g2=9", 0)]
    public void Gaps_earn_their_shares(string gaps, double mark) => Mark(FillIn, Filled(gaps.Split(' ')), max: 4).Mark.ShouldBe((decimal)mark);

    [Fact]
    public void An_essay_needs_a_person_and_an_empty_one_needs_none()
    {
        Mark(Essay, Typed("I think, therefore.")).State.ShouldBe(MarkState.NeedsPerson);
        Mark(Essay, Typed(" \n ")).State.ShouldBe(MarkState.Unanswered);
        Marked.Of(null, new(Any, Response.Empty, 1)).State.ShouldBe(MarkState.Unknown);
    }

    // Moodle's adaptive mode: fraction - penalty x earlier tries, the best try counts, penalties alone never go below 0.
    [Theory]
    [InlineData("a", 0.1, 0, null, 3)]
    [InlineData("a", 0.1, 1, null, 2.7)]
    [InlineData("a", 0.3333333, 2, null, 1.0000002)]
    [InlineData("a", 0.5, 3, null, 0)]
    [InlineData("b", 0.25, 1, null, 0.25)]
    [InlineData("b", 0.25, 1, 1.2, 1.2)]
    [InlineData("c", 0.25, 1, null, -1.5)]
    [InlineData("c", 0.25, 1, 1d, 1)]
    [InlineData("a", 1, 1, 9d, 3)]
    public void Every_earlier_try_takes_its_penalty_and_the_best_counts(string chosen, double penalty, int tries, double? best, double mark) =>
        Mark(QuestionExamples.Single, Chose(chosen), negative: true, penalty: (decimal)penalty, tries: tries, best: (decimal?)best).Mark.ShouldBe((decimal)mark);

    [Fact]
    public void Feedback_comes_with_the_choice_and_the_key_in_words()
    {
        var result = Mark(QuestionExamples.Single, Chose("c"));
        result.Parts.ShouldHaveSingleItem().Feedback.ShouldBe("That is Italy.");
        result.Feedback.ShouldBe("In general.");
        result.RightAnswer.ShouldBe("Paris");
        result.Answered.ShouldBe("Rome");
        Mark(Numeric, Typed("7")).Parts[0].Feedback.ShouldBe("Not pi.");
        Mark(Matching, Matched("p1=o4")).RightAnswer.ShouldBe("Paris → France; Rome → Italy; Lyon → France");
        Mark(FillIn, Filled("g1=y", "g2=2")).Answered.ShouldBe("1: Italy; 2: 2");
    }
}
