using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Tenants;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace LearningHub.Grains.Notifications;

/// <summary>Key <c>tenant/queries</c>. The academy's public key, which never changes.</summary>
[StatelessWorker(2), GrainType("push-key")]
internal sealed class PushKeyGrain : Grain, IPushKeyGrain
{
    private string? _key;

    public async Task<string> GetPublicKey()
    {
        if (_key is { } known) return known;
        var tenant = this.GetPrimaryKeyString().Split('/')[0];
        using (ActorContext.As(Actor.System(tenant)))
        {
            using var key = VapidKey.Derive(await GrainFactory.GetGrain<IKeyRingGrain>(new TenantKey(tenant, "keys").ToString()).GetSigningKey());
            return _key = key.PublicKey;
        }
    }
}
