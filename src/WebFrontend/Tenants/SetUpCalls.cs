using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Tenants;

/// <summary>The set-up of an academy, for the page and the API.</summary>
internal static class SetUpCalls
{
    public static async Task<Result<Receipt>> SetUp(this IGrainFactory grains, HttpContext http, string name, string adminName, string adminEmail, string adminPassword)
    {
        var tenant = http.Viewer().Tenant;
        return await grains.GetGrain<ITenantGrain>(new TenantKey(tenant, "settings").ToString())
            .SetUp(new SetUpTenant(name, adminName, adminEmail, adminPassword) { OperationId = http.OperationId() });
    }
}
