using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace LearningHub.Web.Tests.Live;

/// <summary>The JSON protocol of SignalR over a bare WebSocket: frames end in U+001E, the first is the handshake.</summary>
public sealed class LiveSocket : IAsyncDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Patience for what must come at once: every 20 s it comes again, in case it was lost.</summary>
    public static readonly TimeSpan Repeated = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket;
    private readonly Channel<JsonObject> _frames = Channel.CreateUnbounded<JsonObject>();
    private readonly List<JsonObject> _seen = [];
    private int _invocation;

    private LiveSocket(ClientWebSocket socket) => _socket = socket;

    /// <summary>All <c>push</c> and <c>end</c> frames taken in so far.</summary>
    public IReadOnlyList<JsonObject> Seen => _seen;

    /// <param name="reads">False: a client that sends but never reads.</param>
    public static async Task<LiveSocket> Connect(Uri address, string? token = null, string? hostName = null, string handshake = """{"protocol":"json","version":1}""", bool reads = true)
    {
        var socket = new ClientWebSocket();
        if (token is not null) socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        if (hostName is not null) socket.Options.SetRequestHeader("Host", hostName);
        using var bound = new CancellationTokenSource(Patience);
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hubs/live" }.Uri, bound.Token);
        var live = new LiveSocket(socket);
        await live.Send(handshake);
        if (reads) _ = live.ReadAll();
        return live;
    }

    public async Task Send(string frame)
    {
        using var bound = new CancellationTokenSource(Patience);
        await _socket.SendAsync(Encoding.UTF8.GetBytes(frame + End), WebSocketMessageType.Text, true, bound.Token);
    }

    /// <summary>The completion of a call: its <c>result</c>, or the frame itself when it is an error.</summary>
    public async Task<JsonObject> Invoke(string method, params string?[] arguments)
    {
        var id = (++_invocation).ToString();
        var frame = new JsonObject { ["type"] = 1, ["invocationId"] = id, ["target"] = method, ["arguments"] = new JsonArray([.. arguments.Select(a => (JsonNode?)a)]) };
        await Send(frame.ToJsonString());
        var done = await Take(f => f["type"]?.GetValue<int>() == 3 && f["invocationId"]?.GetValue<string>() == id);
        return done["result"] as JsonObject ?? done;
    }

    public Task<JsonObject> Watch(string topic) => Invoke("Watch", topic);

    /// <summary>The next push of a kind, not seen before.</summary>
    public async Task<JsonObject> Push(string kind, TimeSpan? patience = null) =>
        (JsonObject)(await Take(f => f["target"]?.GetValue<string>() == "push" && f["arguments"]![0]!["kind"]!.GetValue<string>() == kind, patience))["arguments"]![0]!;

    /// <summary>Told at once: once a minute it is also looked for.</summary>
    public async Task<string> Ended() => (await Take(f => f["target"]?.GetValue<string>() == "end", TimeSpan.FromSeconds(25)))["arguments"]![0]!["reason"]!.GetValue<string>();

    /// <summary>Until the server has closed.</summary>
    public async Task Closed()
    {
        using var bound = new CancellationTokenSource(Patience);
        while (await _frames.Reader.WaitToReadAsync(bound.Token))
            while (_frames.Reader.TryRead(out var frame)) _seen.Add(frame);
    }

    private async Task<JsonObject> Take(Func<JsonObject, bool> wanted, TimeSpan? patience = null)
    {
        if (_seen.Find(f => wanted(f)) is { } early)
        {
            _seen.Remove(early);
            return early;
        }
        using var bound = new CancellationTokenSource(patience ?? Patience);
        try
        {
            while (true)
            {
                var frame = await _frames.Reader.ReadAsync(bound.Token);
                if (wanted(frame)) return frame;
                _seen.Add(frame);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            throw new TimeoutException($"Not received. Seen: {string.Join(" ", _seen.Select(f => f.ToJsonString()))}", e);
        }
    }

    private async Task ReadAll()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        var decoder = Encoding.UTF8.GetDecoder();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) break;
                var chars = new char[received.Count];
                text.Append(chars, 0, decoder.GetChars(buffer, 0, received.Count, chars, 0));
                while (text.ToString().IndexOf(End) is >= 0 and var at)
                {
                    if (JsonNode.Parse(text.ToString(0, at)) is JsonObject frame && frame["type"]?.GetValue<int>() != 6) _frames.Writer.TryWrite(frame);
                    text.Remove(0, at + 1);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException)
        {
            // Closed without a word: that, too, is an end.
        }
        _frames.Writer.TryComplete();
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }
}
