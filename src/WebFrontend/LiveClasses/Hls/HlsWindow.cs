using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LearningHub.WebFrontend.LiveClasses.Recordings;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>The last seconds of a class as parts and segments, and the playlist that names them (RFC 8216bis, low latency). A player may come from a window that is gone with its process:
/// numbers of segments begin at the time of day, those of discontinuities where the first <see cref="Begin"/> says, so that both rise; and names are this window's own, so that none
/// ever stands for other bytes than it did.</summary>
internal sealed class HlsWindow(TimeProvider time)
{
    public static readonly TimeSpan PartTarget = TimeSpan.FromMilliseconds(500), SegmentTarget = TimeSpan.FromSeconds(4);
    /// <summary>Segments that can still be asked for; only the last few of them in parts.</summary>
    private const int Kept = 8, InParts = 3;
    /// <summary>Of all that is kept, and of one segment: more than a publisher may send in that time, so only a page with a slow clock meets them.</summary>
    private const int MaxBytes = 32 * 1024 * 1024, MaxSegmentBytes = 8 * 1024 * 1024;

    private sealed record Part(byte[] Bytes, double Seconds, bool Independent);

    private sealed class Segment(long number, int map, int discontinuity, bool begins, DateTimeOffset at)
    {
        public long Number => number;
        public int Map => map;
        public int Discontinuity => discontinuity;
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
    private int _map, _discontinuity;
    private VideoDescription? _video;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsEmpty
    {
        get { lock (_gate) return _segments.Count == 0; }
    }

    /// <summary>Eight letters that no other window has.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>There is a whole segment: players that know nothing of parts have something to begin with.</summary>
    public bool HasSegment
    {
        get { lock (_gate) return _segments.Exists(s => s.Closed); }
    }

    /// <summary>A broadcast, or new decoders. Answers the number of its discontinuity.</summary>
    /// <param name="first">The number when nothing was begun before.</param>
    public int Begin(byte[] initialization, VideoDescription video, int first)
    {
        lock (_gate)
        {
            if (_segments is [.., { } last]) last.Closed = true;
            // Nothing was made with the one before.
            if (_begins) _maps.Remove(_map);
            else _discontinuity = _map == 0 ? first : _discontinuity + 1;
            _maps[++_map] = initialization;
            (_begins, _video) = (true, video);
            return _discontinuity;
        }
    }
    private bool _begins;

    /// <summary>Of what is made at present.</summary>
    public int Discontinuity
    {
        get { lock (_gate) return _discontinuity; }
    }

    /// <summary>What a list of variants says of this one: bits a second at most so far, and the picture.</summary>
    public (long Bandwidth, VideoDescription Video)? Variant
    {
        get
        {
            lock (_gate)
                return _video is { } video && _segments.Count > 0 ? ((long)Math.Max(64_000, _segments.Where(s => s.Seconds > 0).Select(s => s.Size * 8 / Math.Max(s.Seconds, PartTarget.TotalSeconds)).DefaultIfEmpty(0).Max()), video) : null;
        }
    }

    /// <summary>The newest part.</summary>
    public (long Segment, int Part)? Newest
    {
        get { lock (_gate) return _segments is [.., { } last] ? (last.Number, last.Parts.Count - 1) : null; }
    }

    /// <param name="opens">A new segment begins with it.</param>
    public void Add(byte[] part, double seconds, bool independent, bool opens)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (opens || _segments is not [.., { Closed: false, Size: < MaxSegmentBytes }])
            {
                if (_segments is [.., { } before]) before.Closed = true;
                _segments.Add(new(_next++, _map, _discontinuity, _begins, time.GetUtcNow()));
                _begins = false;
            }
            _segments[^1].Parts.Add(new(part, seconds, independent));
            _segments[^1].Size += part.Length;
            while (_segments.Count > Kept + 1 || _segments.Count > 1 && _segments.Sum(s => (long)s.Size) > MaxBytes) _segments.RemoveAt(0);
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

    /// <param name="other">The other rendition of the same class, which a player may change to, and its playlist.</param>
    public string Playlist((HlsWindow Window, string Name)? other = null)
    {
        // Not under both locks.
        var report = other is { } o && o.Window.Newest is { } newest ? string.Create(CultureInfo.InvariantCulture, $"#EXT-X-RENDITION-REPORT:URI=\"{o.Name}\",LAST-MSN={newest.Segment},LAST-PART={newest.Part}\n") : "";
        lock (_gate)
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"#EXTM3U\n#EXT-X-VERSION:9\n#EXT-X-TARGETDURATION:{SegmentTarget.TotalSeconds:0}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK={PartTarget.TotalSeconds * 3:0.0},HOLD-BACK={SegmentTarget.TotalSeconds * 3:0.0}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PART-INF:PART-TARGET={PartTarget.TotalSeconds:0.0##}\n");
            // The first segment's number, less one where its own tag counts it (RFC 8216, section 4.3.3.3).
            var passed = _segments is [{ } first, ..] ? first.Discontinuity - (first.Begins ? 1 : 0) : _discontinuity;
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MEDIA-SEQUENCE:{(_segments.Count > 0 ? _segments[0].Number : _next)}\n#EXT-X-DISCONTINUITY-SEQUENCE:{passed}\n");
            var map = 0;
            for (var i = 0; i < _segments.Count; i++)
            {
                var segment = _segments[i];
                if (segment.Begins) text.Append("#EXT-X-DISCONTINUITY\n");
                if (segment.Map != map) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{HlsFile.Map(Id, map = segment.Map)}\"\n");
                text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{segment.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\n");
                if (i >= _segments.Count - InParts)
                    for (var p = 0; p < segment.Parts.Count; p++)
                        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PART:DURATION={segment.Parts[p].Seconds:0.000},URI=\"{HlsFile.PartOf(Id, segment.Number, p)}\"{(segment.Parts[p].Independent ? ",INDEPENDENT=YES" : "")}\n");
                if (segment.Closed) text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{segment.Seconds:0.000},\n{HlsFile.Segment(Id, segment.Number)}\n");
            }
            // What comes next is asked for before it is there.
            if (_segments is [.., { } last]) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{(last.Closed ? HlsFile.PartOf(Id, last.Number + 1, 0) : HlsFile.PartOf(Id, last.Number, last.Parts.Count))}\"\n");
            return text.Append(report).ToString();
        }
    }
}
