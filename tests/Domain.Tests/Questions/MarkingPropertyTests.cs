using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Questions;

namespace LearningHub.Domain.Tests.Questions;

public sealed class MarkingPropertyTests
{
    private static readonly string[] Ids = ["a", "b", "c", "d", "true", "false", "p1", "p2", "p3", "o1", "o2", "o3", "o4", "i1", "i2", "i3", "i4", "g1", "g2", "g3", "x", "y", "zz", ""];
    private static readonly string[] Texts = ["", " ", "3.14", "2,5", "Orléans", "orl", "7", "\ud800", "1e400", "*", "2.1", "Seine"];

    private static readonly Gen<string> Id = Gen.Elements(Ids);
    private static readonly Gen<ResponsePair> Pair = Id.SelectMany(id => Gen.Elements([.. Ids, .. Texts]).Select(value => new ResponsePair(id, value)));
    private static readonly Gen<Response> AnyResponse =
        from choices in Gen.ListOf(Id)
        from text in Gen.Elements(Texts)
        from pairs in Gen.ListOf(Pair)
        from order in Gen.ListOf(Id)
        from gaps in Gen.ListOf(Pair)
        select new Response([.. choices], text, [.. pairs], [.. order], [.. gaps]);

    private static readonly Arbitrary<(QuestionContent Question, Response Response, MarkRequest Request)> Anything = (
        from question in Gen.Elements(QuestionExamples.All.ToArray())
        from marking in Gen.Elements(Enum.GetValues<OrderMarking>())
        from response in AnyResponse
        from max in Gen.Choose(0, 1000)
        from negative in Gen.Elements(true, false)
        from penalty in Gen.Choose(0, 100)
        from tries in Gen.Choose(0, 6)
        select (question with { OrderMarking = marking }, response, new MarkRequest(new("q", 1), response, max / 7m, negative, penalty / 100m, tries))).ToArbitrary();

    [Fact]
    public void No_answer_earns_less_than_the_floor_or_more_than_the_mark() => Prop.ForAll(Anything, x =>
    {
        var result = Marked.Of(x.Question, x.Request);
        var floor = Marked.Floor(x.Question, x.Request.Negative);
        return result.Fraction <= 1 && result.Fraction >= floor.ToDecimal(7) && result.Mark <= x.Request.MaxMark + 0.0000001m
            && result.Mark >= (floor * Rational.Of(x.Request.MaxMark)).ToDecimal(7) && (x.Request.Negative || result.Mark >= 0)
            && result.Parts.All(p => p.Fraction is >= -1 and <= 1);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_choices_pairs_and_gaps_are_told_changes_nothing() => Prop.ForAll(Anything, x =>
    {
        var r = x.Response with { Pairs = [.. x.Response.Pairs.DistinctBy(p => p.Id)], Gaps = [.. x.Response.Gaps.DistinctBy(p => p.Id)] };
        var turned = r with { Choices = [.. r.Choices.Reverse()], Pairs = [.. r.Pairs.Reverse()], Gaps = [.. r.Gaps.Reverse()] };
        return Show(Marked.Of(x.Question, x.Request with { Response = r })) == Show(Marked.Of(x.Question, x.Request with { Response = turned }));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_try_never_earns_more_and_what_was_earned_is_never_lost() => Prop.ForAll(Anything, x =>
    {
        var now = Marked.Of(x.Question, x.Request).Mark;
        var later = Marked.Of(x.Question, x.Request with { EarlierTries = x.Request.EarlierTries + 1 }).Mark;
        var kept = Marked.Of(x.Question, x.Request with { EarlierTries = x.Request.EarlierTries + 1, BestBefore = now }).Mark;
        return later <= now && kept >= Math.Min(now, x.Request.MaxMark);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_the_key_does_not_matter_to_choices() => Prop.ForAll(Anything, x =>
        x.Question.Kind is not (QuestionKind.SingleChoice or QuestionKind.MultipleChoice or QuestionKind.Matching)
        || Marked.Of(x.Question, x.Request).Mark == Marked.Of(x.Question with { Answers = [.. x.Question.Answers.Reverse()], Pairs = [.. x.Question.Pairs.Reverse()] }, x.Request).Mark).QuickCheckThrowOnFailure();

    [Fact]
    public void The_right_answer_earns_everything()
    {
        (QuestionContent, Response)[] right =
        [
            (QuestionExamples.Single, QuestionExamples.Chose("a")), (QuestionExamples.Multiple, QuestionExamples.Chose("b", "a")), (QuestionExamples.Thirds, QuestionExamples.Chose("c", "b", "a")),
            (QuestionExamples.TrueFalse, QuestionExamples.Chose("true")), (QuestionExamples.Numeric, QuestionExamples.Typed("3.14159")), (QuestionExamples.ShortText, QuestionExamples.Typed("Orléans")),
            (QuestionExamples.Matching, QuestionExamples.Matched("p1=o1", "p2=o2", "p3=o1")), (QuestionExamples.Ordering, QuestionExamples.Ordered("i1", "i2", "i3", "i4")),
            (QuestionExamples.FillIn, QuestionExamples.Filled("g1=x", "g2=2.1", "g3=Seine")),
        ];
        foreach (var (question, response) in right)
            Marked.Of(question, new(new("q", 1), response, 7.77m)).ShouldSatisfyAllConditions(r => r.Mark.ShouldBe(7.77m), r => r.State.ShouldBe(MarkState.Right, question.Kind.ToString()));
    }

    [Fact]
    public void Fractions_are_the_same_in_any_order_of_sums() => Prop.ForAll(Gen.ListOf(Gen.Choose(-99, 99).SelectMany(n => Gen.Choose(1, 99).Select(d => new Rational(n, d)))).ToArbitrary(), parts =>
        parts.Sum() == Enumerable.Reverse(parts).Sum() && (parts.Sum() - parts.Sum()).IsZero && parts.All(p => p.IsZero || p / p == Rational.One)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 3, 7, "0.3333333")]
    [InlineData(2, 3, 7, "0.6666667")]
    [InlineData(-2, 3, 7, "-0.6666667")]
    [InlineData(1, 8, 2, "0.13")]
    [InlineData(-1, 8, 2, "-0.13")]
    [InlineData(5, 1, 0, "5")]
    public void A_fraction_is_rounded_half_away_from_zero(int n, int d, int places, string written) =>
        new Rational(n, d).ToDecimal(places).ShouldBe(decimal.Parse(written, System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("33.33333", 1, 3)]
    [InlineData("33.333", 1, 3)]
    [InlineData("66.66667", 2, 3)]
    [InlineData("-16.66667", -1, 6)]
    [InlineData("14.28571", 1, 7)]
    [InlineData("11.11111", 1, 9)]
    [InlineData("12.5", 1, 8)]
    [InlineData("33.3", 333, 1000)]
    [InlineData("100", 1, 1)]
    public void Repeating_weights_mean_the_exact_fraction(string percent, int n, int d) =>
        Weights.Exact(decimal.Parse(percent, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(new Rational(n, d));

    private static string Show(MarkResult r) => $"{r.State} {r.Fraction} {r.Mark} {string.Join(',', r.Parts.Select(p => $"{p.Id}={p.Fraction}"))}";
}
