using System.ComponentModel.DataAnnotations;

namespace LearningHub.Silo.Workers;

/// <summary>Section <c>Hub:Transcode</c>.</summary>
internal sealed class TranscodeWorkerOptions
{
    /// <summary>How many videos this host works on at once. Each uses all cores it can get.</summary>
    [Range(0, 64)]
    public int Parallel { get; set; } = 1;

    /// <summary>The folder of ffmpeg and ffprobe; empty: the search path.</summary>
    public string FFmpegFolder { get; set; } = "";

    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);
    public TimeSpan Report { get; set; } = TimeSpan.FromSeconds(2);
    public TimeSpan FFmpegRecheck { get; set; } = TimeSpan.FromSeconds(30);
    public TimeSpan Sweep { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a source is kept after its transcode is done.</summary>
    public TimeSpan KeepSources { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long an upload may rest before it is given up; one whose lesson is gone, an hour.</summary>
    public TimeSpan AbandonedUpload { get; set; } = TimeSpan.FromDays(7);
}
