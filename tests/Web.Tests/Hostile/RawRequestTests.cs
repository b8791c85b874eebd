using System.Net.Sockets;
using System.Text;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>What no HTTP client would send, byte by byte: answered or cut off in time, and nothing told.</summary>
[Collection("hostile")]
public sealed class RawRequestTests(HostileWorld world)
{
    private static readonly string[] Requests =
    [
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: ../../x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.test:99999\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: \u00e9vil\r\n\r\n",
        "GET /api/v1/academy HTTP/1.1\r\nHost: nobody-knows.test\r\nConnection: close\r\n\r\n",
        "GET /sign-in HTTP/1.1\r\nHost: nobody-knows.test\r\nConnection: close\r\n\r\n",
        "GET http://evil.test/teach HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
        "GET //evil.test/%2e%2e HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /assets/..%2f..%2fappsettings.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /assets/../../../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "GET\r\n\r\n", "\r\n\r\n\r\n", "G\0T / HTTP/1.1\r\n\r\n", "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 50\r\n\r\n{}",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nfffffffffffffff\r\n{}",
        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"email\":",
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\nemail=",
        "GET / HTTP/1.1\r\nHost: localhost\r\nCookie: hub_session=\u00ff\u00fe\u0001\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nX : a\r\n\r\n",
        "GET /hubs/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 1\r\nSec-WebSocket-Key: x\r\n\r\n",
        "GET /hubs/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        "POST /hubs/live/negotiate HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Requests.Length)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Bytes_that_are_hardly_HTTP_are_answered_or_cut_off(int number)
    {
        using var bound = new CancellationTokenSource(Verdict.Patience);
        using var socket = new TcpClient();
        await socket.ConnectAsync(world.Hub.Address.Host, world.Hub.Address.Port, bound.Token);
        await using var stream = socket.GetStream();
        var text = "";
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Requests[number]), bound.Token);
            socket.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            text = await reader.ReadToEndAsync(bound.Token);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Cut off.
        }
        // Nothing, or the frame by which HTTP/2 is told to go.
        if (!text.StartsWith("HTTP/1.", StringComparison.Ordinal)) return;
        var status = int.Parse(text.Split(' ')[1]);
        var split = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var headers = text[..split].Split("\r\n")[1..].GroupBy(h => h[..h.IndexOf(':')], StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => string.Join(", ", g.Select(h => h[(h.IndexOf(':') + 1)..].Trim())), StringComparer.OrdinalIgnoreCase);
        Verdict.Of(world.Doors[0], new Answer(status, headers, text[(split + 4)..]), world.Other.Marker).ShouldBeNull(text);
    }
}
