namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>What waits for one viewer's socket. A viewer that does not keep up loses video until the next key frame rather than fall behind; sound goes on while it can.
/// Bounded, whatever the viewer does; nobody waits for it.</summary>
internal sealed class ViewerQueue(TimeProvider time)
{
    public const int MaxBytes = 4 * 1024 * 1024;
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _ready = new(0);
    private Queue<(MediaFrame Frame, long At)> _frames = new();
    private int _bytes;
    private bool _dropping, _closed;

    /// <summary>How often video was dropped.</summary>
    public int Drops { get; private set; }

    /// <summary>True when the viewer now waits for a key frame and did not before.</summary>
    public bool Add(MediaFrame frame)
    {
        lock (_gate)
        {
            if (_closed) return false;
            var now = time.GetTimestamp();
            var late = _bytes > MaxBytes || frame.IsVideo && _frames.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) > MaxAge;
            // Pictures go first: sound is small, and is missed more.
            var fell = late && !_dropping && (frame.IsVideo || _frames.Any(f => f.Frame.IsVideo));
            if (fell)
            {
                _dropping = true;
                Drops++;
                Keep(f => !f.IsVideo);
            }
            if (_bytes > MaxBytes) Keep(f => !f.IsChunk);
            if (_dropping && frame.Kind == FrameKind.VideoKey && _bytes <= MaxBytes) _dropping = false;
            if (_dropping && frame.IsVideo) return fell;
            Put(frame, now);
            return fell;
        }
    }

    /// <summary>A new broadcast, or the backlog of one that has just come: what waited is of no use any more.</summary>
    public void Begin(IEnumerable<MediaFrame> frames)
    {
        lock (_gate)
        {
            if (_closed) return;
            Keep(_ => false);
            _dropping = false;
            var now = time.GetTimestamp();
            foreach (var frame in frames) Put(frame, now);
        }
    }

    /// <summary>The next frame; null when closed.</summary>
    public async ValueTask<MediaFrame?> Next(CancellationToken cancellation)
    {
        while (true)
        {
            await _ready.WaitAsync(cancellation);
            lock (_gate)
            {
                if (_frames.TryDequeue(out var next))
                {
                    _bytes -= next.Frame.Bytes.Length;
                    return next.Frame;
                }
                // A permit of a frame that was dropped meanwhile, or the end.
                if (_closed) return null;
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            if (_closed) return;
            _closed = true;
        }
        _ready.Release();
    }

    private void Put(MediaFrame frame, long now)
    {
        _frames.Enqueue((frame, now));
        _bytes += frame.Bytes.Length;
        _ready.Release();
    }

    private void Keep(Func<MediaFrame, bool> kept)
    {
        _frames = new(_frames.Where(f => kept(f.Frame)));
        _bytes = _frames.Sum(f => f.Frame.Bytes.Length);
    }
}
