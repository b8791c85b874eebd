using System.Net;
using System.Net.Sockets;

namespace LearningHub.Grains.Tests.Common;

/// <summary>A wire between a client and PostgreSQL that can be cut at the worst moments: before a request arrives, or after it was carried out
/// and before the answer is back.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly IPEndPoint _server;
    private readonly Task _accepting;
    private int _requestsUntilCut = int.MaxValue;
    private bool _carriesOut;

    public CuttingProxy(string host, int port)
    {
        _server = new(IPAddress.Parse(host), port);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Cuts the wire once, at the n-th request from now.</summary>
    /// <param name="carriesOut">The server gets it and answers; the answer is lost. False: it never arrives.</param>
    public void Cut(int request, bool carriesOut) => (_carriesOut, _requestsUntilCut) = (carriesOut, request);

    /// <summary>Cuts every request from now on.</summary>
    public bool Dead { get; set; }

    public bool WasCut { get; private set; }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Carry(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException) { }
    }

    private async Task Carry(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, _stop.Token);
                var answers = Task.CompletedTask;
                var losing = new TaskCompletionSource<bool>();
                answers = CarryAnswers(server.GetStream(), client.GetStream(), losing);
                var buffer = new byte[1 << 20];
                while (true)
                {
                    var read = await client.GetStream().ReadAsync(buffer, _stop.Token);
                    if (read == 0) return;
                    // A request of the test fits in one packet of the loopback.
                    if (Dead || Interlocked.Decrement(ref _requestsUntilCut) == 0)
                    {
                        WasCut = true;
                        if (Dead || !_carriesOut) return;
                        losing.SetResult(true);
                        await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                        await answers; // ends with the first answer, which nobody gets
                        return;
                    }
                    await server.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }
        }
    }

    private async Task CarryAnswers(NetworkStream from, NetworkStream to, TaskCompletionSource<bool> losing)
    {
        var buffer = new byte[1 << 20];
        try
        {
            while (true)
            {
                var read = await from.ReadAsync(buffer, _stop.Token);
                if (read == 0 || losing.Task.IsCompleted) return;
                await to.WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException) { }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }
}
