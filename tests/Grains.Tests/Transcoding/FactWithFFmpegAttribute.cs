namespace LearningHub.Grains.Tests.Transcoding;

/// <summary>A fact that needs ffmpeg, and says so where there is none.</summary>
public sealed class FactWithFFmpegAttribute : FactAttribute
{
    public FactWithFFmpegAttribute()
    {
        if (!TestClips.HasFFmpeg) Skip = "ffmpeg is not on the search path.";
    }
}
