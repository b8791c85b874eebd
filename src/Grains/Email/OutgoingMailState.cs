using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Email;

namespace LearningHub.Grains.Email;

internal sealed record OutgoingMailState : IAggregateState<OutgoingMailState>
{
    public static string AggregateType => "mail";
    public static OutgoingMailState Empty { get; } = new();

    public string To { get; init; } = "";
    public string ToName { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Text { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? Html { get; init; }
    public string? Unsubscribe { get; init; }
    public MailState State { get; init; }
    public int Attempts { get; init; }
    public DateTimeOffset QueuedAt { get; init; }
    /// <summary>Not to be sent before; while a worker holds the mail, the end of its hold.</summary>
    public DateTimeOffset DueAt { get; init; }
    public string? Worker { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public string? LastError { get; init; }
}
