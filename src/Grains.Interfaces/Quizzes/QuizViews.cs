using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Interfaces.Quizzes;

/// <param name="Questions">How many an attempt has: a draw counts as many as it draws.</param>
/// <param name="Short">Draws that the bank has too few questions for, by slot, with how many it has: no attempt can begin until that is mended.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.View")]
public sealed record QuizView(
    string QuizId, string CourseId, string LessonId, string Title, QuizSettings Settings, ImmutableArray<QuizSlot> Slots, int Questions, decimal MaxMark,
    ImmutableArray<QuizOverride> Overrides, ImmutableArray<QuizRegrade> Regrades, long Version, ImmutableDictionary<string, int> Short);

/// <summary>A key that was mended: from then on these questions are marked by these versions.</summary>
/// <param name="KeyVersion">Counted from 1 in a quiz.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.RegradeEntry")]
public sealed record QuizRegrade(int KeyVersion, DateTimeOffset At, string ByUserId, ImmutableArray<QuestionCorrection> Corrections);

/// <summary>Answers to any older version of the question are marked by this one.</summary>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Correction")]
public readonly record struct QuestionCorrection(string QuestionId, int Version);

[GenerateSerializer, Immutable, Alias("hub.quizzes.Dealt")]
public readonly record struct DealtQuestion(QuestionRef Question, decimal Marks);

/// <param name="KeyVersion">Of the last mended key; 0: none was.</param>
/// <param name="Corrections">All that stand, one a question.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Rules")]
public sealed record QuizRules(
    string QuizId, string CourseId, string LessonId, QuizSettings Settings, ImmutableArray<QuizSlot> Slots, QuizOverride? Override, int KeyVersion,
    ImmutableArray<QuestionCorrection> Corrections);
