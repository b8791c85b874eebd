namespace LearningHub.WebFrontend.Tenants;

/// <summary>Until the academy is set up every page leads to the set-up page.</summary>
internal sealed class SetUpMiddleware(RequestDelegate next, TenantLooks looks)
{
    public async Task Invoke(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<PageEndpoint>() is not null
            && !http.Request.Path.StartsWithSegments(SetUpPages.Path) && !http.Request.Path.StartsWithSegments(Common.Layout.SitePaths.Theme)
            && !(await looks.Of(http.Viewer().Tenant)).IsSetUp)
        {
            await Common.Pages.SeeOther(SetUpPages.Path).ExecuteAsync(http);
            return;
        }
        await next(http);
    }
}
