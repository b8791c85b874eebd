using Orleans.Runtime;
using Orleans.Streams;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>A subscription to a stream that is tried until it stands, and made anew when it may be dead: a gateway that went takes those made through it along, without a word. What the old
/// one still delivers counts until the new one stands, so nothing is lost between the two, and something may come twice.</summary>
internal sealed partial class StreamEar<T>(IClusterClient cluster, StreamId stream, Action<T> take, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250), LongestWait = TimeSpan.FromSeconds(8);
    /// <summary>Nobody waits longer for a silo that may be gone: what was begun goes on by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamSubscriptionHandle<T>? _handle;
    private int _made, _current;

    /// <summary>Done when it stands for the first time; never, when it is left before.</summary>
    public Task Stands => _stands.Task;

    /// <summary>Answers after the first try, or without it when that takes long; until it stands, it is tried again by itself.</summary>
    public async Task Listen()
    {
        var first = Try();
        try
        {
            if (!await first.WaitAsync(Patience, time)) _ = Again();
        }
        catch (TimeoutException)
        {
            _ = GoOn();
        }

        // Not beside the first try, which may yet stand: then there would be two.
        async Task GoOn()
        {
            if (!await first) await Again();
        }
    }

    /// <summary>Until it stands or nobody listens any more: the first tries often meet the very silo that is gone.</summary>
    public async Task Again()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ActorContext.Current = null;
        try
        {
            for (var wait = FirstWait; !await Try(); wait = wait < LongestWait ? 2 * wait : wait) await Task.Delay(wait, time, _ended.Token);
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested) { }
    }

    private async Task<bool> Try()
    {
        await _turn.WaitAsync();
        try
        {
            if (_ended.IsCancellationRequested) return true;
            var number = ++_made;
            var handle = await cluster.GetStreamProvider(LiveTopics.Provider).GetStream<T>(stream).SubscribeAsync((item, _) =>
            {
                // A delivery comes in the context of its publisher: nothing here acts for that person.
                ActorContext.Current = null;
                if (number >= Volatile.Read(ref _current) && !_ended.IsCancellationRequested) take(item);
                return Task.CompletedTask;
            });
            Volatile.Write(ref _current, number);
            var old = _handle;
            _handle = _ended.IsCancellationRequested ? null : handle;
            if (old is not null) await Unsubscribe(old);
            if (_handle is null) await Unsubscribe(handle);
            else _stands.TrySetResult();
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Deaf(log, e);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static async Task Unsubscribe(StreamSubscriptionHandle<T> handle)
    {
        try
        {
            await handle.UnsubscribeAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Its gateway is gone: there is nothing to take down.
        }
    }

    /// <summary>Nothing is taken from now on. Taking the subscription down may need a silo that is gone: nobody waits long for that.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        try { await Close().WaitAsync(Patience, time); }
        catch (TimeoutException) { } // It goes on by itself.
    }

    private async Task Close()
    {
        await _turn.WaitAsync();
        try
        {
            if (_handle is { } handle) await Unsubscribe(handle);
            _handle = null;
        }
        finally
        {
            _turn.Release();
        }
    }

    [LoggerMessage(LogLevel.Warning, "A stream of a class could not be subscribed to; it is tried again")]
    private static partial void Deaf(ILogger log, Exception e);
}
