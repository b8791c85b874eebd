using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>Whether a source can be served as it is until its ladder is made: what every browser decodes, cut at its own key frames. Pure.</summary>
internal static class CopyPlanner
{
    /// <summary>More does not stream well to most.</summary>
    private const long MostBitsPerSecond = 8_000_000;

    /// <param name="atLeast">Shorter ones have their ladder as soon.</param>
    /// <param name="bytes">Of the file.</param>
    public static Result<TranscodePlan> Plan(SourceFacts source, long bytes, TimeSpan atLeast)
    {
        var whole = TranscodePlanner.Plan(source);
        if (!whole.IsOk) return whole.Error;
        var picture = source.Picture!;
        var side = Math.Min(picture.Width, picture.Height);
        if (source.DurationMs < atLeast.TotalMilliseconds) return No("short");
        if (!source.Container.StartsWith("mov,", StringComparison.Ordinal)) return No("container");
        if (picture is not { Codec: "h264", PixelFormat: "yuv420p", Rotation: 0, Interlaced: false, Reordered: 0 }) return No("picture");
        if (Math.Abs(picture.SampleAspect - 1) > 0.001 || picture.Width % 2 != 0 || picture.Height % 2 != 0 || side > 1080) return No("size");
        if (bytes * 8000 / source.DurationMs > MostBitsPerSecond) return No("heavy");
        var rung = new Rung(side.ToString(CultureInfo.InvariantCulture), picture.Width, picture.Height, 0);
        var rate = picture.Rate.Value is > 0 and <= 240 ? picture.Rate : whole.Value.Rate;
        return whole.Value with { Rungs = ImmutableArray.Create(rung), Rate = rate };
    }

    /// <summary>The sound as the source has it, when browsers play it so; null: it is encoded.</summary>
    public static SoundCopy? Sound(SourceFacts source, PacketSurvey packets) =>
        !packets.SoundIsWhole ? null : source.Sound switch
        {
            { Codec: "opus", Channels: 1 or 2, Index: var n, Channels: var c } => new(n, "opus", c),
            { Codec: "aac", Profile: "LC", Channels: 1 or 2, Index: var n, Channels: var c } => new(n, TranscodePlan.SoundCodec, c),
            _ => null,
        };

    /// <summary>Not an outcome of the job: the ladder is made as ever.</summary>
    public static Error No(string why) => Error.Invalid("transcoding.not_copied", $"No early rendition: {why}.");
}

/// <param name="Codec">As RFC 6381 names it.</param>
internal sealed record SoundCopy(int Index, string Codec, int Channels);
