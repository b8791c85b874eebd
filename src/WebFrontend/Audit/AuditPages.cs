using LearningHub.Grains.Interfaces.Audit;
using LearningHub.WebFrontend.Audit.Pages;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Audit;

/// <summary>The trail for admins: the list, one entry with what was before, and the check of the chain.</summary>
internal static class AuditPages
{
    public const string Root = SitePaths.Administration + "/audit";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Audit");
        pages.MapGet(Root, List).Access(Permission.ReadAudit).WithName("page.admin.audit");
        pages.MapGet(Root + "/{seq}", Show).Access(Permission.ReadAudit).WithName("page.admin.audit.entry");
        pages.MapGet(Root + "/check", Check).Access(Permission.ReadAudit).WithName("page.admin.audit.check");
        pages.MapGet(Root + "/export", (HttpContext http, IGrainFactory grains, string? action, string? actor, string? subject, string? from, string? until) =>
            AuditCalls.Export(http, grains, Filter(http, action, actor, subject, from, until, null).Query)).Access(Permission.ReadAudit).WithName("page.admin.audit.export");
    }

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string? action, string? actor, string? subject, string? from, string? until, string? cursor)
    {
        var filter = Filter(http, action, actor, subject, from, until, cursor);
        var found = await AuditCalls.Audit(http, grains).List(filter.Query);
        return Common.Pages.Show<AuditPage>(new { Page = await http.Page("Audit", Root), Found = found.Value ?? Page<AuditEntryView>.Empty, Filter = filter, Problem = found.Error?.Message }, found.IsOk ? 200 : 422);
    }

    private static async Task<IResult> Show(string seq, HttpContext http, IGrainFactory grains)
    {
        var found = await AuditCalls.Audit(http, grains).Get(AuditCalls.Number(seq));
        return found.IsOk ? Common.Pages.Show<AuditEntryPage>(new { Page = await http.Page($"Entry {found.Value.Entry.Seq}", Root), Detail = found.Value }) : Refusals.NotFound(http);
    }

    private static async Task<IResult> Check(HttpContext http, IGrainFactory grains) =>
        Common.Pages.Show<AuditCheckPage>(new { Page = await http.Page("Audit check", Root), Verdict = await AuditCalls.VerifyAll(http, grains) });

    /// <summary>Days are the viewer's own, both included.</summary>
    private static AuditFilter Filter(HttpContext http, string? action, string? actor, string? subject, string? from, string? until, string? cursor)
    {
        var zone = http.Viewer().Person?.Zone;
        return new(action ?? "", actor ?? "", subject ?? "", from ?? "", until ?? "",
            new(action ?? "", actor ?? "", subject ?? "", AuditCalls.Day(from, zone), AuditCalls.Day(until, zone, plusDays: 1), cursor is { Length: > 0 } ? cursor : null, 50));
    }
}

/// <summary>The form as it was filled in, and what it asks for.</summary>
public sealed record AuditFilter(string Action, string Actor, string Subject, string From, string Until, AuditQuery Query)
{
    public bool IsSet => Action.Length + Actor.Length + Subject.Length + From.Length + Until.Length > 0;

    public string Href(string root, string? cursor = null)
    {
        var parts = new (string Name, string? Value)[] { ("action", Action), ("actor", Actor), ("subject", Subject), ("from", From), ("until", Until), ("cursor", cursor) }
            .Where(p => p.Value is { Length: > 0 }).Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value!)}").ToArray();
        return parts.Length == 0 ? root : $"{root}?{string.Join('&', parts)}";
    }
}
