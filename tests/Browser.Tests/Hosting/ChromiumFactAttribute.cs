namespace LearningHub.Browser.Tests.Hosting;

/// <summary>A fact that needs a browser. Where there is none it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null) Skip = "No Chromium here: install it, or name it in HUB_CHROMIUM.";
        else if (TestVideo.FFmpeg is null) Skip = "No ffmpeg here: it makes the test's video, and transcodes it.";
    }
}
