namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>One class's media at this front end: the broadcast under way, what a late joiner needs to show a picture at once (configurations and all since the last key frame), and
/// the viewers. It does not matter whether the chunks come from a publisher here or from another front end.</summary>
internal sealed class ClassMedia(LiveClassKey key)
{
    /// <summary>Less than a viewer may have waiting: who joins must not lose the backlog at once.</summary>
    private const int MaxBacklog = 3 * 1024 * 1024;

    /// <summary>Sound that is so much later than the last picture, in microseconds, is not kept: there is nothing to catch up with.</summary>
    private const long SoundAlone = 4_000_000;

    private readonly Lock _gate = new();
    private readonly HashSet<ViewerQueue> _viewers = [];
    private readonly List<MediaFrame> _backlog = [];
    private MediaFrame? _videoConfig, _audioConfig, _state;
    private int _backlogBytes, _pictureBytes;
    private long _picturedAt;
    private bool _gap;

    public LiveClassKey Key => key;
    public long Session { get; private set; }

    /// <summary>The broadcast is under way.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The number of the last chunk.</summary>
    public long Last { get; private set; }

    private Action? _keyWanted;

    /// <summary>How the publisher of this broadcast, who is here, is asked for a key frame; until disposed. One that a later broadcast has replaced meanwhile is not asked: it would stand in the
    /// place of the later one.</summary>
    public IDisposable Asks(long session, Action keyWanted)
    {
        lock (_gate)
            if (session == Session) _keyWanted = keyWanted;
        return new Asked(() =>
        {
            lock (_gate)
                if (ReferenceEquals(_keyWanted, keyWanted)) _keyWanted = null;
        });
    }

    public int Viewers
    {
        get { lock (_gate) return _viewers.Count; }
    }

    /// <summary>False for a broadcast that a later one has replaced.</summary>
    public bool Begin(long session)
    {
        lock (_gate)
        {
            if (session <= Session) return session == Session && IsOn;
            (Session, IsOn, Last, _gap) = (session, true, 0, false);
            (_videoConfig, _audioConfig, _state) = (null, null, null);
            Forget();
            foreach (var viewer in _viewers) viewer.Begin([MediaFrame.Own(FrameKind.Session, session), MediaFrame.Own(FrameKind.Edge)]);
            return true;
        }
    }

    public void End(long session)
    {
        lock (_gate)
        {
            if (session != Session || !IsOn) return;
            IsOn = false;
            Forget();
            foreach (var viewer in _viewers) viewer.Add(MediaFrame.Own(FrameKind.Idle));
        }
    }

    /// <summary>A frame of the broadcast; the number it has now is <see cref="Last"/> when it is a chunk.</summary>
    public void Accept(long session, MediaFrame frame)
    {
        var wanted = false;
        Action? ask;
        lock (_gate)
        {
            if (session != Session || !IsOn) return;
            switch (frame.Kind)
            {
                case FrameKind.VideoConfig: _videoConfig = frame; Forget(); break;
                case FrameKind.AudioConfig: _audioConfig = frame; break;
                case FrameKind.State: _state = frame; break;
                default:
                    Last++;
                    if (frame.Kind == FrameKind.VideoKey) { Forget(); _gap = false; }
                    // After a gap nothing can be decoded before the next key frame.
                    if (_gap && frame.IsVideo) return;
                    Remember(frame);
                    break;
            }
            foreach (var viewer in _viewers) wanted |= viewer.Add(frame);
            ask = _keyWanted;
        }
        if (wanted) ask?.Invoke();
    }

    /// <summary>A configuration or state that was taken already, as it is.</summary>
    public bool Knows(MediaFrame head)
    {
        lock (_gate) return Head().Any(h => h.Bytes.AsSpan().SequenceEqual(head.Bytes));
    }

    /// <summary>Chunks up to this number did not come: wait for the next key frame.</summary>
    public void Missed(long session, long upTo)
    {
        lock (_gate)
        {
            if (session != Session) return;
            (Last, _gap) = (upTo, true);
            Forget();
        }
    }

    public void Join(ViewerQueue viewer)
    {
        lock (_gate)
        {
            viewer.Begin(IsOn ? [MediaFrame.Own(FrameKind.Session, Session), .. Head(), .. _backlog, MediaFrame.Own(FrameKind.Edge)] : [MediaFrame.Own(FrameKind.Idle)]);
            _viewers.Add(viewer);
        }
    }

    public void Leave(ViewerQueue viewer)
    {
        lock (_gate) _viewers.Remove(viewer);
    }

    /// <summary>Everything a front end needs that has just begun to listen.</summary>
    public (long Session, MediaFrame[] Head, long First, MediaFrame[] Backlog) Snapshot()
    {
        lock (_gate) return (Session, [.. Head()], Last - _backlog.Count + 1, [.. _backlog]);
    }

    private IEnumerable<MediaFrame> Head() => new[] { _videoConfig, _audioConfig, _state }.Where(f => f is not null).Select(f => f!.Value);

    private void Remember(MediaFrame frame)
    {
        if (frame.Kind == FrameKind.Audio && (frame.Timestamp - _picturedAt > SoundAlone || _backlogBytes + frame.Bytes.Length > MaxBacklog))
        {
            // The pictures stay: a shared screen that stands still sends no other, and who comes late must see it.
            if (_backlogBytes > _pictureBytes)
            {
                _backlog.RemoveAll(f => !f.IsVideo);
                _backlogBytes = _pictureBytes;
            }
            return;
        }
        if (_backlogBytes + frame.Bytes.Length > MaxBacklog) Forget();
        if (_backlog.Count == 0 && frame.Kind != FrameKind.VideoKey) return;
        if (frame.IsVideo) (_picturedAt, _pictureBytes) = (frame.Timestamp, _pictureBytes + frame.Bytes.Length);
        _backlog.Add(frame);
        _backlogBytes += frame.Bytes.Length;
    }

    private void Forget()
    {
        _backlog.Clear();
        (_backlogBytes, _pictureBytes) = (0, 0);
    }

    private sealed class Asked(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
