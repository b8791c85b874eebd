using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.WebFrontend.Tenants;

/// <summary>The academy that this host name belongs to.</summary>
internal static class AcademyApi
{
    public static void MapAcademyApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Academy");
        api.MapGet("/academy", Get).Access(Permission.Anyone).WithName("academy.get").WithSummary("The academy's name and accent, and whether it is set up.").Produces<TenantView>();
        api.MapPost("/setup", SetUp).Access(Permission.Anyone).WithName("academy.setUp")
            .WithSummary("Names the academy and makes its first admin; works exactly once.").Produces<TenantView>(201).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> Get(HttpContext http, IGrainFactory grains) => Results.Ok(await Academy(http, grains).Get());

    private static async Task<IResult> SetUp(SetUpBody body, HttpContext http, IGrainFactory grains)
    {
        var done = await grains.SetUp(http, body.Name ?? "", body.AdminName ?? "", body.AdminEmail ?? "", body.AdminPassword ?? "");
        return done.IsOk ? Results.Created($"{EndpointGroups.ApiRoot}/academy", await Academy(http, grains).Get()) : done.ToApi();
    }

    private static ITenantGrain Academy(HttpContext http, IGrainFactory grains) => grains.GetGrain<ITenantGrain>(new TenantKey(http.Viewer().Tenant, "settings").ToString());

    internal sealed record SetUpBody(string? Name, string? AdminName, string? AdminEmail, string? AdminPassword);
}
