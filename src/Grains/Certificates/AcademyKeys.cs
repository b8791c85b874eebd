using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Certificates;

/// <summary>The signing key of one tenant, asked for once an activation.</summary>
internal sealed class AcademyKeys(IGrainFactory grains, string tenant)
{
    private AcademyKey? _key;

    public async ValueTask<AcademyKey> Key()
    {
        if (_key is { } known) return known;
        using (ActorContext.As(Actor.System(tenant)))
            return _key = AcademyKey.Derive(await grains.GetGrain<IKeyRingGrain>(new TenantKey(tenant, "keys").ToString()).GetSigningKey());
    }
}
