using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Domain.Tests.Questions;

/// <summary>One question of each kind, with ids that can be read.</summary>
internal static class QuestionExamples
{
    public static QuestionContent Single { get; } = Of(QuestionKind.SingleChoice) with { Answers = [new("a", "Paris", 100, "Yes."), new("b", "Lyon", 33.33333m), new("c", "Rome", -50, "That is Italy."), new("d", "Berlin", 0)] };

    /// <summary>Moodle's example: two right at 50, wrong ones cost.</summary>
    public static QuestionContent Multiple { get; } = Of(QuestionKind.MultipleChoice) with { Answers = [new("a", "2", 50), new("b", "3", 50), new("c", "4", -50), new("d", "9", -100)] };
    public static QuestionContent Thirds { get; } = Of(QuestionKind.MultipleChoice) with { Answers = [new("a", "x", 33.33333m), new("b", "y", 33.33333m), new("c", "z", 33.33333m), new("d", "w", -33.33333m)] };
    public static QuestionContent TrueFalse { get; } = Of(QuestionKind.TrueFalse) with { Answers = [new("true", "True", 100), new("false", "False", -25)] };
    public static QuestionContent Numeric { get; } = Of(QuestionKind.Numeric) with { Answers = [new("a", "3.14159", 100, "", "0.005"), new("b", "3", 50, "Too rough.", "0.5"), new("c", "*", 0, "Not pi.")] };
    public static QuestionContent ShortText { get; } = Of(QuestionKind.ShortText) with { Answers = [new("a", "Orléans", 100), new("b", "orl*", 50, "Spelling.")] };
    public static QuestionContent Matching { get; } = Of(QuestionKind.Matching) with
    {
        Pairs = [new("p1", "Paris", "o1", "France"), new("p2", "Rome", "o2", "Italy"), new("p3", "Lyon", "o3", "France"), new("", "", "o4", "Spain")],
    };
    public static QuestionContent Ordering { get; } = Of(QuestionKind.Ordering) with { Items = [new("i1", "one"), new("i2", "two"), new("i3", "three"), new("i4", "four")] };
    public static QuestionContent FillIn { get; } = QuestionContent.Of(QuestionKind.FillIn, "Gaps", "The capital of [[1]] has [[2]] million people and lies on the [[3]].") with
    {
        Gaps =
        [
            new("g1", GapKind.Choice, [new("x", "France", 100), new("y", "Italy", 0)]),
            new("g2", GapKind.Number, [new("", "2.1", 100, "", "0.1")], 2),
            new("g3", GapKind.Text, [new("", "Seine", 100), new("", "river", 50)]),
        ],
    };
    public static QuestionContent Essay { get; } = Of(QuestionKind.Essay) with { Essay = new("I think", "Look for reasons.", 10, 500) };

    public static ImmutableArray<QuestionContent> All { get; } = [Single, Multiple, Thirds, TrueFalse, Numeric, ShortText, Matching, Ordering, FillIn, Essay];

    public static Response Chose(params string[] ids) => Response.Empty with { Choices = [.. ids] };
    public static Response Typed(string text) => Response.Empty with { Text = text };
    public static Response Matched(params string[] pairs) => Response.Empty with { Pairs = [.. pairs.Select(Pair)] };
    public static Response Ordered(params string[] ids) => Response.Empty with { Order = [.. ids] };
    public static Response Filled(params string[] gaps) => Response.Empty with { Gaps = [.. gaps.Select(Pair)] };

    private static ResponsePair Pair(string pair) => pair.Split('=') is [var id, var value] ? new(id, value) : throw new FormatException(pair);
    private static QuestionContent Of(QuestionKind kind) => QuestionContent.Of(kind, kind.ToString(), $"A question of kind {kind}.") with { Feedback = "In general." };
}
