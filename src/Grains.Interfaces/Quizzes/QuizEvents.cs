using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Quizzes;

// The event's key is a QuizKey: tenant/quiz.

[EventName("quiz.created")]
public sealed record QuizCreated(string CourseId, string LessonId) : DomainEvent;

/// <summary>Settings or slots are other ones now.</summary>
/// <param name="Questions">How many an attempt has.</param>
/// <param name="Timing">Limit or dates changed: attempts that run have another deadline.</param>
[EventName("quiz.configured")]
public sealed record QuizConfigured(string CourseId, string LessonId, int Questions, int? TimeLimitSeconds, bool Timing) : DomainEvent;

[EventName("quiz.override_changed")]
public sealed record QuizOverrideChanged(string UserId) : DomainEvent;

[EventName("quiz.key_changed")]
public sealed record QuizKeyChanged(int KeyVersion, string ByUserId) : DomainEvent;
