namespace LearningHub.WebFrontend.Common.Live;

/// <summary>What a lost push must not leave open: once a minute every socket's session is looked up again, and its right to each topic. Sockets of admins who act on behalf of somebody, which
/// are few and end with another's session, are looked up every two seconds.</summary>
internal sealed partial class LiveSessions(LiveLifetime sockets, LiveRelay relay, IGrainFactory grains, TimeProvider time, ILogger<LiveSessions> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1), OnBehalfEvery = TimeSpan.FromSeconds(2);
    private const int AtOnce = 16;

    /// <summary>Whether the viewer's session has neither ended nor expired. When it cannot be told, it is taken as open: the sweep comes again.</summary>
    public async Task<bool> IsOpen(Viewer viewer)
    {
        if (viewer.Person is not { } person) return true;
        try
        {
            using (ActorContext.As(viewer.Actor))
            {
                var sessions = await grains.User(new UserKey(viewer.Tenant, person.UserId)).ListSessions();
                if (!sessions.IsOk || !sessions.Value.Any(s => s.SessionId == person.SessionId)) return false;
            }
            if (person.By is not { } by) return true;
            using (ActorContext.As(Actor.System(viewer.Tenant))) return await grains.User(new UserKey(viewer.Tenant, by.AdminId)).MayActForOthers(by.SessionId);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            CannotTell(log, e);
            return true;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(OnBehalfEvery, time);
        var all = time.GetTimestamp();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping };
        while (await timer.WaitForNextTickAsync(stopping))
        {
            var everyone = time.GetElapsedTime(all) >= Every;
            if (everyone) all = time.GetTimestamp();
            await Parallel.ForEachAsync(everyone ? sockets.All : sockets.All.Where(c => c.Viewer.Person?.By is not null), parallel, (connection, _) => Check(connection));
        }
    }

    private async ValueTask Check(LiveConnection connection)
    {
        if (!await IsOpen(connection.Viewer))
        {
            relay.End(connection, "expired");
            return;
        }
        foreach (var topic in relay.TopicsOf(connection))
            if (await relay.Authorize(connection.Viewer, topic) is { IsOk: false } no && no.Error.Kind != ErrorKind.Unavailable)
                relay.Leave(connection, topic);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not tell whether a session is still open")]
    private static partial void CannotTell(ILogger log, Exception e);
}
