using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Puts the chunks of all broadcasts of a class on the clock of the class: zero is the moment it went live, from which hands, polls and chat count too. What was sent before and
/// after is left out. Until the first key frame that picture stands already; where nothing was sent the last one stands and there is silence, so that what follows is at its time.</summary>
internal sealed class RecordingTimeline
{
    /// <summary>Twenty milliseconds of Opus silence (RFC 6716: one empty CELT frame), mono or stereo by the container.</summary>
    public static readonly byte[] Silence = [0xF8, 0xFF, 0xFE];
    public const int SilenceTicks = 960;
    private const long StillTicks = 2 * Mp4File.VideoScale;

    /// <summary>Of all broadcasts of a class, whoever sends them: pictures of more configurations are left out, and after so many chunks (some seventeen hours of a class) the recording ends.</summary>
    internal const int MostDescriptions = 256, MostSamples = 5_000_000;
    private static readonly TimeSpan LastPicture = TimeSpan.FromMilliseconds(33);

    private readonly List<(string Path, long Offset, int Size, bool IsKey, double Seconds, int Description)> _pictures = [];
    private readonly List<Mp4Sample> _sounds = [];
    private readonly List<VideoDescription> _descriptions = [];
    private readonly DateTimeOffset _from, _until;
    private long _soundTicks;
    private int _channels = 1;

    private RecordingTimeline(DateTimeOffset from, DateTimeOffset until) => (_from, _until) = (from, until);

    private bool IsFull => _pictures.Count + _sounds.Count >= MostSamples;

    public bool IsEmpty => _pictures.Count == 0 && _sounds.Count == 0;

    /// <param name="sessions">The files of the broadcasts, in their order.</param>
    public static RecordingTimeline Of(IReadOnlyList<string> sessions, DateTimeOffset from, DateTimeOffset until)
    {
        var timeline = new RecordingTimeline(from, until);
        for (var i = 0; i < sessions.Count; i++) timeline.Add(sessions[i], i + 1 < sessions.Count ? RecordingFile.Began(sessions[i + 1]) : null);
        return timeline;
    }

    /// <param name="replacedAt">When the next broadcast began: what an old page still sent after it is not shown.</param>
    private void Add(string path, DateTimeOffset? replacedAt)
    {
        if (BroadcastClock.Of(RecordingFile.Read(path)) is not { } clock) return;
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
            if (at >= replacedAt || IsFull) return;
            var when = clock.When(at, frame);
            if (when < _from || when > _until) continue;
            var seconds = (when - _from).TotalSeconds;
            if (frame.Kind == FrameKind.VideoKey && description is not null) waitsForKey = false;
            if (frame.Kind == FrameKind.Audio) Sound(path, payload, frame, seconds);
            else if (!waitsForKey && description is { } d && (_pictures.Count == 0 || seconds > _pictures[^1].Seconds))
                _pictures.Add((path, payload, frame.Payload.Length, frame.Kind == FrameKind.VideoKey, seconds, d));
            // A picture out of its order: what builds on it cannot be kept.
            else waitsForKey = true;
        }
    }

    public (Mp4Track Video, Mp4Track? Sound) Tracks()
    {
        if (_pictures.Count == 0) return (Still(), new(_sounds, null, _channels));
        var samples = new List<Mp4Sample>(_pictures.Count);
        for (var i = 0; i < _pictures.Count; i++)
        {
            var p = _pictures[i];
            var start = i == 0 ? 0 : Ticks(p.Seconds);
            var end = i + 1 < _pictures.Count ? Ticks(_pictures[i + 1].Seconds) : Ticks(p.Seconds + LastPicture.TotalSeconds);
            samples.Add(new(true, p.Path, p.Offset, p.Size, start, (int)Math.Clamp(end - start, 1, int.MaxValue), p.IsKey, p.Description));
        }
        return (new(samples, _descriptions, 0), _sounds.Count == 0 ? null : new(_sounds, null, _channels));

        static long Ticks(double seconds) => (long)Math.Round(seconds * Mp4File.VideoScale);
    }

    /// <summary>A class that was only heard: one picture, from time to time, so that a player need not look for it far back.</summary>
    private Mp4Track Still()
    {
        var length = _soundTicks * Mp4File.VideoScale / Mp4File.SoundScale;
        var samples = new List<Mp4Sample>();
        for (var at = 0L; at < length; at += StillTicks) samples.Add(new(true, null, 0, StillPicture.Key.Length, at, (int)Math.Min(StillTicks, length - at), true, 0));
        return new(samples, [StillPicture.Description], 0);
    }

    private void Sound(string path, long offset, MediaFrame frame, double seconds)
    {
        var due = (long)(seconds * Mp4File.SoundScale);
        // A clock that ran ahead: what is over by now is left out.
        if (due < _soundTicks - Mp4File.SoundScale / 5) return;
        while (due - _soundTicks > 3 * SilenceTicks && !IsFull) Put(null, 0, Silence.Length, SilenceTicks);
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
        if (_descriptions.Count == MostDescriptions) return null;
        _descriptions.Add(new(config.CodedWidth, config.CodedHeight, config.Description));
        return _descriptions.Count - 1;
    }
}
