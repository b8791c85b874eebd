using System.Diagnostics;
using System.Net.WebSockets;

namespace LearningHub.Bench.Live;

/// <summary>One who watches: a WebSocket, which numbers came, and how long each was on its way.</summary>
internal sealed class MediaSeat(Latencies latencies) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _left = new();
    private Task _reading = Task.CompletedTask;
    private long _first, _last, _picture, _sound, _cameAt, _silence, _sentAt;

    /// <summary>Chunks between the first and the last that came, and those of them that did not.</summary>
    public long Expected => _first == 0 ? 0 : _last - _first + 1;
    public long Missing => Expected - Received;
    public long Received { get; private set; }
    public long OutOfOrder { get; private set; }

    /// <summary>Pictures that did not come, with a key frame after them: what a viewer that does not keep up is spared.</summary>
    public long LeftOut { get; private set; }

    /// <summary>All others that did not come: sound, or pictures that the next one builds on.</summary>
    public long Torn { get; private set; }

    public long Last => Interlocked.Read(ref _last);

    /// <summary>When the newest chunk that came was sent.</summary>
    public long NewestSentAt => Interlocked.Read(ref _sentAt);

    /// <summary>Counts anew from the next chunk on.</summary>
    public void Recount()
    {
        lock (_gate) (_first, _picture, _sound, Received, OutOfOrder, LeftOut, Torn, _silence) = (0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>The longest time between two chunks that came one after the other.</summary>
    public TimeSpan LongestSilence
    {
        get { lock (_gate) return Stopwatch.GetElapsedTime(0, _silence); }
    }

    public async Task Open(Uri address, string path, string? token, CancellationToken cancellation)
    {
        if (token is not null) _socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await _socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = path }.Uri, cancellation);
        _reading = Task.Run(Read, CancellationToken.None);
    }

    /// <summary>Reads on; answers when the reading has ended.</summary>
    public async Task Leave()
    {
        await _left.CancelAsync();
        await _reading;
    }

    private async Task Read()
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), _left.Token);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) return;
                if (buffer[0] is Chunks.KeyPicture or Chunks.Picture or Chunks.Sound) Take(buffer.AsSpan(0, length));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException) { }
    }

    private void Take(ReadOnlySpan<byte> frame)
    {
        var (number, sentAt, ofKind) = Chunks.Read(frame);
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            if (_first == 0) _first = number;
            if (number <= _last) OutOfOrder++;
            else Interlocked.Exchange(ref _last, number);
            Received++;
            ref var before = ref frame[0] == Chunks.Sound ? ref _sound : ref _picture;
            var missing = before == 0 ? 0 : Math.Max(0, ofKind - before - 1);
            if (frame[0] == Chunks.KeyPicture) LeftOut += missing;
            else Torn += missing;
            before = Math.Max(before, ofKind);
            if (_cameAt != 0) _silence = Math.Max(_silence, now - _cameAt);
            (_cameAt, _sentAt) = (now, sentAt);
        }
        latencies.Add(Stopwatch.GetElapsedTime(sentAt));
    }

    public async ValueTask DisposeAsync()
    {
        await Leave();
        _socket.Dispose();
        _left.Dispose();
    }
}
