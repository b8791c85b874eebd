using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Makes one file of what was sent. Nothing is encoded: the chunks are copied.</summary>
internal sealed class RecordingMux
{
    private readonly IReadOnlyList<string> _sessions;
    private readonly Mp4Track _video;
    private readonly Mp4Track? _sound;

    private RecordingMux(IReadOnlyList<string> sessions, RecordingTimeline timeline)
    {
        _sessions = sessions;
        (_video, _sound) = timeline.Tracks();
        Length = Mp4File.Length(_video, _sound);
    }

    /// <summary>Of the file, known before a byte of it is written.</summary>
    public long Length { get; }

    /// <summary>Null when nothing was sent while the class was live.</summary>
    public static RecordingMux? Of(IReadOnlyList<string> sessions, DateTimeOffset from, DateTimeOffset until) =>
        RecordingTimeline.Of(sessions, from, until) is { IsEmpty: false } timeline ? new(sessions, timeline) : null;

    public void Write(string path)
    {
        var open = _sessions.ToDictionary(s => s, s => new FileStream(s, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024));
        try
        {
            var buffer = new byte[RecordingFile.MaxRecord];
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024);
            Mp4File.Write(file, _video, _sound, sample =>
            {
                if (sample.Path is null) return sample.IsVideo ? StillPicture.Key : RecordingTimeline.Silence;
                var source = open[sample.Path];
                source.Seek(sample.Offset, SeekOrigin.Begin);
                source.ReadExactly(buffer, 0, sample.Size);
                return buffer.AsMemory(0, sample.Size);
            });
            file.Flush(flushToDisk: true);
        }
        finally
        {
            foreach (var source in open.Values) source.Dispose();
        }
    }
}
