using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>The sockets of this front end. SignalR's own groups are not used: they have no queue a connection.</summary>
internal sealed class LiveLifetime(ILogger<DefaultHubLifetimeManager<LiveHub>> log, TimeProvider time) : DefaultHubLifetimeManager<LiveHub>(log)
{
    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new();

    public IEnumerable<LiveConnection> All => _connections.Values;

    public int Count => _connections.Count;

    public LiveConnection? Find(string connectionId) => _connections.GetValueOrDefault(connectionId);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        var live = new LiveConnection(connection, connection.GetHttpContext()!.Viewer(), time);
        _connections[connection.ConnectionId] = live;
        live.Start();
        LiveMetrics.SocketOpened();
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (_connections.TryRemove(connection.ConnectionId, out var live))
        {
            live.Closed();
            LiveMetrics.SocketClosed();
        }
        return base.OnDisconnectedAsync(connection);
    }
}
