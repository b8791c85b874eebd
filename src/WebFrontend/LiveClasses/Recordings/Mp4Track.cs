namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <param name="Path">Of the file with the bytes; null for silence, and for the still picture.</param>
/// <param name="Start">In the track's own time.</param>
/// <param name="Description">Which of the track's descriptions it belongs to.</param>
internal sealed record Mp4Sample(bool IsVideo, string? Path, long Offset, int Size, long Start, int Duration, bool IsKey, int Description);

internal sealed record VideoDescription(int Width, int Height, byte[] AvcC)
{
    /// <summary>Profile, constraints and level, as RFC 6381 writes them.</summary>
    public string Codec => $"avc1.{Convert.ToHexString(AvcC.AsSpan(1, 3))}";
}

/// <param name="Video">Null: it is sound.</param>
internal sealed record Mp4Track(IReadOnlyList<Mp4Sample> Samples, IReadOnlyList<VideoDescription>? Video, int Channels)
{
    /// <summary>Sound that is not Opus but AAC of low complexity, 48 kHz.</summary>
    public bool IsAac { get; init; }
    public long Duration => Samples.Count == 0 ? 0 : Samples[^1].Start + Samples[^1].Duration;
}
