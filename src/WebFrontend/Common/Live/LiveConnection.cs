using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>One socket. Pushes wait in a queue of its own, so that a slow reader delays nobody; one that falls too far behind is closed, comes
/// back and reads what it missed.</summary>
internal sealed class LiveConnection(HubConnectionContext context, Viewer viewer, TimeProvider time)
{
    public const int MaxTopics = 50;
    private const int MaxWaiting = 256;
    private const double CallsPerSecond = 10;
    private const double Burst = 60;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly Channel<SerializedHubMessage> _queue = Channel.CreateBounded<SerializedHubMessage>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private double _allowance = Burst;
    private long _allowedAt = time.GetTimestamp();
    private Task _pump = Task.CompletedTask;
    private volatile bool _ended;

    public string Id => context.ConnectionId;
    public Viewer Viewer => viewer;

    /// <summary>The topics it watches. Guarded by the relay.</summary>
    public HashSet<LiveTopic> Topics { get; } = [];

    /// <summary>Set by the relay when the socket has gone: a join that was under way leaves again.</summary>
    public bool Gone { get; set; }

    public void Start() => _pump = Pump();

    /// <summary>Never waits.</summary>
    public void Enqueue(SerializedHubMessage message)
    {
        if (_queue.Writer.TryWrite(message) || _ended) return;
        LiveMetrics.SlowSocket();
        _ended = true;
        context.Abort();
    }

    public void Abort()
    {
        Closed();
        context.Abort();
    }

    /// <summary>Says why, then closes; a reader that does not take the reason in time is closed without.</summary>
    public async Task End(string reason)
    {
        _queue.Writer.TryWrite(LiveFrames.End(reason));
        _ended = true;
        _queue.Writer.TryComplete();
        try
        {
            await _pump.WaitAsync(EndPatience, time);
        }
        catch (TimeoutException)
        {
            // Closed all the same.
        }
        context.Abort();
    }

    public void Closed()
    {
        _ended = true;
        _queue.Writer.TryComplete();
    }

    /// <summary>A token bucket over all calls of this socket. Calls of one socket come one after another.</summary>
    public bool MayCall()
    {
        var now = time.GetTimestamp();
        _allowance = Math.Min(Burst, _allowance + time.GetElapsedTime(_allowedAt, now).TotalSeconds * CallsPerSecond);
        _allowedAt = now;
        if (_allowance < 1) return false;
        _allowance--;
        return true;
    }

    private async Task Pump()
    {
        await foreach (var message in _queue.Reader.ReadAllAsync())
        {
            if (context.ConnectionAborted.IsCancellationRequested) return;
            try
            {
                await context.WriteAsync(message, context.ConnectionAborted);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }
}
