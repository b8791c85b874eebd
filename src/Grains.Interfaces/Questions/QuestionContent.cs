using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Questions;

public enum QuestionKind { SingleChoice, MultipleChoice, TrueFalse, Numeric, ShortText, Matching, Ordering, FillIn, Essay }

/// <summary>How far a number may be from the answer: by so much, or by such a part of the answer (0.05 is 5 %).</summary>
public enum ToleranceKind { Absolute, Relative }

/// <summary>Multiple choice: the weights of what was chosen add up, or only exactly the right choices earn anything.</summary>
public enum ChoiceMarking { Partial, AllOrNothing }

/// <summary>Ordering: all or nothing; items at their own place; items followed by their right successor; the longest run of items in the right
/// order, gaps allowed. The last three are Moodle's absolute position, relative next (last excluded) and longest ordered subset.</summary>
public enum OrderMarking { AllOrNothing, Position, Successor, LongestSubset }

public enum GapKind { Text, Number, Choice }

/// <summary>What a version of a question says, with its key. Only the staff of its course see this; learners see a <see cref="PresentedQuestion"/>.
/// Texts are Markdown. Parts that a kind does not use are empty.</summary>
/// <param name="Name">One line for the bank's list; learners do not see it.</param>
/// <param name="Text">The stem. Fill-in: <c>[[1]]</c>, <c>[[2]]</c> stand where the gaps are, each once.</param>
/// <param name="Feedback">In general, shown after marking.</param>
/// <param name="Answers">Choices (single, multiple, true/false: ids <c>true</c> and <c>false</c>), accepted numbers, or accepted patterns in order:
/// the first that fits decides.</param>
/// <param name="Pairs">Matching. A pair with an empty <c>Prompt</c> is only an option that fits nothing.</param>
/// <param name="Items">Ordering, in the right order.</param>
/// <param name="CaseSensitive">Short text and text gaps: "Paris" and "paris" differ.</param>
/// <param name="AccentSensitive">Short text and text gaps: "é" and "e" differ.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Content")]
public sealed record QuestionContent(
    QuestionKind Kind, string Name, string Text, string Feedback, ImmutableArray<Answer> Answers, ImmutableArray<MatchPair> Pairs, ImmutableArray<OrderItem> Items,
    ImmutableArray<Gap> Gaps, EssayRules? Essay, bool CaseSensitive, bool AccentSensitive, bool KeepOrder, ChoiceMarking ChoiceMarking, OrderMarking OrderMarking)
{
    /// <summary>An empty question of a kind, to be filled in with <c>with</c>.</summary>
    public static QuestionContent Of(QuestionKind kind, string name, string text) =>
        new(kind, name, text, "", [], [], [], [], null, false, false, false, ChoiceMarking.Partial, OrderMarking.AllOrNothing);
}

/// <summary>A choice, an accepted number or an accepted pattern.</summary>
/// <param name="Id">Given by the bank, random: it tells nothing. What comes from outside without one gets one.</param>
/// <param name="Text">Choice: Markdown. Numeric: a number with a decimal point, at most 50 digits. Text: a pattern, <c>*</c> is any run of characters, <c>\*</c> an asterisk.</param>
/// <param name="Weight">In percent of the mark, -100 to 100, five decimals at most. Moodle's repeating ones (33.33333, 66.66667, 16.66667, 83.33333,
/// 14.28571, 11.11111, and their like) mean the exact fraction.</param>
/// <param name="Feedback">Markdown, for who gave this answer.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Answer")]
public sealed record Answer(string Id, string Text, decimal Weight, string Feedback = "", string Tolerance = "0", ToleranceKind ToleranceKind = ToleranceKind.Absolute);

/// <summary>The ids of the two sides are unrelated, so that they do not tell the key.</summary>
[GenerateSerializer, Immutable, Alias("hub.questions.Pair")]
public sealed record MatchPair(string PromptId, string Prompt, string OptionId, string Option);

[GenerateSerializer, Immutable, Alias("hub.questions.Item")]
public sealed record OrderItem(string Id, string Text);

/// <param name="Answers">As for a question of that kind; choices show their texts in a list.</param>
/// <param name="Share">Of the question's mark, relative to the other gaps, 1 to 100.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Gap")]
public sealed record Gap(string Id, GapKind Kind, ImmutableArray<Answer> Answers, int Share = 1);

/// <param name="Template">What the answer's field begins with.</param>
/// <param name="GraderNotes">Markdown, for who marks.</param>
/// <param name="MinWords">0: none. MaxWords 0: none.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Essay")]
public sealed record EssayRules(string Template, string GraderNotes, int MinWords, int MaxWords);
