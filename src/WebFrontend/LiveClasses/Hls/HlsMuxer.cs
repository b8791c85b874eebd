using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.LiveClasses.Recordings;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>Makes parts of half a second of the chunks of a class as they come. Nothing is encoded. A player stops where either track has nothing, so there is always something: silence
/// while the microphone is off, the last key frame again while the camera is.</summary>
internal sealed class HlsMuxer(HlsWindow window, TimeProvider time)
{
    private const long PartTicks = Mp4File.VideoScale / 2, LongSegment = Mp4File.VideoScale * 4L;
    /// <summary>How long sound may be behind the picture before silence takes its place, and the picture behind the sound before it stands still.</summary>
    private const double SoundPatience = 0.25, PicturePatience = 1.5, StillEvery = 0.25;

    /// <summary>How far a page's clock may be ahead of ours, counted from where both began: a backlog comes all at once. What is further would have to be filled with things that nobody sent.</summary>
    private const long Ahead = 4_000_000;

    /// <summary>How far it may be behind, or jump on from what was told last. What is longer was a pause, and a player goes over it at once instead of being shown it.</summary>
    private const double Behind = 4, Pause = 4;

    /// <summary>A part is over at this size too, whatever the page's clock says; with what a sample costs beside its bytes.</summary>
    private const int MaxPartBytes = 2 * 1024 * 1024, SampleBytes = 100;

    /// <summary>Discontinuities of a window are numbered from here on: a later broadcast of the class, and a later moment of the same one, begin higher, whichever process makes them. Small, as
    /// players keep lists by these numbers.</summary>
    private const int PerBroadcast = 1_000;
    private const long DiscontinuityTicks = 30_000_000;

    private readonly List<CmafSample> _pictures = [], _sounds = [];
    private AacRendition? _beside;
    private long _session;
    private VideoDescription? _description;
    private int _channels = 1;
    private (byte[] Bytes, long Start, bool IsKey)? _held;
    private byte[]? _key;
    private long _base = -1, _begunAt, _heardAt = -1, _partStart, _segmentStart, _soundTicks;
    private bool _opens, _waitsForKey = true;
    private uint _number;
    private int _partBytes;

    /// <summary>What is made of the same pictures and sounds beside the window, from the next segment on.</summary>
    public AacRendition? Beside { get; set; }

    /// <summary>Of one class, in order; those of the server too, which say where a broadcast begins.</summary>
    public void Take(MediaFrame frame)
    {
        if (frame.IsChunk && _base >= 0 && IsOff(frame.Timestamp - _base)) End();
        switch (frame.Kind)
        {
            case FrameKind.Session or FrameKind.Idle:
                End();
                (_description, _key, _channels) = (null, null, 1);
                if (frame.Kind == FrameKind.Session) _session = frame.Timestamp;
                break;
            case FrameKind.VideoConfig:
                // Some browsers say it again with every key frame.
                if (CodecConfig.Video(frame.Payload) is not { } v || _description is { } d && d.Width == v.CodedWidth && d.Height == v.CodedHeight && d.AvcC.AsSpan().SequenceEqual(v.Description)) break;
                End();
                (_description, _key) = (new(v.CodedWidth, v.CodedHeight, v.Description), null);
                break;
            case FrameKind.AudioConfig:
                if (CodecConfig.Audio(frame.Payload) is not { } a || a.NumberOfChannels == _channels) break;
                End();
                _channels = a.NumberOfChannels;
                break;
            case FrameKind.VideoKey or FrameKind.VideoDelta: Picture(frame); break;
            case FrameKind.Audio: Sound(frame); break;
        }
    }

    /// <summary>Of another clock than what was begun, or after a pause.</summary>
    private bool IsOff(long sinceBase)
    {
        var ours = time.GetElapsedTime(_begunAt).TotalMicroseconds;
        var told = Math.Max((_held?.Start ?? 0) / (double)Mp4File.VideoScale, _soundTicks / (double)Mp4File.SoundScale);
        return sinceBase > ours + Ahead || sinceBase < ours - Behind * 1e6 || sinceBase / 1e6 - told > Pause;
    }

    private void Picture(MediaFrame frame)
    {
        var isKey = frame.Kind == FrameKind.VideoKey;
        if (_description is null || !isKey && _waitsForKey) return;
        // A clock that went back.
        if (isKey && _held is { } last && Ticks(frame.Timestamp, Mp4File.VideoScale) <= last.Start) End();
        if (_base < 0) Begin(frame.Timestamp);
        var at = Ticks(frame.Timestamp, Mp4File.VideoScale);
        if (_held is { } held && at <= held.Start)
        {
            // What builds on a picture that is left out cannot be shown.
            _waitsForKey = true;
            return;
        }
        _waitsForKey = false;
        Show(frame.Payload.ToArray(), at, isKey);
        if (isKey) _key = _held!.Value.Bytes;
    }

