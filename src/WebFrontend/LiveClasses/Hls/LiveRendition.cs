using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>The rendition of one class at this front end: made while somebody asks for it, of the same chunks that viewers get.</summary>
internal sealed class LiveRendition(LiveClassKey key, MediaRelay relay, TimeProvider time)
{
    private static readonly TimeSpan Unasked = TimeSpan.FromSeconds(30), LookEvery = TimeSpan.FromSeconds(5);
    private long _askedAt = time.GetTimestamp();

    public HlsWindow Window { get; } = new(time);

    /// <summary>Somebody wants it still.</summary>
    public void Touch() => Interlocked.Exchange(ref _askedAt, time.GetTimestamp());

    /// <summary>Until nobody has asked for a while.</summary>
    public async Task Run()
    {
        await using var use = await relay.Enter(key, publishes: false);
        var queue = new ViewerQueue(time);
        var muxer = new HlsMuxer(Window, time);
        use.Media.Join(queue);
        using var looking = time.CreateTimer(_ =>
        {
            if (time.GetElapsedTime(Interlocked.Read(ref _askedAt)) > Unasked) queue.Close();
        }, null, LookEvery, LookEvery);
        try
        {
            while (await queue.Next(CancellationToken.None) is { } frame) muxer.Take(frame);
        }
        finally
        {
            use.Media.Leave(queue);
            queue.Close();
        }
    }
}
