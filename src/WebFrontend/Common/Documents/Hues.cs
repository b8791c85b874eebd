namespace LearningHub.WebFrontend.Common;

/// <summary>The tenant's accent for paper, where no style sheet is: <c>--accent</c> of the light look, <c>oklch(0.46 0.1 hue)</c>, in sRGB
/// (B. Ottosson, "A perceptual color space for image processing", 2020).</summary>
internal static class Hues
{
    public static string Ink(int hue)
    {
        const double lightness = 0.46, chroma = 0.1;
        var angle = hue * Math.PI / 180;
        var (a, b) = (chroma * Math.Cos(angle), chroma * Math.Sin(angle));
        var (l, m, s) = (Cube(lightness + 0.3963377774 * a + 0.2158037573 * b), Cube(lightness - 0.1055613458 * a - 0.0638541728 * b), Cube(lightness - 0.0894841775 * a - 1.291485548 * b));
        return $"#{Byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s):x2}{Byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s):x2}{Byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s):x2}";

        static double Cube(double x) => x * x * x;
        static int Byte(double linear)
        {
            var x = Math.Clamp(linear, 0, 1);
            return (int)Math.Round(255 * (x <= 0.0031308 ? 12.92 * x : 1.055 * Math.Pow(x, 1 / 2.4) - 0.055));
        }
    }
}
