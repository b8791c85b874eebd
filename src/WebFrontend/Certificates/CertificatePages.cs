using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.WebFrontend.Certificates.Pages;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Certificates;

internal static class CertificatePages
{
    public const string TemplatePath = SitePaths.Administration + "/certificates";
    private const string Verify = "/verify";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Certificates");
        pages.MapGet(SitePaths.Certificates, Mine).Access(Permission.SignedIn).WithName("page.certificates");
        pages.MapGet(Verify, (HttpContext http, IGrainFactory grains) => ShowCheck(http, null, "")).Access(Permission.Anyone).WithName("page.verify");
        pages.MapPost(Verify, Check).Access(Permission.Anyone).WithName("page.verify.check");
        pages.MapGet(Verify + "/{certificateId}", ShowCertificate).Access(Permission.Anyone).WithName("page.certificate");
        pages.MapGet("/certificates/{certificateId}/pdf", Pdf).Access(Permission.Anyone).WithName("page.certificate.pdf");
        pages.MapGet("/certificates/{certificateId}/credential", Credential).Access(Permission.Anyone).WithName("page.certificate.credential");
        pages.MapGet("/certificates/status/{number:int}", StatusList).Access(Permission.Anyone).WithName("page.certificates.status");

        pages.MapGet("/teach/courses/{courseId}/certificates", OfCourse).Access(Permission.Teach).WithName("page.course.certificates");
        pages.MapPost("/teach/courses/{courseId}/certificates/rule", SetRule).Access(Permission.Teach).WithName("page.course.certificates.rule");
        pages.MapPost("/teach/courses/{courseId}/certificates/{certificateId}/revoke", Revoke).Access(Permission.Teach).WithName("page.course.certificates.revoke");
        pages.MapPost("/teach/courses/{courseId}/certificates/{certificateId}/reinstate", Reinstate).Access(Permission.Teach).WithName("page.course.certificates.reinstate");

