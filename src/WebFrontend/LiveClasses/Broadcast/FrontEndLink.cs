using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using LearningHub.Grains.Interfaces.LiveClasses;
using Orleans.Streams;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>Brings one class's chunks from the front end of the publisher to those with viewers, over two Orleans streams: front ends with viewers say every 5 s that they want the
/// chunks, and while one does, they are published once, whatever the number of front ends and viewers. What comes while a publish is under way goes with the next one.</summary>
internal sealed partial class FrontEndLink(ClassMedia media, string frontEnd, IClusterClient cluster, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5), Believed = TimeSpan.FromSeconds(15);
    private const int MaxWaiting = 2_000, MaxBatch = 512 * 1024, MaxFrontEnds = 500;

    private readonly CancellationTokenSource _ended = new();
    private readonly Channel<(long Session, long Number, MediaFrame Frame)> _out =
        Channel.CreateBounded<(long, long, MediaFrame)>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private StreamSubscriptionHandle<LiveMediaBatch>? _chunks;
    private StreamSubscriptionHandle<LiveMediaWanted>? _wanted;
    private Task _running = Task.CompletedTask;
    private readonly ConcurrentDictionary<string, long> _wants = new();
    private volatile bool _fresh;

    private bool IsWanted => !_wants.IsEmpty && _wants.Values.Any(at => time.GetElapsedTime(at) < Believed);

    /// <summary>Listens for what other front ends want: the publisher is here.</summary>
    public async Task Serve()
    {
        _wanted = await Streams.GetStream<LiveMediaWanted>(LiveMediaStreams.Wanted(media.Key)).SubscribeAsync((wanted, _) =>
        {
            if (wanted.FrontEnd != frontEnd) Hear(wanted.FrontEnd);
            return Task.CompletedTask;
        });
        _running = Send();
    }

    /// <summary>Listens for the chunks: viewers are here, the publisher is elsewhere or nowhere yet.</summary>
    public async Task Follow()
    {
        _chunks = await Streams.GetStream<LiveMediaBatch>(LiveMediaStreams.Chunks(media.Key)).SubscribeAsync((batch, _) =>
        {
            ActorContext.Current = null;
            if (batch.FrontEnd != frontEnd) Take(batch);
            return Task.CompletedTask;
        });
        _running = Say();
    }

    /// <summary>A frame of the publisher here. Never waits.</summary>
    public void Offer(long session, MediaFrame frame)
    {
        if (IsWanted) _out.Writer.TryWrite((session, frame.IsChunk ? media.Last : 0, frame));
    }

    private IStreamProvider Streams => cluster.GetStreamProvider(LiveTopics.Provider);

    private void Hear(string who)
    {
        var isNew = !_wants.TryGetValue(who, out var at) || time.GetElapsedTime(at) >= Believed;
        var first = isNew && !IsWanted;
        if (_wants.Count < MaxFrontEnds || !isNew) _wants[who] = time.GetTimestamp();
        if (first)
        {
            // Nobody was served: the newcomer gets all since the last key frame.
            _fresh = true;
            _out.Writer.TryWrite((0, 0, default));
        }
        // One that joins others has not long to wait for the next.
        else if (isNew) media.KeyWanted?.Invoke();
    }

    private async Task Send()
    {
        await Task.Yield();
        ActorContext.Current = null;
        var stream = Streams.GetStream<LiveMediaBatch>(LiveMediaStreams.Chunks(media.Key));
        try
        {
            while (await _out.Reader.WaitToReadAsync(_ended.Token))
            {
                var batch = Batch();
                if (batch is not null) await stream.OnNextAsync(batch);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested) { }
        catch (Exception e) when (e is not OutOfMemoryException) { Broken(log, e); }
    }

    private LiveMediaBatch? Batch()
    {
        if (_fresh)
        {
            _fresh = false;
            var (session, head, first, backlog) = media.Snapshot();
            return new(frontEnd, session, [.. head.Select(f => f.Bytes)], first, [.. backlog.Select(f => f.Bytes)], !media.IsOn);
        }
        var heads = ImmutableArray.CreateBuilder<byte[]>();
        var chunks = ImmutableArray.CreateBuilder<byte[]>();
        long of = 0, from = 0, bytes = 0;
        while (bytes < MaxBatch && _out.Reader.TryPeek(out var next))
        {
            if (next.Frame.Bytes is null) { _out.Reader.TryRead(out _); continue; }
            // A batch is one run of numbers of one session.
            if (of != 0 && (next.Session != of || next.Frame.IsChunk && chunks.Count > 0 && next.Number != from + chunks.Count || !next.Frame.IsChunk && chunks.Count > 0)) break;
            _out.Reader.TryRead(out _);
            of = next.Session;
            bytes += next.Frame.Bytes.Length;
            if (!next.Frame.IsChunk) { heads.Add(next.Frame.Bytes); continue; }
            if (chunks.Count == 0) from = next.Number;
            chunks.Add(next.Frame.Bytes);
        }
        return of == 0 ? null : new(frontEnd, of, heads.ToImmutable(), from, chunks.ToImmutable(), false);
    }

    private void Take(LiveMediaBatch batch)
    {
        if (batch.Session > media.Session) media.Begin(batch.Session);
        if (batch.Session != media.Session) return;
        foreach (var bytes in batch.Head) media.Accept(batch.Session, new(bytes));
        if (batch.Chunks.Length > 0 && batch.First > media.Last + 1) media.Missed(batch.Session, batch.First - 1);
        for (var i = 0; i < batch.Chunks.Length; i++)
            if (batch.First + i > media.Last) media.Accept(batch.Session, new(batch.Chunks[i]));
        if (batch.Ended) media.End(batch.Session);
    }

    private async Task Say()
    {
        await Task.Yield();
        ActorContext.Current = null;
        var stream = Streams.GetStream<LiveMediaWanted>(LiveMediaStreams.Wanted(media.Key));
        using var timer = new PeriodicTimer(SayEvery, time);
        try
        {
            do
            {
                try { await stream.OnNextAsync(new(frontEnd)); }
                catch (Exception e) when (e is not OutOfMemoryException && !_ended.IsCancellationRequested) { Broken(log, e); }
            }
            while (await timer.WaitForNextTickAsync(_ended.Token));
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested) { }
    }

    /// <summary>Tells those who follow that it is over, and stops.</summary>
    public async Task Finish(long session)
    {
        if (!IsWanted) return;
        try { await Streams.GetStream<LiveMediaBatch>(LiveMediaStreams.Chunks(media.Key)).OnNextAsync(new(frontEnd, session, [], 0, [], Ended: true)); }
        catch (Exception e) when (e is not OutOfMemoryException) { Broken(log, e); }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try
        {
            await _running;
            if (_chunks is not null) await _chunks.UnsubscribeAsync();
            if (_wanted is not null) await _wanted.UnsubscribeAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException) { Broken(log, e); }
        _ended.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "Chunks of a class could not be passed on to other front ends")]
    private static partial void Broken(ILogger log, Exception e);
}
