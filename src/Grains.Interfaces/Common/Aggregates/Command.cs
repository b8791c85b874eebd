namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The base of every message that asks for a change.</summary>
[GenerateSerializer, Immutable, Alias("hub.Command")]
public abstract record Command
{
    /// <summary>The caller's idempotency key. The same id on the same aggregate returns the first answer and changes
    /// nothing again (kept 30 days). Null: every call counts.</summary>
    [Id(0)] public string? OperationId { get; init; }
}
