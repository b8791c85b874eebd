using System.Globalization;
using System.Text.RegularExpressions;
using LearningHub.Grains.Interfaces.Certificates;

namespace LearningHub.WebFrontend.Certificates;

/// <summary>A certificate on A4 across, in the academy's words, with the address where a stranger checks it.</summary>
internal static partial class CertificateSheet
{
    private const double Width = SvgSheet.A4Long, Height = SvgSheet.A4Short, Middle = Width / 2;
    private const string Ink = "#1d2430", Grey = "#5b6472";

    /// <param name="verify">The absolute address of the public page.</param>
    /// <param name="accent">The academy's colour.</param>
    public static SvgSheet Of(CertificateView c, CertificateTemplate template, string verify, string accent)
    {
        var sheet = new SvgSheet(Width, Height, $"{Fill(template.Heading, c)}: {c.HolderName}");
        Frame(sheet, template.Style, accent);
        sheet.Text(c.Academy, Middle, 104, 14, Grey, 500, "middle", 600);
        sheet.Text(Fill(template.Heading, c), Middle, 160, 32, Ink, 700, "middle", 640);
        sheet.Text(c.HolderName, Middle, 232, 40, accent, 600, "middle", 660);
        sheet.Line(Middle - 160, 254, Middle + 160, 254, accent, 1);
        sheet.Paragraph(Fill(template.Statement, c), Middle, 300, 17, 560, Ink);

        const double foot = 468;
        var signatory = Fill(template.Signatory.Length > 0 ? template.Signatory : "{instructor}", c);
        sheet.Text(Date(c.IssuedAt), 190, foot - 8, 12.5, Ink, 500, "middle", 200).Line(90, foot, 290, foot, Grey).Text("Date", 190, foot + 16, 9.5, Grey, anchor: "middle");
        sheet.Text(signatory, Middle, foot - 8, 12.5, Ink, 500, "middle", 220).Line(Middle - 110, foot, Middle + 110, foot, Grey).Text(Fill(template.Role, c), Middle, foot + 16, 9.5, Grey, anchor: "middle", width: 220);
        sheet.Qr(verify, Width - 232, foot - 62, 84).Text("Check it here", Width - 190, foot + 34, 9.5, Grey, anchor: "middle");
        return sheet.Text(verify, Middle, Height - 62, 8.5, Grey, anchor: "middle", width: 600);
    }

    /// <summary>What the preview shows.</summary>
    public static CertificateView Sample(string academy) => new("0198c0ffee0000000000000000000000", "course", "user", "Your student’s name", "The title of the course", "The instructor’s name", academy,
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, null, "");

    private static void Frame(SvgSheet sheet, CertificateStyle style, string accent)
    {
        if (style == CertificateStyle.Classic)
            sheet.Box(28, 28, Width - 56, Height - 56, null, accent, 2.5, 4).Box(36, 36, Width - 72, Height - 72, null, accent, 0.75, 2);
        else
            sheet.Box(0, 0, 18, Height, accent).Box(18, 0, 4, Height, "#e8ebf0").Line(60, 126, 120, 126, accent, 3);
    }

    // In one pass: braces in a name are the name's own.
    private static string Fill(string text, CertificateView c) => Placeholder().Replace(text, m => m.Groups[1].Value switch
    {
        "name" => c.HolderName,
        "course" => c.CourseTitle,
        "date" => Date(c.IssuedAt),
        "instructor" => c.InstructorName,
        "academy" => c.Academy,
        _ => m.Value,
    });

    [GeneratedRegex(@"\{([a-z]+)\}")]
    private static partial Regex Placeholder();

    private static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
