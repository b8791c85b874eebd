using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>What a lost push must not leave open: once a minute every socket's session is looked up again, and its right to each topic. Sockets of admins who act on behalf of somebody, which
/// are few and end with another's session, are looked up every two seconds.</summary>
internal sealed partial class LiveSessions(LiveLifetime sockets, LiveRelay relay, IGrainFactory grains, TimeProvider time, ILogger<LiveSessions> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1), OnBehalfEvery = TimeSpan.FromSeconds(2);
    private const int AtOnce = 16;

    /// <summary>One of <see cref="SessionEndReasons"/> when the viewer's session has ended or expired, or the person has other roles than the socket was opened with. Null while all is as it
    /// was, and when it cannot be told: whoever asks asks again.</summary>
    /// <param name="byLoss">Of roles only that one is gone counts: who has one more goes on with those they came with.</param>
    public async Task<string?> EndOf(Viewer viewer, bool byLoss = false)
    {
        if (viewer.Person is not { } person) return null;
        try
        {
            using (ActorContext.As(viewer.Actor))
            {
                var user = grains.User(new UserKey(viewer.Tenant, person.UserId));
                var (sessions, now) = (user.ListSessions(), user.Get());
                await Task.WhenAll(sessions, now);
                if (await sessions is not { IsOk: true, Value: var open } || !open.Any(s => s.SessionId == person.SessionId)) return SessionEndReasons.Ended;
                if ((await now).Value is { } view && (byLoss ? person.Roles.Except(view.Roles).Any() : !view.Roles.ToHashSet().SetEquals(person.Roles))) return SessionEndReasons.RolesChanged;
            }
            if (person.By is not { } by) return null;
            using (ActorContext.As(Actor.System(viewer.Tenant))) return await grains.User(new UserKey(viewer.Tenant, by.AdminId)).MayActForOthers(by.SessionId) ? null : SessionEndReasons.Ended;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            CannotTell(log, e);
            return null;
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
        if (await EndOf(connection.Viewer) is { } reason)
        {
            relay.End(connection, reason);
            return;
        }
        foreach (var topic in relay.TopicsOf(connection))
            if (await relay.Authorize(connection.Viewer, topic) is { IsOk: false } no && no.Error.Kind != ErrorKind.Unavailable)
                relay.Leave(connection, topic);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not tell whether a session is still open")]
    private static partial void CannotTell(ILogger log, Exception e);
}
