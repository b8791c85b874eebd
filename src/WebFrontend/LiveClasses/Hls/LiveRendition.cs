using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>The renditions of one class at this front end: made while somebody asks for them, of the same chunks that viewers get. With the sound as it comes, and as AAC while somebody asks
/// for that.</summary>
internal sealed class LiveRendition(LiveClassKey key, MediaRelay relay, AacEncoders encoders, TimeProvider time)
{
    private static readonly TimeSpan Unasked = TimeSpan.FromSeconds(30), LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private long _askedAt = time.GetTimestamp(), _aacAskedAt;
    private AacRendition? _aac;
    private bool _over;

    public HlsWindow Window { get; } = new(time);
    public bool HasAac => encoders.Available;

    /// <summary>Somebody wants it still.</summary>
    public void Touch() => Interlocked.Exchange(ref _askedAt, time.GetTimestamp());

    /// <summary>The window with AAC, which fills from the next segment on; null where it cannot be made.</summary>
    public HlsWindow? Aac()
    {
        if (!encoders.Available) return null;
        lock (_gate)
        {
            _aacAskedAt = time.GetTimestamp();
            return _over ? null : (_aac ??= new(encoders, time)).Window;
        }
    }

    /// <summary>The window whose names these are.</summary>
    public HlsWindow? Find(string window)
    {
        if (Window.Id == window) return Window;
        lock (_gate)
        {
            if (_aac is not { } aac || aac.Window.Id != window) return null;
            _aacAskedAt = time.GetTimestamp();
            return aac.Window;
        }
    }

    /// <summary>Whether there is one, without asking for it.</summary>
    public HlsWindow? AacIfMade
    {
        get { lock (_gate) return _aac?.Window; }
    }

    /// <summary>Until nobody has asked for a while.</summary>
    public async Task Run()
    {
        await using var use = await relay.Enter(key, publishes: false);
        var queue = new ViewerQueue(time);
        var muxer = new HlsMuxer(Window, time);
        use.Media.Join(queue);
        using var looking = time.CreateTimer(_ =>
        {
            lock (_gate)
                if (_aac is not null && time.GetElapsedTime(_aacAskedAt) > Unasked)
                {
                    _aac.Dispose();
                    _aac = null;
                }
            if (time.GetElapsedTime(Interlocked.Read(ref _askedAt)) > Unasked) queue.Close();
        }, null, LookEvery, LookEvery);
        try
        {
            while (await queue.Next(CancellationToken.None) is { } frame)
            {
                lock (_gate) muxer.Beside = _aac;
                muxer.Take(frame);
            }
        }
        finally
        {
            use.Media.Leave(queue);
            queue.Close();
            lock (_gate)
            {
                _over = true;
                _aac?.Dispose();
            }
        }
    }
}
