using System.Net;
using System.Net.Sockets;

namespace LearningHub.Browser.Tests.Hosting;

/// <summary>The line between one person and the hub: a TCP relay on loopback that can be cut in the middle of a request, sockets and all.</summary>
internal sealed class NetworkCable : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<TcpClient> open = [];
    private readonly Uri server;
    private TaskCompletionSource tripped = new();
    private long sent;
    private long limit = long.MaxValue;
    private bool cut;

    public NetworkCable(Uri server)
    {
        this.server = server;
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        _ = Accept();
    }

    public Uri Address { get; }

    /// <summary>Cuts the line when this many more bytes went towards the hub. The task ends when that happened.</summary>
    public Task CutAfter(long bytes)
    {
        tripped = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref limit, Interlocked.Read(ref sent) + bytes);
        return tripped.Task;
    }

    public void Cut()
    {
        Interlocked.Exchange(ref limit, long.MaxValue);
        lock (open)
        {
            cut = true;
            foreach (var client in open) client.Dispose();
            open.Clear();
        }
        tripped.TrySetResult();
    }

    public void Mend()
    {
        lock (open) cut = false;
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Relay(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Relay(TcpClient browser)
    {
        var hub = new TcpClient { NoDelay = true };
        browser.NoDelay = true;
        try
        {
            lock (open)
            {
                if (cut) return;
                open.Add(browser);
                open.Add(hub);
            }
            await hub.ConnectAsync(server.Host, server.Port);
            await Task.WhenAny(Copy(browser.GetStream(), hub.GetStream(), count: true), Copy(hub.GetStream(), browser.GetStream(), count: false));
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Cut, or closed by either side.
        }
        finally
        {
            lock (open)
            {
                open.Remove(browser);
                open.Remove(hub);
            }
            browser.Dispose();
            hub.Dispose();
        }
    }

    private async Task Copy(NetworkStream from, NetworkStream to, bool count)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int n; (n = await from.ReadAsync(buffer)) > 0;)
            {
                await to.WriteAsync(buffer.AsMemory(0, n));
                if (count && Interlocked.Add(ref sent, n) >= Interlocked.Read(ref limit)) Cut();
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The other direction ends with it.
        }
    }

    public void Dispose()
    {
        Cut();
        listener.Dispose();
    }
}
