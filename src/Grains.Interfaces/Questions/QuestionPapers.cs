using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Questions;

/// <summary>A version of a question. Versions never change, so this always means the same text and key.</summary>
[GenerateSerializer, Immutable, Alias("hub.questions.Ref")]
public readonly record struct QuestionRef(string QuestionId, int Version);

/// <summary>What a learner may see: no weights, no key, no feedback, and an order that tells nothing.</summary>
/// <param name="Text">Markdown. Fill-in: <c>[[n]]</c> stands for the gap with that <c>Number</c>.</param>
/// <param name="Choices">Single (one of them), multiple, true/false; matching: the options; ordering: the items as dealt.</param>
/// <param name="Prompts">Matching: each wants one of the choices.</param>
/// <param name="Found">False when there is no such version: the rest is empty.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Presented")]
public sealed record PresentedQuestion(
    QuestionRef Question, bool Found, QuestionKind Kind, string Text, ImmutableArray<PresentedPart> Choices, ImmutableArray<PresentedPart> Prompts,
    ImmutableArray<PresentedGap> Gaps, string Template, int MinWords, int MaxWords);

/// <param name="Text">Markdown.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.PresentedPart")]
public sealed record PresentedPart(string Id, string Text);

[GenerateSerializer, Immutable, Alias("hub.questions.PresentedGap")]
public sealed record PresentedGap(string Id, int Number, GapKind Kind, ImmutableArray<PresentedPart> Choices);

/// <param name="Tags">Only questions that carry all of these; empty: all of the course's bank.</param>
/// <param name="Count">How many, without repetition. Fewer questions than that: all of them.</param>
/// <param name="Seed">The same seed draws the same from the same bank; a question that joins or leaves the bank changes little.</param>
/// <param name="Except">Never these: already on the paper.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Draw")]
public sealed record DrawRequest(string CourseId, ImmutableArray<string> Tags, int Count, long Seed, ImmutableArray<string> Except);

/// <param name="Negative">Whether a wrong answer may cost marks: without it the floor is 0, with it the least weight of a single choice or true/false.
/// Other kinds never go below 0.</param>
/// <param name="Penalty">What every earlier try costs, as a part of the mark, 0 to 1 (Moodle's adaptive mode): fraction - penalty x earlier tries,
/// never below 0 unless the answer itself earns less; the best try counts.</param>
/// <param name="EarlierTries">How often this question was already answered and marked in this attempt.</param>
/// <param name="BestBefore">The best <c>Mark</c> of those, or null.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Mark")]
public sealed record MarkRequest(QuestionRef Question, Response Response, decimal MaxMark, bool Negative = false, decimal Penalty = 0, int EarlierTries = 0, decimal? BestBefore = null);

/// <summary>Unknown: no such version. NeedsPerson: an essay with something in it.</summary>
public enum MarkState { Unknown, Unanswered, NeedsPerson, Wrong, Partial, Right }

/// <param name="Fraction">Of the answer itself, floor to 1, seven decimals (half away from zero); what is exact stays exact.</param>
/// <param name="Adjusted">After the penalty.</param>
/// <param name="Mark"><c>MaxMark</c> x the exact adjusted fraction, rounded once to seven decimals (2/3 of 3 is 2), or the best mark before if that is more.</param>
/// <param name="Parts">Choices chosen, prompts, items or gaps in the order of the key, each with its share and feedback.</param>
/// <param name="Feedback">In general. Markdown.</param>
/// <param name="RightAnswer">In words.</param>
/// <param name="Answered">What the learner answered, in words.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Marked")]
public sealed record MarkResult(
    QuestionRef Question, MarkState State, decimal Fraction, decimal Adjusted, decimal Mark, decimal MaxMark, ImmutableArray<MarkedPart> Parts, string Feedback,
    string RightAnswer, string Answered);

/// <param name="Id">The choice's, prompt's, item's or gap's; empty for a number or a text.</param>
/// <param name="Fraction">Of this part alone, -1 to 1.</param>
/// <param name="Feedback">Markdown; empty when there is none.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.MarkedPart")]
public sealed record MarkedPart(string Id, decimal Fraction, string Feedback);
