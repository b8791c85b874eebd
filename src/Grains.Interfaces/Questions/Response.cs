using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Questions;

/// <summary>What a learner answered, as data of one shape for every kind. Ids that the question does not have are ignored.</summary>
/// <param name="Choices">Single, multiple, true/false: the ids chosen.</param>
/// <param name="Text">Numeric (a number as typed: decimal point or comma), short text, essay. At most 50,000 characters.</param>
/// <param name="Pairs">Matching: which option for which prompt.</param>
/// <param name="Order">Ordering: the ids from first to last.</param>
/// <param name="Gaps">Fill-in: gap and what was typed, or the id chosen.</param>
[GenerateSerializer, Immutable, Alias("hub.questions.Response")]
public sealed record Response(ImmutableArray<string> Choices, string Text, ImmutableArray<ResponsePair> Pairs, ImmutableArray<string> Order, ImmutableArray<ResponsePair> Gaps)
{
    public const int MaxText = 50_000;

    /// <summary>Nothing answered.</summary>
    public static Response Empty { get; } = new([], "", [], [], []);
}

[GenerateSerializer, Immutable, Alias("hub.questions.ResponsePair")]
public readonly record struct ResponsePair(string Id, string Value);
