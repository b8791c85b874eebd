using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>From facts to a plan, or the reason why not. Pure.</summary>
internal static class TranscodePlanner
{
    private static readonly int[] ShortSides = [360, 720, 1080];
    private static readonly (int ShortSide, int Kilobits)[] Caps = [(120, 200), (240, 400), (360, 800), (480, 1400), (720, 2800), (1080, 5000)];

    public static Result<TranscodePlan> Plan(SourceFacts source)
    {
        if (source.Picture is not { } picture) return source.Sound is null ? TranscodeErrors.Unreadable : TranscodeErrors.NoPicture;
        if (picture.Width <= 0 || picture.Height <= 0) return TranscodeErrors.Unreadable;
        if (source.DurationMs <= 0) return TranscodeErrors.Empty;
        if (source.DurationMs > 4 * 3600 * 1000L) return TranscodeErrors.TooLong;
        if ((long)picture.Width * picture.Height > 7680L * 4320) return TranscodeErrors.TooLargePicture;
        var (width, height) = picture.Shown;
        if (Math.Min(width, height) < 16 || Math.Max(width, height) > 20 * Math.Min(width, height)) return TranscodeErrors.TooThin;
        return new TranscodePlan(Ladder(width, height), ConstantRate(picture), picture.Interlaced, source.Sound is not null, source.DurationMs);
    }

    /// <summary>The standard rungs that the source reaches; its own size on top where the highest of them would lose over a fifth of the lines.</summary>
    private static ImmutableArray<Rung> Ladder(double width, double height)
    {
        var side = Even(Math.Min(width, height), floor: true);
        var sides = ShortSides.Where(s => s <= side).ToList();
        if (sides.Count == 0 || (side < ShortSides[^1] && side >= sides[^1] * 1.25)) sides.Add(side);
        return [.. sides.Select(s => Rung(s, width, height))];
    }

    private static Rung Rung(int side, double width, double height)
    {
        var scale = side / Math.Min(width, height);
        var (w, h) = width >= height ? (Even(width * scale), side) : (side, Even(height * scale));
        // Wide pictures have more pixels than 16:9 has at this height; long ones fewer.
        var cap = Cap(side) * Math.Clamp((double)w * h / (side * side * 16.0 / 9), 0.5, 1.5);
        return new(side.ToString(CultureInfo.InvariantCulture), w, h, (int)(cap / 1000) * 1000);
    }

    private static double Cap(int side)
    {
        if (side <= Caps[0].ShortSide) return Caps[0].Kilobits * 1000;
        for (var i = 1; i < Caps.Length; i++)
        {
            var (low, high) = (Caps[i - 1], Caps[i]);
            if (side <= high.ShortSide) return 1000 * (low.Kilobits + (high.Kilobits - low.Kilobits) * (double)(side - low.ShortSide) / (high.ShortSide - low.ShortSide));
        }
        return Caps[^1].Kilobits * 1000;
    }

    /// <summary>Evenly spaced frames, 10 to 30 a second. A steady source keeps its rate, or a whole part of it; others get the nearest usual one.</summary>
    private static FrameRate ConstantRate(PictureFacts picture)
    {
        var rate = picture.Rate;
        if (!picture.VariableRate && rate.Value is >= 10 and <= 240)
        {
            var part = (int)Math.Ceiling(rate.Value / 30.5);
            return part == 1 ? Reduced(rate) : Reduced(new(rate.Frames, rate.Seconds * part));
        }
        return rate.Value switch
        {
            > 23.5 and < 24.3 => new(24, 1),
            >= 24.3 and < 25.5 => new(25, 1),
            > 0 and < 10 => new(15, 1),
            _ => new(30, 1),
        };
    }

    private static FrameRate Reduced(FrameRate rate)
    {
        var (a, b) = (rate.Frames, rate.Seconds);
        while (b != 0) (a, b) = (b, a % b);
        return new(rate.Frames / a, rate.Seconds / a);
    }

    private static int Even(double size, bool floor = false) => Math.Max(2, 2 * (int)(floor ? Math.Floor(size / 2) : Math.Round(size / 2)));
}
