using LearningHub.Grains.Interfaces.Certificates;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Certificates;

/// <summary>Certificates: the holder's, a course's, and their verification by anyone.</summary>
internal static class CertificateApi
{
    private const int MaxBody = 80 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Certificates").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/me/certificates", Mine).Access(Permission.SignedIn).WithName("certificates.mine").WithSummary("The caller's certificates, newest first.").Produces<Page<CertificateRow>>().ProducesProblem(422);
        api.MapGet("/certificates/{certificateId}", Get).Access(Permission.Anyone).WithName("certificates.get")
            .WithSummary("A certificate, for everyone who has its id; why it was revoked is told to its holder and staff.").Produces<CertificateView>().ProducesProblem(404);
        api.MapPost("/certificates/check", Check).Access(Permission.Anyone).WithName("certificates.check")
            .WithSummary("Checks a copy of a credential: whether this academy signed it, whether it was changed, whether it was revoked.").Accepts<string>("application/json").Produces<CredentialCheckResult>();
        api.MapPost("/certificates/{certificateId}/revocation", Revoke).Access(Permission.Teach).WithName("certificates.revoke")
            .WithSummary("Revokes a certificate; the status list shows it within a minute.").Produces<Receipt>().ProducesProblem(404).ProducesProblem(422);
        api.MapDelete("/certificates/{certificateId}/revocation", Reinstate).Access(Permission.Teach).WithName("certificates.reinstate")
            .WithSummary("Makes a revoked certificate valid again.").Produces<Receipt>().ProducesProblem(404);
        api.MapGet("/courses/{courseId}/certificates", OfCourse).Access(Permission.Teach).WithName("certificates.ofCourse")
            .WithSummary("The certificates of a course, newest first, for its staff.").Produces<Page<CertificateRow>>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/courses/{courseId}/certificate-rule", GetRule).Access(Permission.SignedIn).WithName("certificates.rule")
            .WithSummary("Whether the course gives certificates, from which progress and grade on.").Produces<CertificateRule>().ProducesProblem(404);
        api.MapPut("/courses/{courseId}/certificate-rule", SetRule).Access(Permission.Teach).WithName("certificates.setRule")
            .WithSummary("Says whether the course gives certificates, from which progress (percent of the lessons, 100 where left out) and grade (percent of the total, none where left out) on. Who fulfils it already gets one.")
            .Produces<CertificateRule>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/certificate-template", GetTemplate).Access(Permission.Anyone).WithName("certificates.template").WithSummary("How the academy's certificates read.").Produces<CertificateTemplate>();
        api.MapPut("/certificate-template", SetTemplate).Access(Permission.ManageUsers).WithName("certificates.setTemplate")
            .WithSummary("Changes how the academy's certificates read.").Produces<CertificateTemplate>().ProducesProblem(422);
    }

    private static ICertificateQueriesGrain Queries(HttpContext http, IGrainFactory grains) => grains.Queries<ICertificateQueriesGrain>(http.Viewer().Tenant);

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor = null, int? limit = null) => (await Queries(http, grains).Mine(cursor, HttpInput.Limit(limit))).ToApi();

    private static async Task<IResult> Get(string certificateId, HttpContext http, IGrainFactory grains) => (await Queries(http, grains).Get(certificateId)).ToApi();

    private static async Task<IResult> Check(HttpContext http, IGrainFactory grains)
    {
        using var reader = new StreamReader(http.Request.Body);
        return Results.Ok(await Queries(http, grains).Check(await reader.ReadToEndAsync(http.RequestAborted)));
    }

    private static async Task<IResult> Revoke(string certificateId, RevocationBody body, HttpContext http, IGrainFactory grains) =>
        (await CertificateCalls.Book(http, grains).Revoke(new(certificateId, body.Reason ?? "") { OperationId = http.OperationId() })).ToApi();

    private static async Task<IResult> Reinstate(string certificateId, HttpContext http, IGrainFactory grains) =>
        (await CertificateCalls.Book(http, grains).Reinstate(new(certificateId) { OperationId = http.OperationId() })).ToApi();

    private static async Task<IResult> OfCourse(string courseId, HttpContext http, IGrainFactory grains, string? cursor = null, int? limit = null) =>
        (await Queries(http, grains).OfCourse(courseId, cursor, HttpInput.Limit(limit, 50))).ToApi();

    private static async Task<IResult> GetRule(string courseId, HttpContext http, IGrainFactory grains) =>
        await grains.Course(new(http.Viewer().Tenant, courseId)).Get() is { IsOk: false } hidden ? hidden.Error!.ToProblem() : Results.Ok(await CertificateCalls.Rule(http, grains, courseId).Get());

    private static async Task<IResult> SetRule(string courseId, RuleBody body, HttpContext http, IGrainFactory grains) =>
        (await CertificateCalls.Rule(http, grains, courseId).Set(new(body.Enabled, body.ProgressPercent ?? 100, body.PassingGrade) { OperationId = http.OperationId() })).ToApi();

    private static async Task<IResult> GetTemplate(HttpContext http, IGrainFactory grains) => Results.Ok(await CertificateCalls.Template(http, grains).Get());

    private static async Task<IResult> SetTemplate(TemplateBody body, HttpContext http, IGrainFactory grains) =>
        (await CertificateCalls.Template(http, grains).Set(new(body.Style, body.Heading ?? "", body.Statement ?? "", body.Signatory ?? "", body.Role ?? "") { OperationId = http.OperationId() })).ToApi();

    internal sealed record RevocationBody(string? Reason);

    internal sealed record RuleBody(bool Enabled, int? ProgressPercent, decimal? PassingGrade);

    internal sealed record TemplateBody(CertificateStyle Style, string? Heading, string? Statement, string? Signatory, string? Role);
}
