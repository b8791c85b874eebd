using System.Threading.Channels;

namespace LearningHub.Grains.Common;

/// <summary>Wakes one sleeper: rings that come while it is busy count once.</summary>
internal class Bell
{
    private readonly Channel<bool> _rings = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _rings.Writer.TryWrite(true);

    public async Task Wait(CancellationToken cancellation) => await _rings.Reader.ReadAsync(cancellation);

    /// <summary>Until it rings; at most <paramref name="longest"/>.</summary>
    public async Task Wait(TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        using var timeout = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try { await _rings.Reader.ReadAsync(either.Token); }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested) { }
    }
}

/// <summary>Between whoever commits events and the feed of this process.</summary>
internal sealed class FeedSignal : Bell;
