using System.ComponentModel;
using LearningHub.WebFrontend.Media;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>The runs of ffmpeg that encode the sound of classes at this front end. Without ffmpeg there are none, and classes have Opus only.</summary>
internal sealed partial class AacEncoders(FFmpegPrograms programs, TimeProvider time, ILogger<AacEncoders> log)
{
    /// <summary>Each takes some two hundredths of a processor.</summary>
    private const int Most = 32;
    private int _running;

    public int Running => Volatile.Read(ref _running);

    public bool Available => programs.FFmpeg is not null;

    /// <summary>Null where none can be had: no ffmpeg, or too many run already.</summary>
    /// <param name="frame">Told each frame, in order.</param>
    /// <param name="over">Told once, when no more come.</param>
    public AacEncoder? Start(Action<byte[]> frame, Action over)
    {
        if (programs.FFmpeg is not { } program) return null;
        if (Interlocked.Increment(ref _running) > Most)
        {
            Interlocked.Decrement(ref _running);
            return null;
        }
        try
        {
            return AacEncoder.Start(program, frame, () =>
            {
                Interlocked.Decrement(ref _running);
                over();
            }, time, log);
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            Interlocked.Decrement(ref _running);
            NotStarted(log, e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "ffmpeg could not be started for the sound of a class")]
    private static partial void NotStarted(ILogger log, Exception e);
}
