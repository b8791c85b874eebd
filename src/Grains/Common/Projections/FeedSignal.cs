using System.Threading.Channels;

namespace LearningHub.Grains.Common;

/// <summary>A bell between whoever commits and the feed of this process: rings that come while it is busy count once.</summary>
internal sealed class FeedSignal
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _bell.Writer.TryWrite(true);

    /// <summary>Until the bell rings; at most <paramref name="longest"/>.</summary>
    public async Task Wait(TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try { await _bell.Reader.ReadAsync(either.Token); }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { }
    }
}
