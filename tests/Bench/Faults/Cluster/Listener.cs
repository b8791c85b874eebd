using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>Somebody with a chat open: one socket to the front end, which outlives silos. Does what a page does: takes the messages that are pushed, and asks for
/// those it missed when it is told to read again or sees a gap in their numbers.</summary>
internal sealed class Listener(FaultClient client, Uri frontEnd, string course, string token) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _heard = [];
    private readonly Lock _lock = new();
    private Task _reading = Task.CompletedTask;
    private long _seq;

    /// <summary>Times it was told to read again; messages that came as a push; and those it had to ask for.</summary>
    public int Resyncs { get; private set; }
    public int Pushed { get; private set; }
    public int Repaired { get; private set; }

    public bool Heard(string text) { lock (_lock) return _heard.Contains(text); }

    public async Task Open(CancellationToken cancellation)
    {
        _socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await _socket.ConnectAsync(new UriBuilder(frontEnd) { Scheme = "ws", Path = "/hubs/live" }.Uri, cancellation);
        await Say("""{"protocol":"json","version":1}""");
        await Say($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["chat:{{course}}"]}""");
        _reading = Read();
        await Wait.Until("the chat is watched", TimeSpan.FromSeconds(30), () => _watching, cancellation);
    }

    private volatile bool _watching;

    private Task Say(string frame) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame + '\u001e'), WebSocketMessageType.Text, true, _stop.Token);

    private async Task Read()
    {
        var (buffer, text, decoder) = (new byte[16 * 1024], new StringBuilder(), Encoding.UTF8.GetDecoder());
        var chars = new char[buffer.Length];
        try
        {
            while (await _socket.ReceiveAsync(buffer.AsMemory(), _stop.Token) is { MessageType: not WebSocketMessageType.Close } received)
            {
                text.Append(chars, 0, decoder.GetChars(buffer, 0, received.Count, chars, 0));
                while (text.ToString().IndexOf('\u001e', StringComparison.Ordinal) is >= 0 and var at)
                {
                    var frame = text.ToString(0, at);
                    text.Remove(0, at + 1);
                    if (frame.Length > 2) await Take(JsonNode.Parse(frame)!);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException) { }
    }

    private async Task Take(JsonNode frame)
    {
        if (frame["invocationId"]?.GetValue<string>() == "1") (_seq, _watching) = (frame["result"]!["seq"]!.GetValue<long>(), true);
        if (frame["target"]?.GetValue<string>() != "push") return;
        var push = frame["arguments"]![0]!;
        switch (push["kind"]!.GetValue<string>())
        {
            case "resync" when push["topic"]!.GetValue<string>().StartsWith("chat:", StringComparison.Ordinal):
                Resyncs++;
                await Repair();
                break;
            case "message" when push["seq"]!.GetValue<long>() is var seq && seq > _seq:
                if (seq > _seq + 1) await Repair();
                if (seq <= _seq) break;
                Pushed++;
                Note(push["data"]!);
                _seq = seq;
                break;
        }
    }

    private async Task Repair()
    {
        while (true)
        {
            var changes = (await client.Get($"/api/v1/courses/{course}/chat/changes?after={_seq}", token, cancellation: _stop.Token)).Expect(200).Json;
            foreach (var message in changes["items"]!.AsArray())
            {
                Repaired++;
                Note(message!);
                _seq = Math.Max(_seq, message!["changed"]!.GetValue<long>());
            }
            if (changes["more"]?.GetValue<bool>() is not true) return;
        }
    }

    private void Note(JsonNode message)
    {
        lock (_lock) _heard.Add(message["text"]?.GetValue<string>() ?? "");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _stop.Dispose();
    }
}
