using System.Security.Cryptography;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Tenants;

/// <summary>A tenant's keys. Key <c>tenant/keys</c>. Invariant: a key once handed out never changes. Callers keep it in memory.</summary>
internal sealed class KeyRingGrain(IAggregateStore store) : AggregateGrain<KeyRingState>(store), IKeyRingGrain
{
    public async Task<byte[]> GetSigningKey()
    {
        if (State.SigningKey is { } key) return key;
        // First calls may interleave, here and on two silos: one commits, the others load again and find its key.
        var made = RandomNumberGenerator.GetBytes(32);
        var result = await Execute(new MakeKey(),
            s => s.SigningKey is null ? Decision<KeyRingState>.Of(s with { SigningKey = made }) : Decision<KeyRingState>.NoChange(s),
            (s, _) => s.SigningKey!);
        return result.IsOk ? result.Value : throw new InvalidOperationException($"The signing key could not be stored: {result.Error.Code}");
    }

    private sealed record MakeKey : Command;
}
