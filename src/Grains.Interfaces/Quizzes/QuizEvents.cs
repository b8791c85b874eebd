using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Quizzes;

// The event's key is a QuizKey: tenant/quiz.

[EventName("quiz.created")]
public sealed record QuizCreated(string CourseId, string LessonId) : DomainEvent;

/// <summary>Settings or slots are other ones now.</summary>
/// <param name="Questions">How many an attempt has.</param>
/// <param name="Timing">Limit or dates changed: attempts that run have another deadline.</param>
/// <param name="Grading">Which attempt counts or the passing mark changed: what is graded comes to another grade.</param>
[EventName("quiz.configured")]
public sealed record QuizConfigured(string CourseId, string LessonId, int Questions, int? TimeLimitSeconds, bool Timing, bool Grading = false) : DomainEvent;

[EventName("quiz.override_changed")]
public sealed record QuizOverrideChanged(string UserId) : DomainEvent;

[EventName("quiz.key_changed")]
public sealed record QuizKeyChanged(int KeyVersion, string ByUserId) : DomainEvent;
