using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <param name="Line">Where it begins, from 1.</param>
internal sealed record GiftQuestion(int Line, QuestionContent Content, ImmutableArray<string> Tags);

internal sealed record GiftFile(ImmutableArray<GiftQuestion> Questions, ImmutableArray<GiftError> Errors, ImmutableArray<string> Notes);

/// <summary>Something that GIFT does not say so.</summary>
internal sealed class GiftException(string message) : Exception(message);
