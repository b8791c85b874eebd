using System.Globalization;
using System.Text;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>The last seconds of a class as parts and segments, and the playlist that names them (RFC 8216bis, low latency). Numbers of segments begin at the time of day, so that they also
/// rise over a restart of the process.</summary>
internal sealed class HlsWindow(TimeProvider time)
{
    public static readonly TimeSpan PartTarget = TimeSpan.FromMilliseconds(500), SegmentTarget = TimeSpan.FromSeconds(4);
    /// <summary>Segments that can still be asked for; only the last few of them in parts.</summary>
    private const int Kept = 8, InParts = 3;
    /// <summary>Of all that is kept, and of one segment: more than a publisher may send in that time, so only a page with a slow clock meets them.</summary>
    private const int MaxBytes = 32 * 1024 * 1024, MaxSegmentBytes = 8 * 1024 * 1024;

    private sealed record Part(byte[] Bytes, double Seconds, bool Independent);

    private sealed class Segment(long number, int map, bool begins, DateTimeOffset at)
    {
        public long Number => number;
        public int Map => map;
        /// <summary>Of a new broadcast: its clock and its decoders begin anew.</summary>
        public bool Begins => begins;
        public DateTimeOffset At => at;
        public List<Part> Parts { get; } = [];
        public bool Closed { get; set; }
        public int Size { get; set; }
        public double Seconds => Parts.Sum(p => p.Seconds);
    }

    private readonly Lock _gate = new();
    private readonly List<Segment> _segments = [];
    private readonly Dictionary<int, byte[]> _maps = [];
    private long _next = time.GetUtcNow().ToUnixTimeSeconds();
    private int _map, _passed;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsEmpty
    {
        get { lock (_gate) return _segments.Count == 0; }
    }

    /// <summary>A broadcast, or new decoders.</summary>
    public void Begin(byte[] initialization)
    {
        lock (_gate)
        {
            if (_segments is [.., { } last]) last.Closed = true;
            // Nothing was made with the one before.
            if (_begins) _maps.Remove(_map);
            _maps[++_map] = initialization;
            _begins = true;
        }
    }
    private bool _begins;

    /// <param name="opens">A new segment begins with it.</param>
    public void Add(byte[] part, double seconds, bool independent, bool opens)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (opens || _segments is not [.., { Closed: false, Size: < MaxSegmentBytes }])
            {
                if (_segments is [.., { } before]) before.Closed = true;
                _segments.Add(new(_next++, _map, _begins, time.GetUtcNow()));
                _begins = false;
            }
            _segments[^1].Parts.Add(new(part, seconds, independent));
            _segments[^1].Size += part.Length;
            while (_segments.Count > Kept + 1 || _segments.Count > 1 && _segments.Sum(s => (long)s.Size) > MaxBytes)
            {
                if (_segments[0].Begins) _passed++;
                _segments.RemoveAt(0);
            }
            foreach (var old in _maps.Keys.Where(m => m < _segments[0].Map).ToArray()) _maps.Remove(old);
            (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        changed.SetResult();
    }

    /// <summary>Whether the playlist holds this part, or this whole segment, by now.</summary>
    public bool Has(long segment, int? part)
    {
        lock (_gate)
            return _segments is [.., { } last] && (last.Number > segment || last.Number == segment && (part is { } p ? last.Parts.Count > p : last.Closed));
    }

    /// <summary>Of a segment that is being made, or comes next: what may be waited for.</summary>
    public bool IsNear(long segment)
    {
        lock (_gate) return _segments is [.., { } last] && segment - last.Number is 0 or 1;
    }

    /// <summary>Until something is added.</summary>
    public Task Changed
    {
        get { lock (_gate) return _changed.Task; }
    }

    public byte[]? Map(int number)
    {
        lock (_gate) return _maps.GetValueOrDefault(number);
    }

    public byte[]? Bytes(long segment, int? part)
    {
        lock (_gate)
        {
            if (_segments.Find(s => s.Number == segment) is not { } found) return null;
            if (part is { } p) return p < found.Parts.Count ? found.Parts[p].Bytes : null;
            return found.Closed ? [.. found.Parts.SelectMany(x => x.Bytes)] : null;
        }
    }

    public string Playlist()
    {
        lock (_gate)
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:{SegmentTarget.TotalSeconds:0}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={PartTarget.TotalSeconds * 3:0.0},HOLD-BACK={SegmentTarget.TotalSeconds * 3:0.0}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PART-INF:PART-TARGET={PartTarget.TotalSeconds:0.0##}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA-SEQUENCE:{(_segments.Count > 0 ? _segments[0].Number : _next)}\n#EXT-X-DISCONTINUITY-SEQUENCE:{_passed}\n");
            var map = 0;
            for (var i = 0; i < _segments.Count; i++)
            {
                var segment = _segments[i];
                if (segment.Begins) text.Append("#EXT-X-DISCONTINUITY\n");
                if (segment.Map != map) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"init-{map = segment.Map}.mp4\"\n");
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{segment.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\n");
                if (i >= _segments.Count - InParts)
                    for (var p = 0; p < segment.Parts.Count; p++)
                        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PART:DURATION={segment.Parts[p].Seconds:0.000},URI=\"{segment.Number}-{p}.m4s\"{(segment.Parts[p].Independent ? ",INDEPENDENT=YES" : "")}\n");
                if (segment.Closed) text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Seconds:0.000},\n{segment.Number}.m4s\n");
            }
            // What comes next is asked for before it is there.
            if (_segments is [.., { } last]) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{(last.Closed ? last.Number + 1 : last.Number)}-{(last.Closed ? 0 : last.Parts.Count)}.m4s\"\n");
            return text.ToString();
        }
    }
}
