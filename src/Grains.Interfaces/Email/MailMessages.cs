using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Email;

/// <param name="Text">Plain text, absolute links.</param>
/// <param name="Kind">A word for the cause: <c>confirm</c>, <c>reset</c>, <c>password_changed</c>, <c>email_change</c>, <c>email_change_notice</c>, <c>email_changed</c>,
/// <c>notification</c>, <c>notification_digest</c>.</param>
/// <param name="Html">The same in HTML, at most 30,000 characters; null: plain text only.</param>
/// <param name="Unsubscribe">Where one POST ends mails like this (RFC 8058), absolute; null: this mail cannot be declined.</param>
[GenerateSerializer, Immutable, Alias("hub.email.Queue")]
public sealed record QueueMail(string To, string ToName, string Subject, string Text, string Kind, string? Html = null, string? Unsubscribe = null) : Command;

/// <param name="Worker">Who takes it; the same worker may take it again.</param>
[GenerateSerializer, Immutable, Alias("hub.email.Begin")]
public sealed record BeginMail(string Worker) : Command;

[GenerateSerializer, Immutable, Alias("hub.email.MarkSent")]
public sealed record MarkMailSent : Command;

/// <param name="Permanent">The server said that it will never take this mail (a 5xx reply).</param>
[GenerateSerializer, Immutable, Alias("hub.email.MarkFailed")]
public sealed record MarkMailFailed(string Reason, bool Permanent = false) : Command;

[GenerateSerializer, Immutable, Alias("hub.email.Ref")]
public sealed record MailRef(string Tenant, string MailId);

public enum MailState { None, Queued, Sent, Failed, Withdrawn }

/// <summary>What it says is known by now.</summary>
[GenerateSerializer, Immutable, Alias("hub.email.Withdraw")]
public sealed record WithdrawMail : Command;

[GenerateSerializer, Immutable, Alias("hub.email.View")]
public sealed record MailView(string MailId, string To, string ToName, string Subject, string Text, string Kind, MailState State, int Attempts, DateTimeOffset QueuedAt, DateTimeOffset? SentAt, string? LastError = null,
    string? Html = null, string? Unsubscribe = null);
