namespace LearningHub.WebFrontend.Media;

/// <summary>Where ffmpeg and ffprobe are: option <c>Hub:Transcode:FFmpegFolder</c>, else the search path. Looked up anew each time, so that
/// installing them needs no restart.</summary>
public sealed class FFmpegPrograms(string? folder)
{
    public string? FFmpeg => Find("ffmpeg");
    public string? FFprobe => Find("ffprobe");
    public bool Available => FFmpeg is not null && FFprobe is not null;

    public static FFmpegPrograms From(IConfiguration configuration) => new(configuration["Hub:Transcode:FFmpegFolder"]);

    private string? Find(string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        var folders = folder is { Length: > 0 } ? [folder] : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(f => Path.Combine(f, file)).FirstOrDefault(File.Exists);
    }
}
