using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>The socket of a host who broadcasts. Its chunks go to the viewers here, to other front ends that want them, and to the recording. Looks every few seconds, and
/// when something hints that it is not, whether it is still the broadcast of the class and the person still who they were.</summary>
internal sealed partial class PublishSocket(MediaRelay relay, RecordingFolder recordings, IGrainFactory grains, LiveSessions sessions, TimeProvider time, ILogger<PublishSocket> log)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(3), KeyWantedEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(10);

    /// <summary>Of pictures: an encoder has one, and another when it begins anew. All of them are kept with the recording. Sound has one whenever a host is heard again, and it says next to nothing.</summary>
    internal const int MostConfigurations = 100;

    public async Task Serve(MediaSocket socket, LiveClassKey key, Viewer viewer, string courseId, CancellationToken aborted)
    {
        Result<LiveBroadcast> begun;
        using (ActorContext.As(viewer.Actor)) begun = await grains.LiveClass(key).BeginBroadcast(new BeginBroadcast());
        if (!begun.IsOk) { await socket.Close(MediaSocket.Refused, begun.Error.Code); return; }
        var session = begun.Value.Session;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var (code, reason) = (1000, "");
        try
        {
            await using var use = await relay.Enter(key, publishes: true, courseId);
            var bell = new Doorbell(time);
            using var rung = use.Hints.At(bell, viewer.UserId, publishes: true);
            if (!use.Media.Begin(session)) { (code, reason) = (MediaSocket.Replaced, "replaced"); return; }
            await using var recording = recordings.Open(key, session);
            long askedAt = 0;
            using var asks = use.Media.Asks(session, () =>
            {
                if (askedAt != 0 && time.GetElapsedTime(askedAt) < KeyWantedEvery) return;
                askedAt = time.GetTimestamp();
                _ = socket.Send(MediaFrame.Own(FrameKind.KeyWanted), ended.Token);
            });
            await socket.Send(MediaFrame.Own(FrameKind.Session, session), ended.Token);
            var look = Look(socket, key, viewer, session, bell, ended);
            (code, reason) = await Receive(socket, use, recording, session, ended.Token);
            await ended.CancelAsync();
            await look;
            if (use.Link is { } link && use.Media.Session == session) await link.Finish(session);
            use.Media.End(session);
        }
        finally
        {
            await socket.Close(code, reason);
            await Tell(key, viewer, session);
        }
    }

    private async Task<(int Code, string Reason)> Receive(MediaSocket socket, MediaRelay.Use use, RecordingFile recording, long session, CancellationToken ended)
    {
        var pace = new PublisherPace(time);
        var (configured, configurations) = (false, 0);
        while (true)
        {
            if (await socket.Receive(ended) is not { } message) return (1009, "too large");
            if (message.IsEmpty) return (1000, "");
            if (!pace.Allows(message.Length)) return (1008, "too fast");
            if (MediaFrame.FromPublisher(message.Span) is not { } frame) return (1008, "not a frame");
            if (frame.Kind == FrameKind.VideoConfig && CodecConfig.Video(frame.Payload) is null || frame.Kind == FrameKind.AudioConfig && CodecConfig.Audio(frame.Payload) is null
                || frame.Kind == FrameKind.State && !PublisherState.IsValid(frame.Payload)) return (1008, "not a configuration");
            // A later one began at this very front end: nothing more of this one is passed on or kept.
            if (use.Media.Session != session) return (MediaSocket.Replaced, "replaced");
            if (frame.Kind is FrameKind.VideoConfig && ++configurations > MostConfigurations) return (1008, "too many configurations");
            if (frame.Kind is FrameKind.VideoConfig or FrameKind.AudioConfig) configured = true;
            if (frame.IsChunk && !configured) return (1008, "no configuration");
            use.Media.Accept(session, frame);
            use.Link?.Offer(session, frame);
            recording.Append(frame);
        }
    }

    /// <summary>Ends a broadcast that was replaced, or whose class or host's right is over.</summary>
    private async Task Look(MediaSocket socket, LiveClassKey key, Viewer viewer, long session, Doorbell bell, CancellationTokenSource ended)
    {
        try
        {
            while (true)
            {
                await bell.Wait(LookEvery, ended.Token);
                Result<LivePass> pass;
                string? over;
                try
                {
                    over = await sessions.EndOf(viewer, byLoss: true);
                    using (ActorContext.As(viewer.Actor)) pass = await grains.LiveClass(key).GetPass();
                }
                catch (Exception e) when (e is not OutOfMemoryException)
                {
                    // The room is on its way to another silo: the broadcast goes on meanwhile.
                    Untold(log, e);
                    continue;
                }
                if (over is null && (pass.IsOk && pass.Value.Role != LiveRole.Attendee && pass.Value.Session == session || pass.Error?.Kind == ErrorKind.Unavailable)) continue;
                var why = over is null && pass.IsOk && pass.Value.Role != LiveRole.Attendee ? (MediaSocket.Replaced, "replaced") : (MediaSocket.Over, over ?? pass.Error?.Code ?? "live_classes.not_yours");
                await socket.Close(why.Item1, why.Item2);
                ended.CancelAfter(MediaSocket.AnswerPatience);
                return;
            }
        }
        catch (OperationCanceledException) { }
    }

    private async Task Tell(LiveClassKey key, Viewer viewer, long session)
    {
        try
        {
            using (ActorContext.As(viewer.Actor)) await grains.LiveClass(key).EndBroadcast(new EndBroadcast(session)).WaitAsync(EndPatience, time);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The next broadcast replaces it.
            Untold(log, e);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A broadcast could not tell or ask its class")]
    private static partial void Untold(ILogger log, Exception e);
}
