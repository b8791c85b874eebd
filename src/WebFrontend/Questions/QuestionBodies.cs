using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.WebFrontend.Questions;

/// <summary>A question as programs write it: what is left out is empty.</summary>
internal sealed record ContentBody(QuestionKind Kind, string? Name, string? Text, string? Feedback, AnswerBody?[]? Answers, PairBody?[]? Pairs, ItemBody?[]? Items, GapBody?[]? Gaps,
    EssayBody? Essay, bool CaseSensitive, bool AccentSensitive, bool KeepOrder, ChoiceMarking ChoiceMarking, OrderMarking OrderMarking)
{
    public QuestionContent Content => new(Kind, Name ?? "", Text ?? "", Feedback ?? "", Of(Answers, a => a.Answer), Of(Pairs, p => new MatchPair(p.PromptId ?? "", p.Prompt ?? "", p.OptionId ?? "", p.Option ?? "")),
        Of(Items, i => new OrderItem(i.Id ?? "", i.Text ?? "")), Of(Gaps, g => new Gap(g.Id ?? "", g.Kind, Of(g.Answers, a => a.Answer), g.Share ?? 1)),
        Essay is null ? null : new(Essay.Template ?? "", Essay.GraderNotes ?? "", Essay.MinWords, Essay.MaxWords), CaseSensitive, AccentSensitive, KeepOrder, ChoiceMarking, OrderMarking);

    private static ImmutableArray<TOut> Of<T, TOut>(T?[]? parts, Func<T, TOut> part) where T : class => parts is null ? [] : [.. parts.OfType<T>().Select(part)];
}

/// <param name="Weight">Percent of the mark.</param>
/// <param name="Tolerance">Of a number, as text: it loses nothing.</param>
internal sealed record AnswerBody(string? Id, string? Text, decimal Weight, string? Feedback, string? Tolerance, ToleranceKind ToleranceKind)
{
    public Answer Answer => new(Id ?? "", Text ?? "", Weight, Feedback ?? "", Tolerance ?? "0", ToleranceKind);
}

internal sealed record PairBody(string? PromptId, string? Prompt, string? OptionId, string? Option);

internal sealed record ItemBody(string? Id, string? Text);

internal sealed record GapBody(string? Id, GapKind Kind, AnswerBody?[]? Answers, int? Share);

internal sealed record EssayBody(string? Template, string? GraderNotes, int MinWords, int MaxWords);

/// <summary>What was answered, as programs write it.</summary>
internal sealed record ResponseBody(string?[]? Choices, string? Text, ResponsePartBody?[]? Pairs, string?[]? Order, ResponsePartBody?[]? Gaps)
{
    public Response Response => new(Ids(Choices), Text ?? "", Parts(Pairs), Ids(Order), Parts(Gaps));

    private static ImmutableArray<string> Ids(string?[]? ids) => ids is null ? [] : [.. ids.OfType<string>()];
    private static ImmutableArray<ResponsePair> Parts(ResponsePartBody?[]? parts) => parts is null ? [] : [.. parts.OfType<ResponsePartBody>().Select(p => new ResponsePair(p.Id ?? "", p.Value ?? ""))];
}

internal sealed record ResponsePartBody(string? Id, string? Value);
