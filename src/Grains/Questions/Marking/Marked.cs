using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>From what an answer earns to the mark: floor, penalty of earlier tries, best try, one rounding.</summary>
internal static class Marked
{
    public const int Places = 7;
    public const decimal MostMark = 10_000;

    public static MarkResult Of(QuestionContent? content, MarkRequest request)
    {
        var most = Math.Clamp(request.MaxMark, 0, MostMark);
        if (content is null) return new(request.Question, MarkState.Unknown, 0, 0, 0, most, [], "", "", "");
        var response = request.Response ?? Response.Empty;
        var marks = Marker.Mark(content, response);
        var fraction = Rational.Max(marks.Fraction, Floor(content, request.Negative));
        var adjusted = Adjusted(fraction, Rational.Of(Math.Clamp(request.Penalty, 0, 1)), Math.Clamp(request.EarlierTries, 0, 1_000));
        var mark = (adjusted * Rational.Of(most)).ToDecimal(Places);
        if (request.BestBefore is { } best && best > mark) mark = Math.Min(best, most);
        return new(request.Question, State(content, marks, fraction), fraction.ToDecimal(Places), adjusted.ToDecimal(Places), mark, most,
            [.. marks.Parts.Select(p => new MarkedPart(p.Id, p.Fraction.ToDecimal(Places), p.Feedback))], content.Feedback, AnswerWords.Right(content), AnswerWords.Said(content, response));
    }

    /// <summary>The least a question can earn: what its worst choice costs, where a wrong answer may cost anything.</summary>
    public static Rational Floor(QuestionContent content, bool negative) =>
        negative && content.Kind is (QuestionKind.SingleChoice or QuestionKind.TrueFalse)
            ? Rational.Min(Rational.Zero, content.Answers.Select(a => Weights.Exact(a.Weight)).DefaultIfEmpty(Rational.Zero).Min()) : Rational.Zero;

    /// <summary>Moodle's adaptive mode: each earlier try takes its penalty, but nobody falls below 0 by penalties.</summary>
    public static Rational Adjusted(Rational fraction, Rational penalty, int earlierTries) =>
        fraction.Sign <= 0 ? fraction : Rational.Max(Rational.Zero, fraction - penalty * earlierTries);

    private static MarkState State(QuestionContent content, Marks marks, Rational fraction)
    {
        if (!marks.Answered) return MarkState.Unanswered;
        if (content.Kind == QuestionKind.Essay) return MarkState.NeedsPerson;
        return fraction >= Rational.One ? MarkState.Right : fraction.Sign <= 0 ? MarkState.Wrong : MarkState.Partial;
    }
}
