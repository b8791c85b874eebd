using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Chat;

[EventName("chat.message_sent")]
public sealed record MessageSent(string MessageId, string AuthorId, long Seq) : DomainEvent;

[EventName("chat.message_edited")]
public sealed record MessageEdited(string MessageId, long Seq) : DomainEvent;

[EventName("chat.message_deleted")]
public sealed record MessageDeleted(string MessageId, string By, long Seq) : DomainEvent;
