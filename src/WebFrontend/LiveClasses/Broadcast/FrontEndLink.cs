using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using LearningHub.Grains.Interfaces.LiveClasses;
using Orleans.Streams;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>Brings one class's chunks from the front end of the publisher to those with viewers, over two Orleans streams: front ends with viewers say every 5 s that they want the
/// chunks, and while one does, they are published once, whatever the number of front ends and viewers. What comes while a publish is under way goes with the next one. An item of a stream stays
/// under the 1 MiB that Orleans has room for: a larger one would hold up its whole queue.</summary>
internal sealed partial class FrontEndLink(ClassMedia media, string frontEnd, IClusterClient cluster, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>A front end is believed for longer than a stream needs to come back after the death of a silo: what it wants travels by another stream than the chunks, which may be back first.</summary>
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SayEvery = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(3), AgainAfter = TimeSpan.FromMilliseconds(500);
    private const int MaxWaiting = 2_000, MaxBatch = 512 * 1024, MaxFrontEnds = 500;

    private readonly CancellationTokenSource _ended = new();
    private readonly Doorbell _say = new(time);
    private readonly Channel<(long Session, long Number, MediaFrame Frame)> _out =
        Channel.CreateBounded<(long, long, MediaFrame)>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private StreamEar<LiveMediaBatch>? _chunks;
    private StreamEar<LiveMediaWanted>? _wanted;
    private Task _running = Task.CompletedTask;
    private readonly ConcurrentDictionary<string, long> _wants = new();
    private volatile bool _fresh;

    private bool IsWanted => !_wants.IsEmpty && _wants.Values.Any(at => time.GetElapsedTime(at) < Believed);

    /// <summary>Listens for what other front ends want: the publisher is here.</summary>
    public async Task Serve()
    {
        _wanted = new(cluster, LiveMediaStreams.Wanted(media.Key), wanted =>
        {
            if (wanted.FrontEnd != frontEnd) Hear(wanted.FrontEnd);
        }, time, log);
        await _wanted.Listen();
        _running = Send(_wanted.Stands);
    }

    /// <summary>Listens for the chunks: viewers are here, the publisher is elsewhere or nowhere yet.</summary>
    public async Task Follow()
    {
        _chunks = new(cluster, LiveMediaStreams.Chunks(media.Key), batch =>
        {
            if (batch.FrontEnd != frontEnd) Take(batch);
        }, time, log);
        await _chunks.Listen();
        _running = Say(_chunks.Stands);
    }

    /// <summary>Subscribes anew: a gateway is gone, or has come.</summary>
    public async Task Reconnect()
    {
        if (_wanted is not null) await _wanted.Again();
        if (_chunks is not null) await _chunks.Again();
        _say.Ring();
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
        if (_wants.Count >= MaxFrontEnds && !_wants.ContainsKey(who)) return;
        _wants[who] = time.GetTimestamp();
        if (!isNew) return;
        // The newcomer gets configurations and all since the last key frame; those who have them already pass over what they know.
        _fresh = true;
        _out.Writer.TryWrite((0, 0, default));
    }

    private async Task Send(Task hears)
    {
        await Task.Yield();
        ActorContext.Current = null;
        var stream = Streams.GetStream<LiveMediaBatch>(LiveMediaStreams.Chunks(media.Key));
        try
        {
            // Those who want chunks say so at once, instead of within the next five seconds: not before they are heard.
            await hears.WaitAsync(_ended.Token);
            _out.Writer.TryWrite((0, 0, default));
            LiveMediaBatch? hello = new(frontEnd, 0, [], 0, [], false);
            while (await _out.Reader.WaitToReadAsync(_ended.Token))
            {
                try
                {
                    foreach (var batch in hello is null ? Batches() : [hello]) await stream.OnNextAsync(batch).WaitAsync(Patience, time, _ended.Token);
                    hello = null;
                }
                catch (Exception e) when (e is not OutOfMemoryException && !_ended.IsCancellationRequested)
                {
                    // A silo is gone. What waits is old by now: they go on from the last key frame, which needs nothing of what was lost.
                    Broken(log, e);
                    await Task.Delay(AgainAfter, time, _ended.Token);
                    while (_out.Reader.TryRead(out _)) { }
                    _fresh = true;
                    _out.Writer.TryWrite((0, 0, default));
                }
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested) { }
    }

    private IEnumerable<LiveMediaBatch> Batches()
    {
        if (!_fresh) return Batch() is { } next ? [next] : [];
        _fresh = false;
        return Everything();
    }

    /// <summary>All there is, for those who have nothing: in as many batches as it needs, the configurations with the first.</summary>
    private List<LiveMediaBatch> Everything()
    {
        var (session, head, first, backlog) = media.Snapshot();
        var batches = new List<LiveMediaBatch>();
        for (var (from, heads) = (0, head); from < backlog.Length || batches.Count == 0; heads = [])
        {
            var (to, bytes) = (from, 0);
            while (to < backlog.Length && (to == from || bytes + backlog[to].Bytes.Length <= MaxBatch)) bytes += backlog[to++].Bytes.Length;
            batches.Add(new(frontEnd, session, [.. heads.Select(f => f.Bytes)], first + from, [.. backlog[from..to].Select(f => f.Bytes)], !media.IsOn));
            from = to;
        }
        return batches;
    }

    private LiveMediaBatch? Batch()
    {
        var heads = ImmutableArray.CreateBuilder<byte[]>();
        var chunks = ImmutableArray.CreateBuilder<byte[]>();
        long of = 0, from = 0, bytes = 0;
        while (_out.Reader.TryPeek(out var next))
        {
            if (next.Frame.Bytes is null) { _out.Reader.TryRead(out _); continue; }
            if (bytes > 0 && bytes + next.Frame.Bytes.Length > MaxBatch) break;
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
        if (batch.Session == 0) { _say.Ring(); return; }
        if (batch.Session > media.Session) media.Begin(batch.Session);
        if (batch.Session != media.Session) return;
        // Told again, it would make decoders begin anew.
        foreach (var bytes in batch.Head)
            if (!media.Knows(new(bytes))) media.Accept(batch.Session, new(bytes));
        if (batch.Chunks.Length > 0 && batch.First > media.Last + 1) media.Missed(batch.Session, batch.First - 1);
        for (var i = 0; i < batch.Chunks.Length; i++)
            if (batch.First + i > media.Last) media.Accept(batch.Session, new(batch.Chunks[i]));
        if (batch.Ended) media.End(batch.Session);
    }

    private async Task Say(Task hears)
    {
        await Task.Yield();
        ActorContext.Current = null;
        var stream = Streams.GetStream<LiveMediaWanted>(LiveMediaStreams.Wanted(media.Key));
        try
        {
            // A newcomer is sent all there is once: what comes before it is heard would be lost, the configurations with it.
            await hears.WaitAsync(_ended.Token);
            while (true)
            {
                var said = true;
                try { await stream.OnNextAsync(new(frontEnd)).WaitAsync(Patience, time, _ended.Token); }
                catch (Exception e) when (e is not OutOfMemoryException && !_ended.IsCancellationRequested)
                {
                    said = false;
                    Broken(log, e);
                }
                await _say.Wait(said ? SayEvery : AgainAfter, _ended.Token);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested) { }
    }

    /// <summary>Tells those who follow that it is over, and stops.</summary>
    public async Task Finish(long session)
    {
        if (!IsWanted) return;
        try { await Streams.GetStream<LiveMediaBatch>(LiveMediaStreams.Chunks(media.Key)).OnNextAsync(new(frontEnd, session, [], 0, [], Ended: true)).WaitAsync(Patience, time); }
        catch (Exception e) when (e is not OutOfMemoryException) { Broken(log, e); }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try { await _running; }
        catch (Exception e) when (e is not OutOfMemoryException) { Broken(log, e); }
        if (_chunks is not null) await _chunks.DisposeAsync();
        if (_wanted is not null) await _wanted.DisposeAsync();
    }

    [LoggerMessage(LogLevel.Warning, "Chunks of a class could not be passed on to other front ends")]
    private static partial void Broken(ILogger log, Exception e);
}
