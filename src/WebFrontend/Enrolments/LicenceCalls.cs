using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>What pages and API do with licences.</summary>
internal static class LicenceCalls
{
    /// <summary>Finds the purchase a code belongs to, then redeems it there.</summary>
    public static async Task<Result<LicenceRedeemed>> Redeem(HttpContext http, IGrainFactory grains, string code)
    {
        var viewer = http.Viewer();
        var found = await grains.Queries<ILicenceQueriesGrain>(viewer.Tenant).Find(code);
        if (!found.IsOk) return found.Error;
        return await grains.Licences(new LicenceKey(viewer.Tenant, found.Value.OrderId, found.Value.CourseId)).Redeem(new RedeemLicence(found.Value.Code) { OperationId = http.OperationId() });
    }
}
