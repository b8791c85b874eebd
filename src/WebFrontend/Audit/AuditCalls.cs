using System.Globalization;
using System.Text;
using LearningHub.Grains.Interfaces.Audit;

namespace LearningHub.WebFrontend.Audit;

/// <summary>What pages and API share.</summary>
internal static class AuditCalls
{
    private const int ExportPage = 500;

    public static IAuditQueriesGrain Audit(HttpContext http, IGrainFactory grains) => grains.Queries<IAuditQueriesGrain>(http.Viewer().Tenant);

    /// <summary>The whole chain, as many calls as it takes; stops at the first entry that does not hold.</summary>
    public static async Task<AuditVerdict> VerifyAll(HttpContext http, IGrainFactory grains)
    {
        var audit = Audit(http, grains);
        AuditMark? mark = null;
        while (true)
        {
            var verdict = await audit.Verify(mark);
            // While it is being walked the trail grows: what was its end at the last look is far enough when nothing more is checked.
            if (verdict.IsDone || verdict.Checked == mark) return verdict;
            http.RequestAborted.ThrowIfCancellationRequested();
            mark = verdict.Checked;
        }
    }

    /// <summary>One entry a line, the last first: <c>{"hash":"…","content":{…}}</c>, the content byte for byte as it was hashed.</summary>
    public static async Task<IResult> Export(HttpContext http, IGrainFactory grains, AuditQuery query)
    {
        var audit = Audit(http, grains);
        var first = await audit.List(query with { Limit = ExportPage, Cursor = null });
        if (!first.IsOk) return first.Error.ToProblem();
        return Results.Stream(async body =>
        {
            for (var page = first.Value; ;)
            {
                var lines = new StringBuilder();
                foreach (var entry in page.Items) lines.Append(CultureInfo.InvariantCulture, $$"""{"hash":"{{entry.Hash}}","content":{{entry.Content}}}""").Append('\n');
                await body.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), http.RequestAborted);
                if (page.Next is not { } next) return;
                var more = await audit.List(query with { Limit = ExportPage, Cursor = next });
                // Half a file must not look like a whole one.
                if (!more.IsOk) throw new IOException($"The trail could not be read on: {more.Error.Code}");
                page = more.Value;
            }
        }, "application/x-ndjson", "audit.ndjson");
    }

    /// <summary>An entry's number; 0, which none has, when it is none.</summary>
    public static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq) ? seq : 0;

    /// <summary>The beginning of a day (<c>yyyy-MM-dd</c>) in a zone; null when it is none.</summary>
    public static DateTimeOffset? Day(string? text, string? zone, int plusDays = 0)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1970 or > 9000) return null;
        var local = day.AddDays(plusDays).ToDateTime(TimeOnly.MinValue);
        var offset = zone is { Length: > 0 and <= 64 } && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found.GetUtcOffset(local) : TimeSpan.Zero;
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
