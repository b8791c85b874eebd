using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Email;

/// <param name="Kind">What caused it: <c>confirm</c>, <c>reset</c>, …</param>
[EventName("mail.queued")]
public sealed record MailQueued(string Kind) : DomainEvent;

[EventName("mail.sending")]
public sealed record MailSending(int Attempt) : DomainEvent;

[EventName("mail.sent")]
public sealed record MailSent(int Attempts) : DomainEvent;

[EventName("mail.delayed")]
public sealed record MailDelayed(int Attempts, DateTimeOffset DueAt) : DomainEvent;

/// <summary>Not needed any more, and nobody had begun to send it.</summary>
[EventName("mail.withdrawn")]
public sealed record MailWithdrawn : DomainEvent;

[EventName("mail.failed")]
public sealed record MailGaveUp(int Attempts) : DomainEvent;
