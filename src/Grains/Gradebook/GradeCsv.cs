using System.Text;
using LearningHub.Grains.Interfaces.Gradebook;

namespace LearningHub.Grains.Gradebook;

/// <summary>Grades as CSV (RFC 4180). A cell that a table calculation would take for a formula begins with an apostrophe (OWASP, CSV injection); numbers are left alone.</summary>
internal static class GradeCsv
{
    public static string Write(GradebookSetup setup, IEnumerable<(string Name, string Email, string UserId, GradeTotals.Totals Totals)> students)
    {
        var csv = new StringBuilder("\ufeff");
        var categories = setup.Categories.Length > 1 ? setup.Categories : [];
        Line(csv, ["Name", "E-mail", "Id", .. setup.Items.Select(i => $"{i.Title} (%)"), .. categories.Select(c => $"{c.Name} total (%)"), "Total (%)"]);
        foreach (var (name, email, id, totals) in students)
            Line(csv, [name, email, id, .. totals.Cells.Select(c => c.State == CellState.Excused ? "excused" : Number(c.Percent)), .. totals.Categories.Take(categories.Length).Select(c => Number(c.Percent)), Number(totals.Total)]);
        return csv.ToString();
    }

    private static void Line(StringBuilder csv, IEnumerable<string> cells) => csv.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    public static string Cell(string text)
    {
        if (text.Length > 0 && text.TrimStart() is [('=' or '+' or '-' or '@' or '|' or '%'), ..] || text is [('\t' or '\r' or '\n'), ..]) text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n;\t") >= 0 ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }

    private static string Number(decimal? percent) => percent is { } p ? GradeTotals.Word(p) : "";
}