        pages.MapGet(TemplatePath, ShowTemplate).Access(Permission.ManageUsers).WithName("page.certificates.template");
        pages.MapPost(TemplatePath, SetTemplate).Access(Permission.ManageUsers).WithName("page.certificates.template.set");
        pages.MapGet(TemplatePath + "/preview", (Delegate)Preview).Access(Permission.ManageUsers).WithName("page.certificates.template.preview");
    }

    private static ICertificateQueriesGrain Queries(HttpContext http, IGrainFactory grains) => grains.Queries<ICertificateQueriesGrain>(http.Viewer().Tenant);

    private static async Task<IResult> Mine(HttpContext http, IGrainFactory grains, string? cursor = null)
    {
        var mine = await Queries(http, grains).Mine(cursor is { Length: > 0 and <= 500 } ? cursor : null, 24);
        return Common.Pages.Show<MyCertificatesPage>(new { Page = await http.Page("Certificates"), Certificates = mine.Value ?? Page<CertificateRow>.Empty, Cursor = cursor });
    }

    private static async Task<IResult> ShowCertificate(string certificateId, HttpContext http, IGrainFactory grains)
    {
        var found = await Queries(http, grains).Get(certificateId);
        if (!found.IsOk) return Refusals.NotFound(http);
        return Common.Pages.Show<CertificatePage>(new { Page = await http.Page($"Certificate of {found.Value.HolderName}"), Certificate = found.Value });
    }

    private static async Task<IResult> ShowCheck(HttpContext http, CredentialCheckResult? result, string pasted, int status = 200) =>
        Common.Pages.Show<CheckPage>(new { Page = await http.Page("Check a certificate"), Result = result, Pasted = pasted }, status);

    private static async Task<IResult> Check(HttpContext http, IGrainFactory grains)
    {
        var pasted = (await http.Form()).Text("credential").Trim();
        // An address or an id leads to its page; anything else is taken for a credential.
        var id = pasted[(pasted.LastIndexOf('/') + 1)..];
        if (!pasted.StartsWith('{') && KeySegment.IsValid(id) && (await Queries(http, grains).Get(id)).IsOk) return Common.Pages.SeeOther($"{Verify}/{id}");
        var result = await Queries(http, grains).Check(pasted);
        return await ShowCheck(http, result, pasted, result.Outcome is CredentialCheck.Valid or CredentialCheck.Revoked ? 200 : 422);
    }

    private static async Task<IResult> Pdf(string certificateId, HttpContext http, IGrainFactory grains, PdfPrinter printer)
    {
        var found = await Queries(http, grains).Get(certificateId);
        if (!found.IsOk || !found.Value.IsValid) return Refusals.NotFound(http);
        var template = await CertificateCalls.Template(http, grains).Get();
        return await http.Pdf(printer, CertificateSheet.Of(found.Value, template, CertificateCalls.Address(found.Value, http), await Accent(http)), "certificate.pdf");
    }

    private static async Task<IResult> Credential(string certificateId, HttpContext http, IGrainFactory grains)
    {
        var found = await Queries(http, grains).Get(certificateId);
        return found.IsOk ? Public(http, found.Value.Credential, "private, no-cache") : Refusals.NotFound(http);
    }

    private static async Task<IResult> StatusList(int number, HttpContext http, IGrainFactory grains)
    {
        var list = await Queries(http, grains).StatusList(number);
        return list.IsOk ? Public(http, list.Value, "public, max-age=30") : Refusals.NotFound(http);
    }

    /// <summary>For wallets and checkers on other sites: what is signed may be read from anywhere.</summary>
    private static IResult Public(HttpContext http, string json, string cache)
    {
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        http.Response.Headers.CacheControl = cache;
        return Results.Text(json, "application/vc");
    }

    private static async Task<IResult> OfCourse(string courseId, HttpContext http, IGrainFactory grains, string? cursor = null) => await ShowCourse(http, grains, courseId, cursor, null);

    private static async Task<IResult> ShowCourse(HttpContext http, IGrainFactory grains, string courseId, string? cursor, Error? problem, RuleForm? entered = null)
    {
        var course = await grains.Course(new(http.Viewer().Tenant, courseId)).Get();
        if (!course.IsOk || !course.Value.CanEdit) return Refusals.NotFound(http);
        var list = await Queries(http, grains).OfCourse(courseId, cursor is { Length: > 0 and <= 500 } ? cursor : null, 25);
        return Common.Pages.Show<CourseCertificatesPage>(new
        {
            Page = await http.Page($"Certificates · {course.Value.Title}", SitePaths.Teaching), Course = course.Value,
            Rule = entered ?? RuleForm.Of(await CertificateCalls.Rule(http, grains, courseId).Get()), Saved = problem is null && http.Request.Query.ContainsKey("saved"),
            Certificates = list.Value ?? Page<CertificateRow>.Empty, Cursor = cursor, Problem = problem,
        }, problem is null ? 200 : ProblemResults.Status(problem.Kind));
    }

    private static async Task<IResult> SetRule(string courseId, HttpContext http, IGrainFactory grains)
    {
        var entered = RuleForm.Read(await http.Form());
        var set = await CertificateCalls.Rule(http, grains, courseId).Set(entered.Command() with { OperationId = http.OperationId() });
        return set.IsOk ? Common.Pages.SeeOther($"/teach/courses/{courseId}/certificates?saved") : await ShowCourse(http, grains, courseId, null, set.Error, entered);
    }

    private static async Task<IResult> Revoke(string courseId, string certificateId, HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        return await Changed(courseId, http, grains, await CertificateCalls.Book(http, grains).Revoke(new(certificateId, form.Text("reason")) { OperationId = http.OperationId() }));
    }

    private static async Task<IResult> Reinstate(string courseId, string certificateId, HttpContext http, IGrainFactory grains) =>
        await Changed(courseId, http, grains, await CertificateCalls.Book(http, grains).Reinstate(new(certificateId) { OperationId = http.OperationId() }));

    private static async Task<IResult> Changed(string courseId, HttpContext http, IGrainFactory grains, Result<Receipt> result)
    {
        if (!result.IsOk) return await ShowCourse(http, grains, courseId, null, result.Error);
        await grains.Passed(CertificateProjections.Index, result.Value);
        return Common.Pages.SeeOther($"/teach/courses/{courseId}/certificates");
    }

    private static async Task<IResult> ShowTemplate(HttpContext http, IGrainFactory grains)
    {
        var stored = await CertificateCalls.Template(http, grains).Get();
        // With the fields in the address it is a preview of what is being written.
        var shown = http.Request.Query.ContainsKey("heading") ? Read(n => http.Request.Query[n].ToString(), stored.Version) : stored;
        return await TemplatePageOf(http, shown, null);
    }

    private static async Task<IResult> SetTemplate(HttpContext http, IGrainFactory grains)
    {
        var form = await http.Form();
        var wanted = Read(form.Text, 0);
        var set = await CertificateCalls.Template(http, grains).Set(new(wanted.Style, wanted.Heading, wanted.Statement, wanted.Signatory, wanted.Role) { OperationId = http.OperationId() });
        return set.IsOk ? Common.Pages.SeeOther(TemplatePath + "?saved=1") : await TemplatePageOf(http, wanted, set.Error);
    }

    private static async Task<IResult> TemplatePageOf(HttpContext http, CertificateTemplate template, Error? problem) => Common.Pages.Show<TemplatePage>(new
    {
        Page = await http.Page("Certificates", TemplatePath), Template = template, Problem = problem, Saved = http.Request.Query["saved"] == "1",
    }, problem is null ? 200 : ProblemResults.Status(problem.Kind));

    private static async Task<IResult> Preview(HttpContext http)
    {
        var sheet = CertificateSheet.Of(CertificateSheet.Sample((await http.Page("")).SiteName), Read(n => http.Request.Query[n].ToString(), 0), $"{http.Request.Scheme}://{http.Request.Host}{Verify}/…", await Accent(http));
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        http.Response.Headers.CacheControl = "private, no-store";
        return Results.Bytes(sheet.ToSvg(), "image/svg+xml");
    }

    /// <summary>Cut to what a template may be at most, so that a preview of anything is small; what is wrong is told when it is saved.</summary>
    private static CertificateTemplate Read(Func<string, string> field, long version)
    {
        return new(Enum.TryParse<CertificateStyle>(field("style"), ignoreCase: true, out var style) && Enum.IsDefined(style) ? style : default, Cut("heading", 300), Cut("statement", 1_500), Cut("signatory", 400), Cut("role", 400), version);
        string Cut(string name, int most) => field(name) is { } text && text.Length > most ? text[..most] : field(name);
    }

    private static async Task<string> Accent(HttpContext http) => Hues.Ink((await http.Page("")).Hue);
}
