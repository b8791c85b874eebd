using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tenants;

internal sealed record KeyRingState : IAggregateState<KeyRingState>
{
    public static string AggregateType => "key_ring";
    public static KeyRingState Empty { get; } = new();

    /// <summary>32 random bytes. As secret as the database: who reads it can sign links to media and mails of the tenant.</summary>
    public byte[]? SigningKey { get; init; }
}
