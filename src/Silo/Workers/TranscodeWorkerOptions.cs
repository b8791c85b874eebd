using System.ComponentModel.DataAnnotations;

namespace LearningHub.Silo.Workers;

/// <summary>Section <c>Hub:Transcode</c>.</summary>
internal sealed class TranscodeWorkerOptions
{
    /// <summary>How many videos this host works on at once. Each uses all cores it can get.</summary>
    [Range(0, 64)]
    public int Parallel { get; set; } = 1;

    /// <summary>Videos at least so long are first copied into one quality, where they allow it, and can be watched while the others are made.</summary>
    public TimeSpan CopyFrom { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long that copy is kept beside the ladder: longer than a signed address lives (4 h).</summary>
    public TimeSpan KeepCopies { get; set; } = TimeSpan.FromHours(6);

    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);
    public TimeSpan Report { get; set; } = TimeSpan.FromSeconds(2);
    public TimeSpan FFmpegRecheck { get; set; } = TimeSpan.FromSeconds(30);
    public TimeSpan Sweep { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How long a source is kept after its transcode is done.</summary>
    public TimeSpan KeepSources { get; set; } = TimeSpan.FromDays(7);

    /// <summary>How long an upload may rest before it is given up; one whose lesson is gone, an hour.</summary>
    public TimeSpan AbandonedUpload { get; set; } = TimeSpan.FromDays(7);
}
