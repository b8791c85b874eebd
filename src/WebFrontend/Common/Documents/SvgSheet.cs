using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using QRCoder;

namespace LearningHub.WebFrontend.Common;

/// <summary>One sheet of paper to be printed, drawn in points (1/72 inch) from the upper left. Text goes in as text: it is escaped by the writer, set by the
/// printer in whatever script it is, and can be searched in the PDF.</summary>
public sealed class SvgSheet
{
    public const double A4Short = 595.28, A4Long = 841.89;

    // The typeface of the pages, then what covers the other scripts; the printer picks glyph by glyph.
    private const string Typeface = "Inter, Noto Sans, DejaVu Sans, sans-serif";
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly XElement _root;

    public SvgSheet(double width, double height, string title)
    {
        (Width, Height) = (width, height);
        _root = new(Svg + "svg", new XAttribute("width", $"{Number(width)}"), new XAttribute("height", Number(height)), new XAttribute("viewBox", $"0 0 {Number(width)} {Number(height)}"),
            new XElement(Svg + "title", Clean(title)), Rect(0, 0, width, height, "#ffffff"));
    }

    public double Width { get; }
    public double Height { get; }

    /// <param name="anchor">start, middle or end of the text is at x.</param>
    /// <param name="width">Text that would be wider is set smaller, down to half, and then cut with an ellipsis.</param>
    public SvgSheet Text(string text, double x, double y, double size, string color = "#1d2430", int weight = 400, string anchor = "start", double width = double.MaxValue)
    {
        text = Clean(text);
        var wide = Ems(text) * size;
        if (wide > width) size *= Math.Max(0.5, width / wide);
        if (Ems(text) * size > width) text = Cut(text, width / size);
        _root.Add(new XElement(Svg + "text", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)), new XAttribute("font-family", Typeface), new XAttribute("font-size", Number(size)),
            new XAttribute("font-weight", weight), new XAttribute("fill", color), new XAttribute("text-anchor", anchor), text));
        return this;
    }

    /// <summary>Lines of at most this width, centred at x; answers with where the last one stands.</summary>
    public double Paragraph(string text, double x, double y, double size, double width, string color = "#1d2430", int weight = 400)
    {
        var line = new StringBuilder();
        foreach (var word in Clean(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Ems($"{line} {word}") * size > width)
            {
                Text(line.ToString(), x, y, size, color, weight, "middle", width);
                line.Clear();
                y += size * 1.5;
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        Text(line.ToString(), x, y, size, color, weight, "middle", width);
        return y;
    }

    public SvgSheet Line(double x1, double y1, double x2, double y2, string color = "#d5dae2", double width = 0.75)
    {
        _root.Add(new XElement(Svg + "line", new XAttribute("x1", Number(x1)), new XAttribute("y1", Number(y1)), new XAttribute("x2", Number(x2)), new XAttribute("y2", Number(y2)),
            new XAttribute("stroke", color), new XAttribute("stroke-width", Number(width))));
        return this;
    }

    public SvgSheet Box(double x, double y, double width, double height, string? fill, string? stroke = null, double strokeWidth = 1, double radius = 0)
    {
        var box = Rect(x, y, width, height, fill ?? "none");
        if (stroke is not null) box.Add(new XAttribute("stroke", stroke), new XAttribute("stroke-width", Number(strokeWidth)));
        if (radius > 0) box.Add(new XAttribute("rx", Number(radius)));
        _root.Add(box);
        return this;
    }

    /// <summary>A QR code (ISO/IEC 18004) with medium error correction and its quiet zone, as one path.</summary>
    public SvgSheet Qr(string text, double x, double y, double size)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        var cell = size / modules.Count;
        var path = new StringBuilder();
        for (var row = 0; row < modules.Count; row++)
            for (var column = 0; column < modules.Count; column++)
                if (modules[row][column]) path.Append($"M{Number(x + column * cell)} {Number(y + row * cell)}h{Number(cell)}v{Number(cell)}h-{Number(cell)}z");
        Box(x, y, size, size, "#ffffff");
        _root.Add(new XElement(Svg + "path", new XAttribute("d", path.ToString()), new XAttribute("fill", "#000000"), new XAttribute("shape-rendering", "crispEdges")));
        return this;
    }

    public byte[] ToSvg()
    {
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new() { Encoding = new UTF8Encoding(false), CheckCharacters = true })) new XDocument(_root).WriteTo(writer);
        return stream.ToArray();
    }

    private static XElement Rect(double x, double y, double width, double height, string fill) => new(Svg + "rect", new XAttribute("x", Number(x)), new XAttribute("y", Number(y)),
        new XAttribute("width", Number(width)), new XAttribute("height", Number(height)), new XAttribute("fill", fill));

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>What XML cannot hold is left out.</summary>
    private static string Clean(string text) => new([.. text.Where((c, i) => XmlConvert.IsXmlChar(c) || char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]) || char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1]))]);

    /// <summary>About how wide a text is, in units of its size: letters half, wide scripts and capitals more. For fitting, on the safe side.</summary>
    private static double Ems(string text) => text.EnumerateRunes().Sum(r => r.Value switch
    {
        >= 0x1100 and <= 0x115f or >= 0x2e80 and <= 0xa4cf or >= 0xac00 and <= 0xd7a3 or >= 0xf900 and <= 0xfaff or >= 0xff00 and <= 0xff60 or >= 0x1f000 => 1.0,
        'i' or 'l' or 'j' or '.' or ',' or '\'' or '|' or ' ' => 0.3,
        'm' or 'w' or 'M' or 'W' or '@' => 0.9,
        _ when Rune.GetUnicodeCategory(r) is UnicodeCategory.NonSpacingMark => 0,
        _ when Rune.IsUpper(r) => 0.68,
        _ => 0.56,
    });

    private static string Cut(string text, double ems)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        var kept = new StringBuilder();
        while (elements.MoveNext() && Ems($"{kept}{elements.GetTextElement()}…") <= ems) kept.Append(elements.GetTextElement());
        return kept.Append('…').ToString();
    }
}
