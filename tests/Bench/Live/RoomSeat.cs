using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LearningHub.Bench.Live;

/// <summary>One who sits in the room: the live hub's socket (SignalR's JSON protocol, frames end in U+001E), and what it said of polls.</summary>
internal sealed class RoomSeat : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _left = new();
    private readonly ConcurrentDictionary<long, (bool Asked, int Votes, int? Closed)> _polls = new();
    private Task _reading = Task.CompletedTask;
    private long _number;

    public long Backwards { get; private set; }
    public int Pushes { get; private set; }

    /// <summary>Done when the line is broken.</summary>
    public Task Ended => _reading;

    public bool Saw(long poll) => _polls.TryGetValue(poll, out var seen) && seen.Asked;

    /// <summary>How many votes the closed poll had, as pushed; null while it was not.</summary>
    public int? Closed(long poll) => _polls.TryGetValue(poll, out var seen) ? seen.Closed : null;

    /// <summary>How many votes the poll had, as pushed last.</summary>
    public int Votes(long poll) => _polls.TryGetValue(poll, out var seen) ? seen.Votes : 0;

    /// <summary>Scheduled, open, live, ended: as pushed last.</summary>
    public string Phase { get; private set; } = "";

    public async Task Open(Uri address, string token, string topic, CancellationToken cancellation)
    {
        _socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await _socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hubs/live" }.Uri, cancellation);
        await Text("""{"protocol":"json","version":1}""", cancellation);
        await Text($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}"]}""", cancellation);
        var watching = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _reading = Task.Run(() => Read(watching), CancellationToken.None);
        await watching.Task.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, cancellation);
    }

    private Task Text(string frame, CancellationToken cancellation) => _socket.SendAsync(Encoding.UTF8.GetBytes(frame + '\u001e'), WebSocketMessageType.Text, true, cancellation);

    private async Task Read(TaskCompletionSource watching)
    {
        var (buffer, length) = (new byte[16 * 1024], 0);
        try
        {
            while (true)
            {
                if (length == buffer.Length) Array.Resize(ref buffer, length * 2);
                var part = await _socket.ReceiveAsync(buffer.AsMemory(length), _left.Token);
                if (part.MessageType == WebSocketMessageType.Close) break;
                length += part.Count;
                while (buffer.AsSpan(0, length).IndexOf((byte)0x1e) is >= 0 and var end)
                {
                    Take(Encoding.UTF8.GetString(buffer, 0, end), watching);
                    buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                    length -= end + 1;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException) { }
        watching.TrySetException(new InvalidOperationException("The live hub closed the socket."));
    }

    private void Take(string frame, TaskCompletionSource watching)
    {
        if (frame.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal))
        {
            if (frame.Contains("\"ok\":true", StringComparison.Ordinal)) watching.TrySetResult();
            else watching.TrySetException(new InvalidOperationException(frame));
        }
        if (!frame.Contains("\"kind\":\"room\"", StringComparison.Ordinal)) return;
        var room = JsonNode.Parse(frame)!["arguments"]![0]!["data"]!;
        Pushes++;
        var number = room["number"]!.GetValue<long>();
        if (number < _number) Backwards++;
        _number = number;
        Phase = room["phase"]!.GetValue<string>();
        if (room["poll"] is not { } poll) return;
        var votes = poll["counts"]!.AsArray().Sum(c => c!.GetValue<int>());
        var closed = poll["closedAt"] is null ? (int?)null : votes;
        _polls.AddOrUpdate(poll["number"]!.GetValue<long>(), _ => (closed is null, votes, closed), (_, was) => (was.Asked || closed is null, votes, closed ?? was.Closed));
    }

    public async ValueTask DisposeAsync()
    {
        await _left.CancelAsync();
        await _reading;
        _socket.Dispose();
        _left.Dispose();
    }
}
