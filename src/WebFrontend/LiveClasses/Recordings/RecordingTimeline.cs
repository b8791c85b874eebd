using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Puts the chunks of all broadcasts of a class on one clock: within a broadcast by their own timestamps, between broadcasts by when they arrived. What was sent before
/// the class was live is left out. It begins with the first key frame; where nothing was sent the last picture stands and there is silence, so that what follows is at its time.</summary>
internal sealed class RecordingTimeline(DateTimeOffset from, DateTimeOffset until)
{
    /// <summary>Twenty milliseconds of Opus silence (RFC 6716: one empty CELT frame), mono or stereo by the container.</summary>
    public static readonly byte[] Silence = [0xF8, 0xFF, 0xFE];
    private const int SilenceTicks = 960;
    private static readonly TimeSpan LastPicture = TimeSpan.FromMilliseconds(33);

    private readonly List<(string Path, long Offset, int Size, bool IsKey, double Seconds, int Description)> _pictures = [];
    private readonly List<Mp4Sample> _sounds = [];
    private readonly List<VideoDescription> _descriptions = [];
    private DateTimeOffset? _zero;
    private long _soundTicks;
    private int _channels = 1;

    public bool IsEmpty => _pictures.Count == 0;

    public void Add(string path)
    {
        // Of this broadcast: when its first kept frame came, by the server's clock and by its own.
        (DateTimeOffset At, long Timestamp)? anchor = null;
        int? description = null;
        var waitsForKey = true;
        var offset = 0L;
        foreach (var (at, frame) in RecordingFile.Read(path))
        {
            var payload = offset + RecordingFile.Overhead + MediaFrame.Head;
            offset += RecordingFile.Overhead + frame.Bytes.Length;
            switch (frame.Kind)
            {
                case FrameKind.VideoConfig: description = Describe(CodecConfig.Video(frame.Payload)); waitsForKey = true; continue;
                case FrameKind.AudioConfig: _channels = CodecConfig.Audio(frame.Payload)?.NumberOfChannels ?? _channels; continue;
                case FrameKind.State: continue;
            }
            if (at < from || at > until) continue;
            if (frame.Kind == FrameKind.VideoKey && description is not null)
            {
                waitsForKey = false;
                _zero ??= at;
            }
            if (_zero is not { } zero) continue;
            anchor ??= (at, frame.Timestamp);
            var seconds = (anchor.Value.At - zero).TotalSeconds + (frame.Timestamp - anchor.Value.Timestamp) / 1e6;
            if (frame.Kind == FrameKind.Audio) Sound(path, payload, frame, seconds);
            else if (!waitsForKey && description is { } d && seconds >= 0 && (_pictures.Count == 0 || seconds > _pictures[^1].Seconds))
                _pictures.Add((path, payload, frame.Payload.Length, frame.Kind == FrameKind.VideoKey, seconds, d));
            // A picture out of its order: what builds on it cannot be kept.
            else if (frame.IsVideo && frame.Kind != FrameKind.VideoKey) waitsForKey = true;
        }
    }

    public (Mp4Track Video, Mp4Track? Sound) Tracks()
    {
        var samples = new List<Mp4Sample>(_pictures.Count);
        for (var i = 0; i < _pictures.Count; i++)
        {
            var p = _pictures[i];
            var start = Ticks(p.Seconds);
            var end = i + 1 < _pictures.Count ? Ticks(_pictures[i + 1].Seconds) : start + Ticks(LastPicture.TotalSeconds);
            samples.Add(new(true, p.Path, p.Offset, p.Size, start, (int)Math.Max(1, end - start), p.IsKey, p.Description));
        }
        return (new(samples, _descriptions, 0), _sounds.Count == 0 ? null : new(_sounds, null, _channels));

        static long Ticks(double seconds) => (long)Math.Round(seconds * Mp4File.VideoScale);
    }

    private void Sound(string path, long offset, MediaFrame frame, double seconds)
    {
        var due = (long)(seconds * Mp4File.SoundScale);
        // A clock that ran ahead: what is over by now is left out.
        if (due < _soundTicks - Mp4File.SoundScale / 5) return;
        while (due - _soundTicks > 3 * SilenceTicks) Put(null, 0, Silence.Length, SilenceTicks);
        Put(path, offset, frame.Payload.Length, OpusPacket.Ticks(frame.Payload));
    }

    private void Put(string? path, long offset, int size, int ticks)
    {
        _sounds.Add(new(false, path, offset, size, _soundTicks, ticks, true, 0));
        _soundTicks += ticks;
    }

    private int? Describe(CodecConfig? config)
    {
        if (config is null) return null;
        var at = _descriptions.FindIndex(d => d.Width == config.CodedWidth && d.Height == config.CodedHeight && d.AvcC.AsSpan().SequenceEqual(config.Description));
        if (at >= 0) return at;
        _descriptions.Add(new(config.CodedWidth, config.CodedHeight, config.Description));
        return _descriptions.Count - 1;
    }
}
