using System.Globalization;
using System.Text;

namespace LearningHub.WebFrontend.Common.Components;

/// <summary>
/// The picture of a course, drawn from its title: the same title gives the same shapes on every machine. Tones are classes
/// (a0 paper, a1 mid, a2 deep, a3 spark) that the style sheet colours from two hues, so one drawing serves both themes.
/// </summary>
public sealed class CourseArtRecipe
{
    private const int TileSize = 40;

    private CourseArtRecipe(uint hash)
    {
        Hash = hash;
        HueA = (int)(hash % 360);
        HueB = (HueA + (((hash >> 9) % 3) switch { 0 => 40, 1 => 160, _ => 200 })) % 360;
        Family = (int)((hash >> 12) % 6);
    }

    public uint Hash { get; }
    public int HueA { get; }
    public int HueB { get; }

    /// <summary>0 tiles, 1 waves, 2 rings, 3 bars, 4 halftone, 5 strata.</summary>
    public int Family { get; }

    public static CourseArtRecipe For(string title) => new(NameHash.Of(title));

    /// <summary>The shapes inside the <c>svg</c> element: fixed markup and numbers only, never text of the title.</summary>
    public string Shapes()
    {
        var svg = new StringBuilder(4096).Append("<rect class=\"a0\" width=\"320\" height=\"200\"/>");
        var random = new Mulberry32(Hash);
        switch (Family)
        {
            case 0: Tiles(svg, random); break;
            case 1: Waves(svg, random); break;
            case 2: Rings(svg, random); break;
            case 3: Bars(svg, random); break;
            case 4: Halftone(svg, random); break;
            default: Strata(svg, random); break;
        }
        return svg.ToString();
    }

    private static void Tiles(StringBuilder svg, Mulberry32 random)
    {
        for (var y = 0; y < 5; y++)
        for (var x = 0; x < 8; x++)
        {
            var kind = (int)(random.Next() * 6);
            var tone = (int)(random.Next() * 4) switch { 0 or 1 => 1, 2 => 2, _ => 3 };
            var (left, top) = (TileSize * x, TileSize * y);
            if (kind < 4)
                svg.Append(CultureInfo.InvariantCulture, $"<path class=\"a{tone}\" d=\"M0 0h40a40 40 0 0 1-40 40z\" transform=\"translate({left} {top}) rotate({90 * kind} 20 20)\"/>");
            else if (kind == 4)
                svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"a{tone}\" cx=\"{left + 20}\" cy=\"{top + 20}\" r=\"12\"/>");
        }
    }

    private static void Waves(StringBuilder svg, Mulberry32 random)
    {
        ReadOnlySpan<int> tones = [1, 0, 3, 1, 2, 1];
        for (var n = 0; n < 6; n++)
        {
            var y = 30 + 32 * n;
            var amplitude = 8 + 16 * random.Next();
            var phase = 6.28 * random.Next();
            var frequency = .012 + .014 * random.Next();
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"a{tones[n]}\" d=\"M0 200");
            for (var x = 0; x <= 320; x += 20)
                svg.Append(x == 0 ? "V" : "L" + x.ToString(CultureInfo.InvariantCulture) + " ")
                    .Append(CultureInfo.InvariantCulture, $"{Round(y + amplitude * Math.Sin(phase + x * frequency))}");
            svg.Append("V200z\"/>");
        }
    }

    private static void Rings(StringBuilder svg, Mulberry32 random)
    {
        ReadOnlySpan<(int Left, int Step, int Tone)> centres = [(40, 20, 1), (200, 16, 2)];
        foreach (var (left, step, tone) in centres)
        {
            var x = Round(left + 80 * random.Next());
            var y = Round(40 + 120 * random.Next());
            for (var n = 1; n <= 7; n++)
                svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"k a{(step == 16 && n == 3 ? 3 : tone)}\" cx=\"{x}\" cy=\"{y}\" r=\"{n * step}\"/>");
        }
    }

    private static void Bars(StringBuilder svg, Mulberry32 random)
    {
        var value = .3 + .4 * random.Next();
        for (var n = 0; n < 20; n++)
        {
            value = Math.Clamp(value + (random.Next() - .46) * .34, .1, .92);
            var tone = n % 7 == 4 ? 3 : n % 2 == 1 ? 1 : 2;
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"a{tone}\" x=\"{16 * n + 2}\" y=\"{Round(200 - 180 * value)}\" width=\"12\" height=\"{Round(180 * value)}\" rx=\"2\"/>");
        }
    }

    private static void Halftone(StringBuilder svg, Mulberry32 random)
    {
        var angle = 6.28 * random.Next();
        var (sin, cos) = Math.SinCos(angle);
        for (var y = 0; y < 7; y++)
        for (var x = 0; x < 10; x++)
        {
            var (cx, cy) = (16 + 32 * x, 4 + 32 * y);
            var distance = Math.Abs((cx - 160) * cos + (cy - 100) * sin) / 170;
            var tone = distance < .13 ? 3 : distance < .5 ? 2 : 1;
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"a{tone}\" cx=\"{cx}\" cy=\"{cy}\" r=\"{Round(Math.Max(1.5, 14 * (1 - distance)))}\"/>");
        }
    }

    private static void Strata(StringBuilder svg, Mulberry32 random)
    {
        ReadOnlySpan<int> tones = [1, 2, 1, 0, 1, 2, 1];
        var (x, y, radius) = (Round(70 + 180 * random.Next()), Round(50 + 30 * random.Next()), Round(26 + 16 * random.Next()));
        svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"a3\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
        var slope = 70 * (random.Next() - .5);
        for (var n = 0; n < 7; n++)
        {
            var top = 82 + 19 * n;
            var jitter = 24 * (random.Next() - .5);
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"a{tones[n]}\" d=\"M0 {Round(top + slope + jitter)}L320 {Round(top - slope - jitter)}V200H0z\"/>");
        }
    }

    /// <summary>To 0.1, halves up, and the shortest way to write it: what JavaScript's <c>Math.round(v * 10) / 10</c> prints.</summary>
    private static double Round(double value) => Math.Floor(value * 10 + .5) / 10;

    /// <summary>The 32 bit generator with the same sequence in JavaScript.</summary>
    private sealed class Mulberry32(uint seed)
    {
        private uint _state = seed;

        public double Next()
        {
            unchecked
            {
                _state += 0x6D2B79F5u;
                var t = (_state ^ (_state >> 15)) * (1u | _state);
                t = (t + (t ^ (t >> 7)) * (61u | t)) ^ t;
                return (t ^ (t >> 14)) / 4294967296d;
            }
        }
    }
}
