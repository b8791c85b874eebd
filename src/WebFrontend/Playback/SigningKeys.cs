using System.Collections.Concurrent;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.WebFrontend.Playback;

/// <summary>The signing keys of the tenants this front end serves. A key never changes once it is made, so it is asked for once.</summary>
internal sealed class SigningKeys(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<string, byte[]> _keys = new();

    public async ValueTask<byte[]> Of(string tenant)
    {
        if (_keys.TryGetValue(tenant, out var known)) return known;
        using var platform = ActorContext.As(Actor.System(tenant));
        return _keys[tenant] = await grains.GetGrain<IKeyRingGrain>(new TenantKey(tenant, "keys").ToString()).GetSigningKey();
    }
}
