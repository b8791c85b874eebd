using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Quizzes;

[GenerateSerializer, Immutable, Alias("hub.quizzes.Create")]
public sealed record CreateQuiz(string CourseId, string LessonId) : Command;

/// <param name="ExpectedVersion">With it: <c>quizzes.changed</c> when another edit came between.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.Configure")]
public sealed record ConfigureQuiz(QuizSettings Settings, long? ExpectedVersion) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.AddQuestions")]
public sealed record AddQuizQuestions(ImmutableArray<string> QuestionIds, decimal Marks) : Command;

/// <param name="SlotId">Made by the caller.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.AddDraw")]
public sealed record AddQuizDraw(string SlotId, ImmutableArray<string> Tags, int Count, decimal Marks) : Command;

/// <param name="Count">Ignored for a fixed question.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.ChangeSlot")]
public sealed record ChangeQuizSlot(string SlotId, int Count, decimal Marks) : Command;

/// <param name="Index">The place once the slot is taken out of where it was; beyond the end means the end.</param>
[GenerateSerializer, Immutable, Alias("hub.quizzes.MoveSlot")]
public sealed record MoveQuizSlot(string SlotId, int Index) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.RemoveSlot")]
public sealed record RemoveQuizSlot(string SlotId) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.SetOverride")]
public sealed record SetQuizOverride(QuizOverride Override) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.RemoveOverride")]
public sealed record RemoveQuizOverride(string UserId) : Command;

[GenerateSerializer, Immutable, Alias("hub.quizzes.Regrade")]
public sealed record RegradeQuiz(ImmutableArray<string> QuestionIds) : Command;
