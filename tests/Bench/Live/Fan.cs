using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Threading.Channels;
using LearningHub.Bench.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearningHub.Bench.Live;

/// <summary>The least that hands what one WebSocket brings to all others: a program of its own, as the hub is. No rights, no rooms, no recording.</summary>
internal sealed class Fan : IAsyncDisposable
{
    private readonly Process _process;

    private Fan(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }
    public int Id => _process.Id;

    public static async Task<Fan> Start(CancellationToken cancellation)
    {
        using var free = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        free.Start();
        var port = ((System.Net.IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])[Repository.Program("Bench"), "fan", port.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
        var fan = new Fan(Process.Start(start)!, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
        using var http = new HttpClient();
        await Wait.Until("the bare fan-out answers", TimeSpan.FromSeconds(60), async () =>
        {
            try { return (int)(await http.GetAsync(fan.Address, cancellation)).StatusCode; }
            catch (HttpRequestException) { return 0; }
        }, status => status != 0, cancellation);
        return fan;
    }

    public static async Task Serve(int port, CancellationToken stop)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(System.Net.IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.UseWebSockets();
        var watchers = new ConcurrentDictionary<Channel<byte[]>, byte>();
        app.Map("/watch", async (HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var queue = Channel.CreateUnbounded<byte[]>(new() { SingleReader = true });
            watchers[queue] = 0;
            try
            {
                await foreach (var frame in queue.Reader.ReadAllAsync(http.RequestAborted)) await socket.SendAsync(frame, WebSocketMessageType.Binary, true, http.RequestAborted);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException) { }
            finally { watchers.TryRemove(queue, out _); }
        });
        app.Map("/publish", async (HttpContext http) =>
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[64 * 1024];
            while (await socket.ReceiveAsync(buffer.AsMemory(), http.RequestAborted) is { MessageType: WebSocketMessageType.Binary } part)
            {
                var frame = buffer[..part.Count];
                foreach (var watcher in watchers.Keys) watcher.Writer.TryWrite(frame);
            }
        });
        await app.StartAsync(stop);
        try { await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop); }
        catch (OperationCanceledException) { }
    }

    public async ValueTask DisposeAsync()
    {
        Processes.Signal(_process.Id, Processes.Kill);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
