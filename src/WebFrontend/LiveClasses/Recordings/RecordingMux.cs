using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Makes one file of what was sent. Nothing is encoded: the chunks are copied.</summary>
internal static class RecordingMux
{
    /// <summary>False when nothing was sent while the class was live.</summary>
    public static bool Write(IReadOnlyList<string> sessions, DateTimeOffset from, DateTimeOffset until, string path)
    {
        var timeline = RecordingTimeline.Of(sessions, from, until);
        if (timeline.IsEmpty) return false;
        var (video, sound) = timeline.Tracks();
        var open = sessions.ToDictionary(s => s, s => new FileStream(s, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024));
        try
        {
            var buffer = new byte[MediaFrame.MaxVideo];
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024);
            Mp4File.Write(file, video, sound, sample =>
            {
                if (sample.Path is null) return sample.IsVideo ? StillPicture.Key : RecordingTimeline.Silence;
                var source = open[sample.Path];
                source.Seek(sample.Offset, SeekOrigin.Begin);
                source.ReadExactly(buffer, 0, sample.Size);
                return buffer.AsMemory(0, sample.Size);
            });
            file.Flush(flushToDisk: true);
            return true;
        }
        finally
        {
            foreach (var source in open.Values) source.Dispose();
        }
    }
}
