using LearningHub.Grains.Interfaces.Audit;

namespace LearningHub.WebFrontend.Audit;

/// <summary>The audit trail over the API: read, check, take away. Nothing can be written.</summary>
internal static class AuditApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Audit").MapGroup("/admin/audit");
        api.MapGet("", async (HttpContext http, IGrainFactory grains, string? action = null, string? actor = null, string? subject = null, DateTimeOffset? from = null, DateTimeOffset? until = null, string? cursor = null, int? limit = null) =>
                (await AuditCalls.Audit(http, grains).List(new(action ?? "", actor ?? "", subject ?? "", from, until, cursor, HttpInput.Limit(limit)))).ToApi())
            .Access(Permission.ReadAudit).WithName("audit.list").WithSummary("Entries of the trail, the last first. By action (order.paid, or a whole room: order.), actor (id or e-mail), subject (id), and time (until is excluded).")
            .Produces<Page<AuditEntryView>>().ProducesProblem(422);
        api.MapGet("/{seq}", async (string seq, HttpContext http, IGrainFactory grains) => (await AuditCalls.Audit(http, grains).Get(AuditCalls.Number(seq))).ToApi())
            .Access(Permission.ReadAudit).WithName("audit.get").WithSummary("One entry, with the entry before it of the same act on the same subject.").Produces<AuditEntryDetail>().ProducesProblem(404);
        api.MapGet("/verification", async (HttpContext http, IGrainFactory grains, long? seq = null, string? hash = null) =>
                Results.Ok(await AuditCalls.Audit(http, grains).Verify(seq is { } at && hash is { } known ? new AuditMark(at, known) : null)))
            .Access(Permission.ReadAudit).WithName("audit.verify").WithSummary("Checks the chain on from an entry whose number and hash are given, else from its beginning; at most 20,000 entries a call. Names the first that does not hold.")
            .Produces<AuditVerdict>();
        api.MapGet("/export", (HttpContext http, IGrainFactory grains, string? action = null, string? actor = null, string? subject = null, DateTimeOffset? from = null, DateTimeOffset? until = null) =>
                AuditCalls.Export(http, grains, new(action ?? "", actor ?? "", subject ?? "", from, until, null, 0)))
            .Access(Permission.ReadAudit).WithName("audit.export").WithSummary("The entries as JSON lines with their hashes, the last first.").Produces<string>(200, "application/x-ndjson").ProducesProblem(422);
    }
}
