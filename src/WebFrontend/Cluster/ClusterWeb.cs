using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.WebFrontend.Cluster.Pages;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Cluster;

public static class ClusterWeb
{
    public const string Root = SitePaths.Administration + "/cluster";

    public static IServiceCollection AddClusterWeb(this IServiceCollection services) => services.AddHostedService<FrontEndReporter>();

    /// <summary>The pages and API endpoints of this capability.</summary>
    public static IEndpointRouteBuilder MapCluster(this IEndpointRouteBuilder routes)
    {
        routes.ApiGroup("Cluster").MapGet("/admin/cluster", async (IGrainFactory grains) => Results.Ok(await Look(grains)))
            .Access(Permission.OperateSystem).WithName("admin.cluster").WithSummary("Silos, front ends, calls by grain type, streams, feed, workflows, queues and the database, at most two seconds old.")
            .Produces<ClusterView>();
        var pages = routes.PageGroup("Cluster");
        pages.MapGet(Root, async (HttpContext http, IGrainFactory grains) => Common.Pages.Show<ClusterPage>(new { Page = await http.Page("Cluster", Root), Cluster = await Look(grains) }))
            .Access(Permission.OperateSystem).WithName("page.admin.cluster");
        // The part that the page reads again every two seconds.
        pages.MapGet(Root + "/rows", async (IGrainFactory grains) => Common.Pages.Show<ClusterRows>(new { Cluster = await Look(grains) }))
            .Access(Permission.OperateSystem).WithName("page.admin.cluster.rows");
        return routes;
    }

    private static Task<ClusterView> Look(IGrainFactory grains) => grains.Queries<IClusterGrain>("system").Get();
}
