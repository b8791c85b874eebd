using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;
using System.Threading.Channels;
using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.Web.Tests.LiveClasses;

/// <summary>One end of a media socket, as a page would hold it.</summary>
internal sealed class MediaClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket _socket;
    private readonly Channel<MediaFrame> _frames = Channel.CreateUnbounded<MediaFrame>();
    private readonly TaskCompletionSource<(int? Code, string? Reason)> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private MediaClient(ClientWebSocket socket)
    {
        _socket = socket;
        _ = Read();
    }

    public static async Task<MediaClient> Connect(Uri address, string path, string? token, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (token is not null && origin is null) socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
            socket.Options.SetRequestHeader("Cookie", "hub_session=" + token);
        }
        using var bound = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = path }.Uri, bound.Token);
        return new(socket);
    }

    public static byte[] Frame(FrameKind kind, long timestamp, byte[] payload)
    {
        var bytes = new byte[MediaFrame.Head + payload.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), timestamp);
        payload.CopyTo(bytes, MediaFrame.Head);
        return bytes;
    }

    public static byte[] VideoConfig() => Frame(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"AULAH//hAAA="}"""));

    public async Task Send(byte[] bytes, WebSocketMessageType type = WebSocketMessageType.Binary)
    {
        using var bound = new CancellationTokenSource(Patience);
        await _socket.SendAsync(bytes, type, true, bound.Token);
    }

    public async Task<MediaFrame> Next()
    {
        using var bound = new CancellationTokenSource(Patience);
        return await _frames.Reader.ReadAsync(bound.Token);
    }

    public async Task<MediaFrame> Next(FrameKind kind)
    {
        while (true)
            if (await Next() is var frame && frame.Kind == kind) return frame;
    }

    public async Task<MediaFrame[]> Take(int count)
    {
        var taken = new MediaFrame[count];
        for (var i = 0; i < count; i++) taken[i] = await Next();
        return taken;
    }

    /// <summary>The next pictures and sounds, whatever stands between.</summary>
    public async Task<MediaFrame[]> Chunks(int count)
    {
        var chunks = new List<MediaFrame>();
        while (chunks.Count < count)
            if (await Next() is { IsChunk: true } frame) chunks.Add(frame);
        return [.. chunks];
    }

    /// <summary>Sooner than a socket looks by itself, every 30 s, whether it is still wanted.</summary>
    public Task<(int? Code, string? Reason)> Closed() => _closed.Task.WaitAsync(TimeSpan.FromSeconds(25));

    private async Task Read()
    {
        var buffer = new byte[MediaFrame.Largest];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(length), default);
                    length += part.Count;
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close) break;
                _frames.Writer.TryWrite(new(buffer[..length]));
            }
        }
        catch (WebSocketException) { }
        _frames.Writer.TryComplete();
        _closed.TrySetResult(((int?)_socket.CloseStatus, _socket.CloseStatusDescription));
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
