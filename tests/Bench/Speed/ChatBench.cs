using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using LearningHub.Bench.Common;
using LearningHub.Bench.Faults;

namespace LearningHub.Bench.Speed;

/// <summary>From sending a chat message (stored before it is shown) to its arrival at each of 50 sockets, beside a bare TCP server that hands a
/// line to 50 sockets and stores nothing.</summary>
internal static class ChatBench
{
    private const int Sockets = 50, Messages = 300, PerSecond = 30;

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var table = new Table("what", "messages x sockets", "p50, ms", "p99, ms", "p50 of the floor");
        var floor = await Lines(cancellation);
        table.Row("bare TCP, a line to 50 sockets (floor)", $"{Messages} x {Sockets}", Ms(floor, 0.5), Ms(floor, 0.99), "1.00");
        var chat = await Chat(cancellation);
        table.Row("chat: HTTP, commit, push over the live hub", $"{Messages} x {Sockets}", Ms(chat, 0.5), Ms(chat, 0.99), Pace.Ratio(At(chat, 0.5), At(floor, 0.5)));
        return CommitBench.Show("chat", "Chat fan-out (`./hub bench chat`)", table);
    }

    private static async Task<double[]> Chat(CancellationToken cancellation)
    {
        await using var hub = await BenchHub.Start();
        var file = Path.GetTempFileName();
        try
        {
            using var ledger = new Ledger(file);
            using var client = new FaultClient(hub.Address, ledger, new Traffic(), TimeSpan.FromSeconds(30));
            var academy = new Academy(client, "bench");
            await academy.SetUp(cancellation);
            var course = academy.Courses[0];
            var people = new List<string>();
            for (var n = 0; n < Sockets; n++)
            {
                var email = $"person{n}@bench.test";
                (await client.Send($"r{n}", "register", HttpMethod.Post, "/api/v1/users", [], new() { ["name"] = "Pat", ["email"] = email, ["password"] = Academy.Password }, cancellation: cancellation)).Expect(201);
                people.Add((await academy.SignIn(email, cancellation)).Token);
                (await client.Send($"e{n}", "enrol", HttpMethod.Post, $"/api/v1/courses/{course}/enrolment", [], [], people[n], cancellation: cancellation)).Expect(200, 201);
            }
            var arrivals = new Arrivals();
            var sockets = await Task.WhenAll(people.Select(token => Watch(hub.Address, token, $"chat:{course}", arrivals, cancellation)));
            await Send(arrivals, n => client.Send($"m{n}", "chat", HttpMethod.Post, $"/api/v1/courses/{course}/chat/messages", [], new() { ["clientId"] = $"m{n}", ["text"] = $"<{n}>" }, people[n % Sockets], cancellation: cancellation), cancellation);
            foreach (var socket in sockets) socket.Abort();
            return arrivals.Sorted();
        }
        finally { File.Delete(file); }
    }

    /// <summary>SignalR's JSON protocol: frames end in U+001E. Answers when the topic is watched.</summary>
    private static async Task<ClientWebSocket> Watch(Uri address, string token, string topic, Arrivals arrivals, CancellationToken cancellation)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/hubs/live" }.Uri, cancellation);
        await Text("""{"protocol":"json","version":1}""");
        await Text($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}"]}""");
        var watching = new TaskCompletionSource();
        _ = Task.Run(() => Read(async buffer =>
        {
            try { return (await socket.ReceiveAsync(buffer, CancellationToken.None)).Count; }
            catch (WebSocketException) { return 0; }
        }, '\u001e', frame =>
        {
            if (frame.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal)) watching.TrySetResult();
            else if (frame.Contains("\"target\":\"push\"", StringComparison.Ordinal)) arrivals.Take(frame);
        }), cancellation);
        await watching.Task.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, cancellation);
        return socket;

        Task Text(string frame) => socket.SendAsync(Encoding.UTF8.GetBytes(frame + '\u001e'), WebSocketMessageType.Text, true, cancellation);
    }

    private static async Task<double[]> Lines(CancellationToken cancellation)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var arrivals = new Arrivals();
        var (readers, writers) = (new List<TcpClient>(), new List<TcpClient>());
        for (var n = 0; n < Sockets; n++)
        {
            var reader = new TcpClient { NoDelay = true };
            await reader.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellation);
            readers.Add(reader);
            var writer = await listener.AcceptTcpClientAsync(cancellation);
            writer.NoDelay = true;
            writers.Add(writer);
            _ = Task.Run(() => Read(async buffer => await reader.GetStream().ReadAsync(buffer, cancellation), '\n', arrivals.Take), cancellation);
        }
        await Send(arrivals, async n =>
        {
            var line = Encoding.UTF8.GetBytes($"<{n}>\n");
            foreach (var writer in writers) await writer.GetStream().WriteAsync(line, cancellation);
        }, cancellation);
        foreach (var writer in writers) writer.Dispose();
        foreach (var reader in readers) reader.Dispose();
        return arrivals.Sorted();
    }

    /// <summary>At a steady pace, whatever the answers take: who waits for a slow answer does not send less.</summary>
    private static async Task Send(Arrivals arrivals, Func<int, Task> send, CancellationToken cancellation)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / PerSecond), TimeProvider.System);
        var sends = new List<Task>();
        for (var n = 0; n < Messages; n++)
        {
            await pace.WaitForNextTickAsync(cancellation);
            arrivals.Sending(n);
            sends.Add(send(n));
        }
        await Task.WhenAll(sends);
        await Wait.Until("all messages at all sockets", TimeSpan.FromSeconds(30), () => Task.FromResult(arrivals.Count), count => count >= Messages * Sockets, cancellation);
    }

    private static async Task Read(Func<Memory<byte>, Task<int>> receive, char end, Action<string> frame)
    {
        var (buffer, text, decoder) = (new byte[64 * 1024], new StringBuilder(), Encoding.UTF8.GetDecoder());
        var chars = new char[buffer.Length];
        while (await receive(buffer) is > 0 and var read)
        {
            text.Append(chars, 0, decoder.GetChars(buffer, 0, read, chars, 0));
            while (text.ToString().IndexOf(end, StringComparison.Ordinal) is >= 0 and var at)
            {
                frame(text.ToString(0, at));
                text.Remove(0, at + 1);
            }
        }
    }

    private static double At(double[] sorted, double quantile) => sorted[(int)(quantile * (sorted.Length - 1))];

    private static string Ms(double[] sorted, double quantile) => At(sorted, quantile).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>When each message was sent and how long it took to each socket. A message is recognized by its number in angle brackets.</summary>
    private sealed class Arrivals
    {
        private readonly long[] _sent = new long[Messages];
        private readonly List<double> _took = [];
        private readonly Lock _lock = new();

        public int Count { get { lock (_lock) return _took.Count; } }

        public void Sending(int n) => _sent[n] = Stopwatch.GetTimestamp();

        public void Take(string frame)
        {
            var now = Stopwatch.GetTimestamp();
            // JSON may write the brackets as escapes.
            frame = frame.Replace("\\u003C", "<", StringComparison.OrdinalIgnoreCase).Replace("\\u003E", ">", StringComparison.OrdinalIgnoreCase);
            var from = frame.IndexOf('<', StringComparison.Ordinal);
            var to = frame.IndexOf('>', StringComparison.Ordinal);
            if (from < 0 || to < from || !int.TryParse(frame.AsSpan(from + 1, to - from - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var n)) return;
            lock (_lock) _took.Add(Stopwatch.GetElapsedTime(_sent[n], now).TotalMilliseconds);
        }

        public double[] Sorted() { lock (_lock) return [.. _took.Order()]; }
    }
}
