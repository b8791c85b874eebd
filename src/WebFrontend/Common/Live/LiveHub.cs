using LearningHub.Grains.Interfaces.Users;
using Microsoft.AspNetCore.SignalR;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>What a page may call over its socket. Everything else goes by the API: a socket is for what the server has to say.</summary>
public sealed class LiveHub : Hub
{
    private readonly LiveLifetime _sockets;
    private readonly LiveRelay _relay;
    private readonly LiveSessions _sessions;
    private readonly LivePresence _presence;
    private readonly IGrainFactory _grains;

    internal LiveHub(LiveLifetime sockets, LiveRelay relay, LiveSessions sessions, LivePresence presence, IGrainFactory grains) =>
        (_sockets, _relay, _sessions, _presence, _grains) = (sockets, relay, sessions, presence, grains);

    public override async Task OnConnectedAsync()
    {
        if (Connection is not { Viewer.IsSignedIn: true } connection) return;
        var own = new LiveTopic(connection.Viewer.Tenant, "user", connection.Viewer.UserId);
        // The session is looked at once the topic is watched: an end that came before is seen here, a later one is heard.
        var watched = await _relay.Watch(connection, own);
        // A silo is on its way out, or this front end is new: the page comes again by itself.
        if (watched.Error?.Kind == ErrorKind.Unavailable) connection.Abort();
        else if (!watched.IsOk) _relay.End(connection, SessionEndReasons.SignedOut);
        else if (await _sessions.EndOf(connection.Viewer) is { } reason) _relay.End(connection, reason);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Connection is { } connection) _relay.LeaveAll(connection);
        return Task.CompletedTask;
    }

    /// <summary>From now on the topic's pushes are sent: all after <c>seq</c>, and perhaps some that it counts already, from a stream that is behind.</summary>
    public async Task<WatchAnswer> Watch(string? topic)
    {
        if (Connection is not { } connection) return WatchAnswer.No(LiveErrors.Unavailable);
        if (!connection.MayCall()) return WatchAnswer.No(LiveErrors.TooFast);
        if (LiveTopic.Parse(connection.Viewer.Tenant, topic) is not { } name) return WatchAnswer.No(LiveErrors.NoTopic);
        var watched = await _relay.Watch(connection, name);
        if (!watched.IsOk) return WatchAnswer.No(watched.Error);
        if (LivePresence.Counts(name)) await _presence.Show(connection, name);
        return new(true, null, watched.Value);
    }

    public Task Unwatch(string? topic)
    {
        if (Connection is { } connection && connection.MayCall()
            && LiveTopic.Parse(connection.Viewer.Tenant, topic) is { } name && name.Kind != "user")
            _relay.Leave(connection, name);
        return Task.CompletedTask;
    }

    public async Task Typing(string? topic)
    {
        if (Connection is not { Viewer.IsSignedIn: true } connection || !connection.MayCall()
            || LiveTopic.Parse(connection.Viewer.Tenant, topic) is not { Kind: "chat" } name || !_relay.IsWatching(connection, name)) return;
        using (ActorContext.As(connection.Viewer.Actor)) await _grains.ChatRoom(new CourseKey(name.Tenant, name.Id)).Typing();
    }

    private LiveConnection? Connection => _sockets.Find(Context.ConnectionId);
}

/// <param name="Seq">The topic's last number; 0 where pushes are not numbered.</param>
public sealed record WatchAnswer(bool Ok, string? Error, long Seq)
{
    internal static WatchAnswer No(Error error) => new(false, error.Code, 0);
}
