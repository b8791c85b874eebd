using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>The socket of one who watches. It only listens; whether it may watch is asked again when something hints that it may not, and twice a minute.</summary>
internal sealed partial class WatchSocket(MediaRelay relay, WatchPlaces places, IGrainFactory grains, LiveSessions sessions, TimeProvider time, ILogger<WatchSocket> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    public async Task Serve(MediaSocket socket, LiveClassKey key, Viewer viewer, string courseId, CancellationToken aborted)
    {
        if (await Refused(key, viewer) is { } refused) { await socket.Close(MediaSocket.Over, refused); return; }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        using var place = places.Take((key.Tenant, viewer.UserId), () => _ = End(socket, MediaSocket.Replaced, "too many", ended));
        await using var use = await relay.Enter(key, publishes: false, courseId);
        var bell = new Doorbell(time);
        using var rung = use.Hints.At(bell, viewer.UserId, publishes: false);
        var queue = new ViewerQueue(time);
        var (code, reason) = (1000, "");
        use.Media.Join(queue);
        try
        {
            var sending = Send(socket, queue, ended);
            var looking = Look(socket, key, viewer, bell, ended);
            // A viewer has nothing to say: its first word ends it, its close too.
            if (await socket.Receive(ended.Token) is not { IsEmpty: true } && !ended.IsCancellationRequested) (code, reason) = (1008, "listen only");
            await ended.CancelAsync();
            queue.Close();
            await looking;
            if (!await sending) (code, reason) = (MediaSocket.Slow, "slow");
        }
        finally
        {
            use.Media.Leave(queue);
            queue.Close();
            await socket.Close(code, reason);
        }
    }

    /// <summary>False when the viewer did not take what it was sent.</summary>
    private static async Task<bool> Send(MediaSocket socket, ViewerQueue queue, CancellationTokenSource ended)
    {
        try
        {
            while (await queue.Next(ended.Token) is { } frame)
            {
                if (await socket.Send(frame, ended.Token)) continue;
                var slow = !ended.IsCancellationRequested;
                await ended.CancelAsync();
                return !slow;
            }
        }
        catch (OperationCanceledException) { }
        return true;
    }

    private async Task Look(MediaSocket socket, LiveClassKey key, Viewer viewer, Doorbell bell, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                await bell.Wait(LookEvery, ended.Token);
                if ((await sessions.EndOf(viewer, byLoss: true) ?? await Refused(key, viewer)) is not { } why) continue;
                await End(socket, MediaSocket.Over, why, ended);
                return;
            }
        }
        catch (OperationCanceledException) { }
    }

    private static async Task End(MediaSocket socket, int code, string reason, CancellationTokenSource ended)
    {
        await socket.Close(code, reason);
        try { ended.CancelAfter(MediaSocket.AnswerPatience); }
        catch (ObjectDisposedException) { } // The other side was quicker.
    }

    private async Task<string?> Refused(LiveClassKey key, Viewer viewer)
    {
        try
        {
            using (ActorContext.As(viewer.Actor)) return (await grains.LiveClass(key).GetPass()).Error is { Kind: not ErrorKind.Unavailable } error ? error.Code : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            CannotTell(log, e);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not tell whether a person may still watch a class")]
    private static partial void CannotTell(ILogger log, Exception e);
}
