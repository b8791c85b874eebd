using System.Collections.Immutable;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>What ffmpeg is to make of a source.</summary>
/// <param name="Rungs">Smallest first, never empty, never above the source.</param>
internal sealed record TranscodePlan(ImmutableArray<Rung> Rungs, FrameRate Rate, bool Deinterlace, bool HasSound, long DurationMs)
{
    /// <summary>Every rung has a key frame at each multiple of this, so that a player can change rungs there.</summary>
    public const int KeyFrameSeconds = 2;
    public const int SegmentSeconds = 4;
    public const int SoundBitsPerSecond = 128_000;
    public const string SoundCodec = "mp4a.40.2";
}

/// <param name="Name">By the short side: <c>720</c>.</param>
/// <param name="MaxBitsPerSecond">The encoder's cap; quality decides below it.</param>
internal sealed record Rung(string Name, int Width, int Height, int MaxBitsPerSecond)
{
    public string Playlist => $"{Name}.m3u8";
}
