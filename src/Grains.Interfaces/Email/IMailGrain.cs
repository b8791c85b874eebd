using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Email;

/// <summary>A mail to one person. Key <c>tenant/mailId</c>; the id names its cause, so a repeated cause is the same mail. Body and address
/// live in the aggregate's document (erasable), never in events.</summary>
public interface IMailGrain : IGrainWithStringKey
{
    [Requires(Permission.System), Alias("Queue")] Task<Result<Receipt>> Queue(QueueMail command);
    [Requires(Permission.System), Alias("MarkSent")] Task<Result<Receipt>> MarkSent(MarkMailSent command);
    [Requires(Permission.System), Alias("MarkFailed")] Task<Result<Receipt>> MarkFailed(MarkMailFailed command);
    [Requires(Permission.System), ReadOnly, Alias("Get")] Task<Result<MailView>> Get();
}

/// <summary>The outbox. Key <c>tenant/queries</c> (List) or <c>system/queries</c> (Due), a stateless worker.</summary>
public interface IMailQueriesGrain : IGrainWithStringKey
{
    [Requires(Permission.System), Alias("Due")] Task<ImmutableArray<MailRef>> Due(int limit);
    /// <summary>Newest first. For the development outbox page and admins.</summary>
    [Requires(Permission.System), Alias("List")] Task<Page<MailView>> List(string? cursor, int limit);
}

[GenerateSerializer, Immutable, Alias("hub.email.Queue")]
public sealed record QueueMail(string To, string ToName, string Subject, string Text, string Kind) : Command;

[GenerateSerializer, Immutable, Alias("hub.email.MarkSent")]
public sealed record MarkMailSent : Command;

[GenerateSerializer, Immutable, Alias("hub.email.MarkFailed")]
public sealed record MarkMailFailed(string Reason) : Command;

[GenerateSerializer, Immutable, Alias("hub.email.Ref")]
public sealed record MailRef(string Tenant, string MailId);

public enum MailState { None, Queued, Sent, Failed }

[GenerateSerializer, Immutable, Alias("hub.email.View")]
public sealed record MailView(string MailId, string To, string ToName, string Subject, string Text, string Kind, MailState State, int Attempts, DateTimeOffset QueuedAt, DateTimeOffset? SentAt);
