using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Quizzes;

// The event's key is an AttemptsKey: tenant/quiz/user. Answers are records, never events. Attempts of staff (previews) tell nothing but that they began and ended.

[EventName("attempt.started")]
public sealed record AttemptStarted(string CourseId, string LessonId, int Number, DateTimeOffset? Deadline, bool Preview) : DomainEvent;

[EventName("attempt.retimed")]
public sealed record AttemptRetimed(int Number, DateTimeOffset? Deadline) : DomainEvent;

[EventName("attempt.submitted")]
public sealed record AttemptSubmitted(string CourseId, int Number, bool Automatic, bool Preview) : DomainEvent;

/// <summary>Essays of the attempt wait for a person, or one was taken, let go or marked while others wait.</summary>
[EventName("attempt.grading_changed")]
public sealed record AttemptGradingChanged(int Number, int Place, int ToGrade) : DomainEvent;

/// <summary>All of the attempt is marked.</summary>
/// <param name="Mark">0 to <paramref name="Max"/>.</param>
/// <param name="Grade">Of all graded attempts by the quiz's rule, as a part of 1; null while the one that counts waits for a person.</param>
/// <param name="Passed">That grade reaches the passing mark.</param>
/// <param name="KeyVersion">The key it was marked by.</param>
[EventName("attempt.graded")]
public sealed record AttemptGraded(string CourseId, string LessonId, int Number, decimal Mark, decimal Max, decimal? Grade, bool Passed, int KeyVersion, bool Preview) : DomainEvent;

/// <summary>Marked again: by a mended key, or by a person who changed a mark. Or no mark is another one (before and after are the same), and what the attempts come to is: the quiz
/// counts another attempt, or passes at another mark.</summary>
/// <param name="Before">The attempt's mark; null when it was not complete.</param>
/// <param name="After">The same.</param>
/// <param name="KeyVersion">The key it was marked by now.</param>
/// <param name="ByKey">Because of a mended key.</param>
[EventName("attempt.regraded")]
public sealed record AttemptRegraded(
    string CourseId, string LessonId, int Number, decimal? Before, decimal? After, decimal Max, decimal? Grade, bool Passed, int KeyVersion, bool ByKey, bool Preview) : DomainEvent;
