using System.Globalization;
using System.Text;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.WebFrontend.Quizzes;

/// <summary>Results as a file for spreadsheets (RFC 4180, UTF-8 with a mark, so that Excel reads other scripts). Cells that a spreadsheet would run as a formula are quoted by an
/// apostrophe: names come from strangers.</summary>
internal static class ResultsCsv
{
    public static async Task<IResult> Answer(HttpContext http, IGrainFactory grains, string quizId)
    {
        var queries = grains.Queries<IQuizQueriesGrain>(http.Viewer().Tenant);
        var rows = new List<AttemptExport>();
        string? cursor = null;
        do
        {
            var page = await queries.Export(quizId, cursor);
            if (!page.IsOk) return Refusals.WantsPage(http) ? Refusals.NotFound(http) : page.Error.ToProblem();
            rows.AddRange(page.Value.Items);
            cursor = page.Value.Next;
        }
        while (cursor is not null && rows.Count < 200_000);
        return Results.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Write(rows))).ToArray(), "text/csv; charset=utf-8", $"results-{quizId[..Math.Min(8, quizId.Length)]}.csv");
    }

    internal static string Write(IReadOnlyList<AttemptExport> rows)
    {
        var places = rows.Count == 0 ? 0 : rows.Max(r => r.Marks.Length);
        var text = new StringBuilder();
        Line(text, ["Name", "E-mail", "Attempt", "State", "Started (UTC)", "Handed in (UTC)", "Handed in by the clock", "Mark", "Out of", "Percent", .. Enumerable.Range(1, places).Select(p => $"Question {p}")]);
        foreach (var (a, marks) in rows.Select(r => (r.Attempt, r.Marks)))
            Line(text, [a.Name, a.Email, Number(a.Number), a.State == AttemptState.Graded ? "graded" : "waits for marking", Moment(a.StartedAt), Moment(a.HandedInAt), a.Automatic ? "yes" : "no",
                Number(a.Mark), Number(a.MaxMark), Number(a.Percent), .. Enumerable.Range(0, places).Select(p => p < marks.Length ? Number(marks[p]) : "")]);
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string value)
    {
        if (value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string Number(decimal? value) => value?.ToString("0.#######", CultureInfo.InvariantCulture) ?? "";
    private static string Moment(DateTimeOffset? at) => at?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? "";
}
