using LearningHub.WebFrontend.LiveClasses.Recordings;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>A class with its sound as AAC, for players that have no Opus in MP4: the same pictures in the same parts, each told when the encoder has brought the sound that belongs to it, on the
/// same clock. An encoder that dies is started again; until then, and where it is late, there is silence. Holds a few parts at most.</summary>
internal sealed class AacRendition(AacEncoders encoders, TimeProvider time) : IDisposable
{
    /// <summary>Stereo whatever the microphone has: mono packets of Opus are decoded to both, and a change needs no other encoder.</summary>
    public const int Channels = 2, FrameTicks = 1024;

    /// <summary>Twenty-one milliseconds of AAC silence: two channels, nothing coded.</summary>
    public static readonly byte[] Silence = [0x21, 0x10, 0x04, 0x60, 0x8C, 0x1C];

    /// <summary>Parts that wait for sound: two seconds, then silence takes its place.</summary>
    private const int MostWaiting = 4, MostFrames = 500;
    private static readonly TimeSpan StartEvery = TimeSpan.FromSeconds(2);

    private sealed record Part(Section Of, IReadOnlyList<CmafSample> Pictures, long SoundUntil, double Seconds, bool Independent, bool Opens);

    private readonly Lock _gate = new();
    private readonly Queue<Part> _parts = [];
    private Section? _section, _shown;
    private long _startedAt;
    private uint _number;
    private bool _over;

    public HlsWindow Window { get; } = new(time);

    /// <summary>A new clock; sound from this tick of it on is heard.</summary>
    public void Begin(VideoDescription video, long soundFrom, int discontinuity)
    {
        lock (_gate)
        {
            if (_over) return;
            _section = new(video, discontinuity, soundFrom);
        }
    }

    /// <summary>The next packet of the clock under way; without a gap to the one before.</summary>
    public void Hear(byte[] packet, long start, int ticks)
    {
        lock (_gate)
        {
            if (_over || _section is not { } section) return;
            if (section.Encoder is null) Start(section, start);
            // It does not take what it is given: it is stuck.
            if (section.Encoder is { } encoder && !encoder.Offer(packet, ticks)) encoder.Kill();
        }
    }

    public void Add(IReadOnlyList<CmafSample> pictures, long soundUntil, double seconds, bool independent, bool opens)
    {
        lock (_gate)
        {
            if (_over || _section is not { } section) return;
            _parts.Enqueue(new(section, pictures, soundUntil, seconds, independent, opens));
            Tell();
        }
    }

    /// <summary>The clock under way is over; what the encoder still has comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_section is not { } section) return;
            _section = null;
            section.IsOver = true;
            section.Encoder?.Finish();
            Tell();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            _section?.Encoder?.Kill();
            foreach (var part in _parts) part.Of.Encoder?.Kill();
            _parts.Clear();
            _section = null;
        }
    }

    private void Start(Section section, long from)
    {
        // A host whose clock jumps all the time, or an encoder that dies at once, costs a process every two seconds at most.
        if (_startedAt != 0 && time.GetElapsedTime(_startedAt) < StartEvery) return;
        _startedAt = time.GetTimestamp();
        // The first frame is the encoder's own delay, before the first sample.
        var next = from - FrameTicks;
        AacEncoder? started = null;
        started = encoders.Start(frame =>
        {
            lock (_gate)
            {
                section.Take(frame, next);
                next += FrameTicks;
                Tell();
            }
        }, () =>
        {
            lock (_gate)
            {
                if (ReferenceEquals(section.Encoder, started)) section.Encoder = null;
                Tell();
            }
        });
        section.Encoder = started;
    }

    private void Tell()
    {
        while (!_over && _parts.TryPeek(out var part))
        {
            var section = part.Of;
            var more = section.Encoder is not null || !section.IsOver;
            if (!section.Has(part.SoundUntil) && more && _parts.Count <= MostWaiting) return;
            _parts.Dequeue();
            if (!ReferenceEquals(_shown, section))
            {
                Window.Begin(CmafWriter.Initialization(section.Video, Channels, aac: true), section.Video, section.Discontinuity);
                _shown = section;
            }
            Window.Add(CmafWriter.Fragment(++_number, part.Pictures, section.Until(part.SoundUntil)), part.Seconds, part.Independent, part.Opens);
        }
    }

    /// <summary>The time between two discontinuities: one clock, one encoder (or its successors).</summary>
    private sealed class Section(VideoDescription video, int discontinuity, long from)
    {
        private readonly Queue<CmafSample> _frames = [];
        private long _told = from, _known = from;

        public VideoDescription Video => video;
        public int Discontinuity => discontinuity;
        public AacEncoder? Encoder { get; set; }
        public bool IsOver { get; set; }

        public void Take(byte[] frame, long start)
        {
            _known = Math.Max(_known, start + FrameTicks);
            if (start < _told) return;
            _frames.Enqueue(new(frame, start, FrameTicks, IsKey: true));
            if (_frames.Count > MostFrames) _frames.Dequeue();
        }

        /// <summary>Every frame that ends by then has come.</summary>
        public bool Has(long until) => _known + FrameTicks > until;

        /// <summary>What was not told yet and ends by then, without a gap.</summary>
        public List<CmafSample> Until(long until)
        {
            var sounds = new List<CmafSample>();
            while (_frames.TryPeek(out var next) && next.Start + FrameTicks <= until)
            {
                _frames.Dequeue();
                // Silence stands there already.
                if (next.Start < _told) continue;
                Fill(sounds, next.Start);
                sounds.Add(next);
                _told = next.Start + FrameTicks;
            }
            var whole = until - (until - _told) % FrameTicks;
            if (!Has(until)) Fill(sounds, whole);
            // An encoder died, and its successor heard nothing of this.
            else if (_frames.TryPeek(out var later)) Fill(sounds, Math.Min(later.Start, whole));
            return sounds;
        }

        private void Fill(List<CmafSample> sounds, long until)
        {
            while (_told < until)
            {
                var ticks = (int)Math.Min(FrameTicks, until - _told);
                sounds.Add(new(Silence, _told, ticks, IsKey: true));
                _told += ticks;
            }
        }
    }
}
