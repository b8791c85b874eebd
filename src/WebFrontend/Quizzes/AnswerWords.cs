using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>An answer in words, as Markdown where its parts are.</summary>
public static class AnswerWords
{
    public static bool IsAnswered(Response r) =>
        r.Text.Trim().Length > 0 || !r.Choices.IsEmpty || !r.Order.IsEmpty || r.Pairs.Any(p => p.Value.Length > 0) || r.Gaps.Any(g => g.Value.Trim().Length > 0);

    public static string Of(PresentedQuestion q, Response r)
    {
        string Choice(string id) => q.Choices.FirstOrDefault(c => c.Id == id)?.Text ?? "";
        return q.Kind switch
        {
            QuestionKind.SingleChoice or QuestionKind.TrueFalse or QuestionKind.MultipleChoice => string.Join(", ", r.Choices.Select(Choice)),
            QuestionKind.Ordering => string.Join(", ", r.Order.Select(Choice)),
            QuestionKind.Matching => string.Join(", ", r.Pairs.Select(p => $"{q.Prompts.FirstOrDefault(x => x.Id == p.Id)?.Text}: {Choice(p.Value)}")),
            QuestionKind.FillIn => string.Join(", ", r.Gaps.Select(g => q.Gaps.FirstOrDefault(x => x.Id == g.Id) is { Kind: GapKind.Choice } gap ? gap.Choices.FirstOrDefault(c => c.Id == g.Value)?.Text : g.Value)),
            _ => r.Text,
        };
    }
}
