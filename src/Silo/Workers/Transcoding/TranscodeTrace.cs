using System.Diagnostics;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>An attempt, and each program that it runs, in the trace of the upload.</summary>
internal static class TranscodeTrace
{
    public static ActivitySource Source { get; } = new("LearningHub.Transcoding");
}
