using System.Collections.Concurrent;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.WebFrontend.Common;

/// <summary>Name and accent of each tenant, asked at most every 10 seconds: what every page needs and almost never changes. A tenant that is not
/// set up is asked each time.</summary>
public sealed class TenantLooks(IGrainFactory grains, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (TenantView View, long At)> known = new();

    public async ValueTask<TenantView> Of(string tenant)
    {
        if (known.TryGetValue(tenant, out var entry) && time.GetElapsedTime(entry.At) < TimeSpan.FromSeconds(10)) return entry.View;
        var view = await grains.GetGrain<ITenantGrain>(new TenantKey(tenant, "settings").ToString()).Get();
        if (view.IsSetUp) known[tenant] = (view, time.GetTimestamp());
        return view;
    }
}
