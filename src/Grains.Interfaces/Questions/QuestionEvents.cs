using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Questions;

// The question's id is the last segment of the event's key.

[EventName("question.created")]
public sealed record QuestionCreated(string CourseId, QuestionKind Kind) : DomainEvent;

/// <param name="KeyChanged">The marks of answers already given may be other ones now.</param>
[EventName("question.changed")]
public sealed record QuestionChanged(string CourseId, int Version, bool KeyChanged) : DomainEvent;

[EventName("question.tagged")]
public sealed record QuestionTagged(string CourseId, int Tags) : DomainEvent;

[EventName("question.archived")]
public sealed record QuestionArchived(string CourseId) : DomainEvent;

[EventName("question.restored")]
public sealed record QuestionRestored(string CourseId) : DomainEvent;
