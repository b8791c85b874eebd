namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>What a file holds, as ffprobe tells it.</summary>
/// <param name="DurationMs">0 where the container does not say.</param>
internal sealed record SourceFacts(string Container, long DurationMs, PictureFacts? Picture, SoundFacts? Sound);

/// <param name="Width">As coded; <see cref="Shown"/> is what people see.</param>
/// <param name="Rotation">Degrees of the display matrix, a multiple of 90.</param>
/// <param name="SampleAspect">Width of a pixel by its height.</param>
/// <param name="Rate">Average frames a second; 0 where unknown.</param>
/// <param name="VariableRate">Frames are not evenly spaced, or the container does not say.</param>
internal sealed record PictureFacts(string Codec, int Width, int Height, int Rotation, double SampleAspect, FrameRate Rate, bool VariableRate, bool Interlaced, string PixelFormat)
{
    /// <summary>The number of the track in its file.</summary>
    public int Index { get; init; }

    /// <summary>How many frames come in another order than they are shown in; 0: there are no B-frames.</summary>
    public int Reordered { get; init; }

    /// <summary>Upright, with square pixels.</summary>
    public (double Width, double Height) Shown => Rotation % 180 == 0 ? (Width * SampleAspect, Height) : (Height, Width * SampleAspect);
}

internal sealed record SoundFacts(string Codec, int Channels, int SampleRate)
{
    /// <summary>The number of the track in its file.</summary>
    public int Index { get; init; }

    /// <summary>The codec's profile as ffprobe names it, such as <c>LC</c>; empty where there is none.</summary>
    public string Profile { get; init; } = "";
}

/// <summary>Frames a second as a fraction: 30000/1001 is not 29.97.</summary>
internal readonly record struct FrameRate(int Frames, int Seconds)
{
    public double Value => Seconds == 0 ? 0 : (double)Frames / Seconds;
    public override string ToString() => Seconds == 1 ? $"{Frames}" : $"{Frames}/{Seconds}";
}
