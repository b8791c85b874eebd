using LearningHub.Grains.Interfaces.Enrolments;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Enrolments;

/// <summary>Licences for programs.</summary>
internal static class LicenceApi
{
    private const int MaxBody = 4 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Enrolments").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapPost("/licences/redemptions", Redeem).Access(Permission.SignedIn).WithName("licences.redeem").WithSummary("Redeems a licence code: the course is the caller's when this answers. Again: the same answer.")
            .Produces<LicenceRedeemed>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);
        api.MapGet("/me/licences", Mine).Access(Permission.SignedIn).WithName("licences.mine").WithSummary("The licences the caller has bought, newest first.").Produces<Page<LicencesRow>>().ProducesProblem(422);
        api.MapGet("/licences/{orderId}/{courseId}", Get).Access(Permission.SignedIn).WithName("licences.get").WithSummary("The codes that an order bought of a course, for its buyer.")
            .Produces<LicencesView>().ProducesProblem(404);
    }

    private static async Task<IResult> Redeem(HttpContext http, IGrainFactory grains, CodeBody body) => (await LicenceCalls.Redeem(http, grains, body.Code ?? "")).ToApi();

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor = null, int? limit = null) =>
        (await grains.Queries<ILicenceQueriesGrain>(http.Viewer().Tenant).Mine(cursor, HttpInput.Limit(limit))).ToApi();

    private static async Task<IResult> Get(HttpContext http, IGrainFactory grains, string orderId, string courseId) =>
        (await grains.Licences(new LicenceKey(http.Viewer().Tenant, orderId, courseId)).Get()).ToApi();

    internal sealed record CodeBody(string? Code);
}
