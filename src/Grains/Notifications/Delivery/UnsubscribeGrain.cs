using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using LearningHub.Grains.Interfaces.Tenants;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace LearningHub.Grains.Notifications;

/// <summary>Key <c>tenant/queries</c>. The token is the authority: what it names is done as the platform.</summary>
[StatelessWorker(4), GrainType("notification-unsubscribe")]
internal sealed class UnsubscribeGrain : Grain, IUnsubscribeGrain
{
    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<UnsubscribeOffer>> Look(string token) => await Read(token) is var (_, kind) && Offer(kind) is { } offer ? offer : NotificationErrors.LinkInvalid;

    public async Task<Result<UnsubscribeOffer>> Confirm(string token)
    {
        if (await Read(token) is not var (userId, kind) || Offer(kind) is not { } offer) return NotificationErrors.LinkInvalid;
        using (ActorContext.As(Actor.System(Tenant)))
        {
            var ended = await GrainFactory.NotificationSettings(new(Tenant, userId)).Unsubscribe(new(kind));
            return ended.IsOk ? offer : ended.Error;
        }
    }

    private async Task<(string UserId, string? Kind)?> Read(string token)
    {
        using (ActorContext.As(Actor.System(Tenant)))
            return UnsubscribeToken.Read(await GrainFactory.GetGrain<IKeyRingGrain>(new TenantKey(Tenant, "keys").ToString()).GetSigningKey(), token);
    }

    private static UnsubscribeOffer? Offer(string? kind) => kind is null ? new(null, null) : NotificationCatalogue.Find(kind) is { } known ? new(kind, known.Name) : null;
}
