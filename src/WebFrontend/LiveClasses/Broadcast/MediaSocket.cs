using System.Net.WebSockets;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>A WebSocket as both media sockets use it: messages of bounded size in, frames out with bounded patience, an end with a reason.</summary>
internal sealed class MediaSocket(WebSocket socket, int largest, TimeProvider time)
{
    // Private codes of RFC 6455, told to our own pages.
    public static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);
    public const int Replaced = 4001, Over = 4003, Refused = 4008, Slow = 4009;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), ClosePatience = TimeSpan.FromSeconds(2);

    private readonly byte[] _buffer = new byte[Math.Min(largest + 1, 64 * 1024)];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _broken = new();
    private MemoryStream? _message;

    /// <summary>The next whole binary message; empty at the end of the connection, null for one that is too large or no binary.</summary>
    public async Task<ReadOnlyMemory<byte>?> Receive(CancellationToken cancellation)
    {
        _message?.SetLength(0);
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
                if (part.MessageType == WebSocketMessageType.Close) return ReadOnlyMemory<byte>.Empty;
                var length = (_message?.Length ?? 0) + part.Count;
                if (part.MessageType != WebSocketMessageType.Binary || length > largest) return null;
                if (part.EndOfMessage && length == part.Count) return _buffer.AsMemory(0, part.Count);
                (_message ??= new()).Write(_buffer, 0, part.Count);
                if (part.EndOfMessage) return _message.GetBuffer().AsMemory(0, (int)_message.Length);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }

    /// <summary>False when the connection is over, or did not take the frame in time.</summary>
    public async Task<bool> Send(MediaFrame frame, CancellationToken cancellation)
    {
        try
        {
            await _sending.WaitAsync(cancellation);
            try
            {
                var sending = socket.SendAsync(frame.Bytes.AsMemory(), WebSocketMessageType.Binary, endOfMessage: true, _broken.Token);
                // Mostly it is taken at once; for the rest there is patience.
                if (!sending.IsCompleted)
                {
                    using var timer = time.CreateTimer(static b => ((CancellationTokenSource)b!).Cancel(), _broken, Patience, Timeout.InfiniteTimeSpan);
                    using var ended = cancellation.UnsafeRegister(static b => ((CancellationTokenSource)b!).Cancel(), _broken);
                    await sending;
                }
                else await sending;
            }
            finally
            {
                _sending.Release();
            }
            return true;
        }
        catch (Exception e) when (IsEnd(e))
        {
            return false;
        }
    }

    /// <summary>Says why, once; the other side answers by closing too. A receive under way is not cancelled for it: that would break the connection before the word is out.</summary>
    public async Task Close(int code, string reason)
    {
        using var patience = new CancellationTokenSource(ClosePatience, time);
        try
        {
            await _sending.WaitAsync(patience.Token);
            try
            {
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, patience.Token);
            }
            finally
            {
                _sending.Release();
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            // Closed without a word.
        }
    }

    private static bool IsEnd(Exception e) => e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException;
}