    /// <summary>The one before is known whole now: how long it stood.</summary>
    private void Show(byte[] picture, long at, bool isKey)
    {
        if (_held is { } before)
        {
            _pictures.Add(new(before.Bytes, before.Start, (int)Math.Min(at - before.Start, int.MaxValue), before.IsKey));
            _partBytes += before.Bytes.Length + SampleBytes;
            if (isKey && at - _segmentStart >= Mp4File.VideoScale || at - _segmentStart >= LongSegment) Open(at);
            // One more of this length would be too much.
            else if (_partBytes >= MaxPartBytes || at - _partStart + Math.Min(at - before.Start, PartTicks / 3) > PartTicks) Close(at, opens: false);
        }
        _held = (picture, at, isKey);
    }

    private void Sound(MediaFrame frame)
    {
        if (_base < 0 && !OnlyHeard(frame.Timestamp) || frame.Timestamp < _base) return;
        var due = Ticks(frame.Timestamp, Mp4File.SoundScale);
        if (due < _soundTicks - Mp4File.SoundScale / 5) return;
        Silence(due - 3 * RecordingTimeline.SilenceTicks);
        Add(frame.Payload.ToArray(), OpusPacket.Ticks(frame.Payload));
        // The camera is off: what it showed last stands.
        while (_held is { } held && _key is { } key && due / (double)Mp4File.SoundScale - held.Start / (double)Mp4File.VideoScale > PicturePatience)
        {
            _waitsForKey = true;
            Show(key, held.Start + (long)(StillEvery * Mp4File.VideoScale), isKey: true);
        }
    }

    /// <summary>No camera for a while: what it showed last takes its place, or a picture of our own when there was none.</summary>
    private bool OnlyHeard(long timestamp)
    {
        if (_description is not null && _key is null) return false;
        if (_heardAt < 0) _heardAt = timestamp;
        if (timestamp - _heardAt < PicturePatience * 1e6) return false;
        _description ??= StillPicture.Description;
        _key ??= StillPicture.Key;
        Begin(timestamp);
        _held = (_key, 0, true);
        return true;
    }

    /// <summary>A segment begins: another rendition can begin with it.</summary>
    private void Open(long at)
    {
        Close(at, opens: true);
        if (ReferenceEquals(_beside, Beside)) return;
        _beside?.End();
        _beside = Beside;
        _beside?.Begin(_description!, _soundTicks, window.Discontinuity);
    }

    private void Close(long at, bool opens)
    {
        Silence((long)((at / (double)Mp4File.VideoScale - SoundPatience) * Mp4File.SoundScale));
        var independent = _pictures[0].IsKey;
        window.Add(CmafWriter.Fragment(++_number, _pictures, _sounds), (at - _partStart) / (double)Mp4File.VideoScale, independent, _opens);
        _beside?.Add([.. _pictures], _soundTicks, (at - _partStart) / (double)Mp4File.VideoScale, independent, _opens);
        _pictures.Clear();
        _sounds.Clear();
        (_partStart, _partBytes, _opens) = (at, 0, opens);
        if (opens) _segmentStart = at;
    }

    private void Silence(long until)
    {
        while (_soundTicks + RecordingTimeline.SilenceTicks <= until) Add(RecordingTimeline.Silence, RecordingTimeline.SilenceTicks);
    }

    private void Add(byte[] packet, int ticks)
    {
        _sounds.Add(new(packet, _soundTicks, ticks, IsKey: true));
        _beside?.Hear(packet, _soundTicks, ticks);
        _soundTicks += ticks;
        _partBytes += packet.Length + SampleBytes;
    }

    private void Begin(long timestamp)
    {
        (_base, _begunAt, _partStart, _segmentStart, _soundTicks, _opens) = (timestamp, time.GetTimestamp(), 0, 0, 0, true);
        var discontinuity = window.Begin(CmafWriter.Initialization(_description!, _channels), _description!, (int)Math.Min(_session, int.MaxValue / PerBroadcast - 1) * PerBroadcast + (int)Math.Min(timestamp / DiscontinuityTicks, PerBroadcast - 1));
        _beside = Beside;
        _beside?.Begin(_description!, 0, discontinuity);
    }

    /// <summary>What was begun is told to its end; what comes next has a clock of its own.</summary>
    private void End()
    {
        if (_held is { } last && _pictures.Count > 0) Close(last.Start, opens: true);
        _beside?.End();
        _beside = null;
        _pictures.Clear();
        _sounds.Clear();
        (_held, _partBytes, _base, _heardAt, _waitsForKey) = (null, 0, -1, -1, true);
    }

    private long Ticks(long timestamp, int scale) => (long)Math.Round((timestamp - _base) * (scale / 1e6));
}
