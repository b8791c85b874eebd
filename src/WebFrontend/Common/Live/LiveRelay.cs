using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Interfaces.Users;
using Microsoft.AspNetCore.SignalR;
using Orleans.Runtime;

namespace LearningHub.WebFrontend.Common.Live;

/// <summary>Brings pushes from Orleans streams to the sockets of this front end: one subscription a stream while a topic on it has a local viewer, and of what
/// comes only what that topic's viewers watch. Order within a topic is kept. A person that may no longer watch is dropped before anything later is forwarded.</summary>
public sealed partial class LiveRelay : IStreamRelay
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250), LongestWait = TimeSpan.FromSeconds(8);

    private readonly Lock _gate = new();
    private readonly Dictionary<LiveTopic, TopicFeed> _feeds = [];
    private readonly Dictionary<StreamId, StreamFeed> _streams = [];
    private readonly Dictionary<string, ITopicAuthorizer> _authorizers;
    private readonly IClusterClient _cluster;
    private readonly ILogger<LiveRelay> _log;

    internal LiveRelay(IClusterClient cluster, IEnumerable<ITopicAuthorizer> authorizers, ILogger<LiveRelay> log)
    {
        (_cluster, _log) = (cluster, log);
        _authorizers = authorizers.ToDictionary(a => a.Kind);
    }

    /// <summary>Told when the viewers of a topic have changed.</summary>
    internal Action<LiveTopic> ViewersChanged { get; set; } = static _ => { };

    /// <summary>Whether somebody watches a topic here.</summary>
    internal bool IsOpen(string topic, string tenant)
    {
        lock (_gate) return LiveTopic.Parse(tenant, topic) is { } name && _feeds.ContainsKey(name);
    }

    /// <summary>Lets a connection watch a topic, if it may. Asks twice: before the subscription, so that nobody can make this front end
    /// subscribe to what is not theirs, and when the seat is taken, so that a removal in between is seen either there or here.</summary>
    internal async Task<Result<long>> Watch(LiveConnection connection, LiveTopic topic)
    {
        var first = await Authorize(connection.Viewer, topic);
        if (!first.IsOk) return first;
        lock (_gate)
        {
            if (connection.Topics.Contains(topic) && _feeds.TryGetValue(topic, out var known) && known.Seats.TryGetValue(connection.Id, out var own) && own.IsOpen) return first;
            if (connection.Topics.Count >= LiveConnection.MaxTopics + 1) return LiveErrors.TooMany;
        }
        if (await Join(connection, topic) is { } refused) return refused;

        var second = await Authorize(connection.Viewer, topic);
        lock (_gate)
        {
            if (second.IsOk && _feeds.TryGetValue(topic, out var feed) && feed.Seats.TryGetValue(connection.Id, out var seat)) seat.Open();
            else if (second.IsOk) second = LiveErrors.NotAllowed;
        }
        if (second.IsOk) ViewersChanged(topic);
        else Leave(connection, topic);
        return second;
    }

    /// <summary>Takes a seat, closed yet, on a subscription that stands.</summary>
    private async Task<Error?> Join(LiveConnection connection, LiveTopic topic)
    {
        Task ready;
        lock (_gate)
        {
            if (connection.Gone) return LiveErrors.Unavailable;
            if (!_feeds.TryGetValue(topic, out var feed))
            {
                var id = LiveTopics.Stream(topic.Tenant, topic.Name);
                if (!_streams.TryGetValue(id, out var stream)) _streams[id] = stream = new StreamFeed(id, topic.Kind, _cluster, Deliver);
                _feeds[topic] = stream.Topics[topic.Name] = feed = new TopicFeed(topic, stream);
                LiveMetrics.TopicOpened(topic.Kind);
            }
            feed.Seats[connection.Id] = new Seat(connection);
            connection.Topics.Add(topic);
            ready = feed.Stream.Ready();
        }
        try
        {
            await ready;
            return null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            SubscribeFailed(_log, topic.Kind, e);
            Leave(connection, topic);
            return LiveErrors.Unavailable;
        }
    }

    internal void Leave(LiveConnection connection, LiveTopic topic)
    {
        lock (_gate) Drop(connection, topic);
        ViewersChanged(topic);
    }

    internal void LeaveAll(LiveConnection connection)
    {
        LiveTopic[] left;
        lock (_gate)
        {
            connection.Gone = true;
            left = [.. connection.Topics];
            foreach (var topic in left) Drop(connection, topic);
        }
        foreach (var topic in left) ViewersChanged(topic);
    }

    internal bool IsWatching(LiveConnection connection, LiveTopic topic)
    {
        lock (_gate) return connection.Topics.Contains(topic);
    }

    internal LiveTopic[] TopicsOf(LiveConnection connection)
    {
        lock (_gate) return [.. connection.Topics];
    }

    /// <summary>The people who watch a topic here.</summary>
    internal IReadOnlyCollection<string> Viewers(LiveTopic topic)
    {
        lock (_gate)
            return _feeds.TryGetValue(topic, out var feed) ? feed.Seats.Values.Where(s => s.IsOpen).Select(s => s.Connection.Viewer.UserId).Where(id => id.Length > 0).ToHashSet() : [];
    }

    /// <summary>The streams this front end is subscribed to, by kind.</summary>
    internal ImmutableDictionary<string, int> StreamCounts()
    {
        lock (_gate) return _streams.Values.GroupBy(s => s.Kind).ToImmutableDictionary(g => g.Key, g => g.Count());
    }

    internal LiveTopic[] TopicsOfKind(string kind)
    {
        lock (_gate) return [.. _feeds.Keys.Where(t => t.Kind == kind)];
    }

    /// <summary>Subscribes anew to everything and tells the viewers to read again. For a host whose client lost its gateway: its subscriptions
    /// may be dead without a word.</summary>
    public Task Reconnect()
    {
        StreamFeed[] streams;
        lock (_gate) streams = [.. _streams.Values];
        return Task.WhenAll(streams.Select(Renew));
    }

    /// <summary>Until it is done or nobody watches any more: the first tries often meet the very silo that is gone.</summary>
    private async Task Renew(StreamFeed stream)
    {
        for (var wait = FirstWait; ; wait = wait < LongestWait ? 2 * wait : wait)
        {
            try
            {
                await stream.Renew();
                break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                SubscribeFailed(_log, stream.Kind, e);
            }
            await Task.Delay(wait, TimeProvider.System);
            lock (_gate)
                if (!_streams.TryGetValue(stream.Stream, out var now) || now != stream) return;
        }
        lock (_gate)
            foreach (var feed in stream.Topics.Values)
            {
                var resync = LiveFrames.Push(feed.Topic.Name, LiveKinds.Resync, 0, new { });
                foreach (var seat in feed.Seats.Values) seat.Deliver(resync);
            }
    }

    internal async Task<Result<long>> Authorize(Viewer viewer, LiveTopic topic)
    {
        if (!_authorizers.TryGetValue(topic.Kind, out var authorizer)) return LiveErrors.NoTopic;
        if (!viewer.IsSignedIn && !authorizer.AllowsVisitors) return LiveErrors.SignIn;
        try
        {
            using (ActorContext.As(viewer.Actor)) return await authorizer.Authorize(topic, viewer);
        }
        catch (ActorDeniedException)
        {
            return LiveErrors.NotAllowed;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            AuthorizeFailed(_log, topic.Kind, e);
            return LiveErrors.Unavailable;
        }
    }

    private void Deliver(StreamFeed stream, LivePush push)
    {
        LiveMetrics.Pushed(stream.Kind);
        TopicFeed? feed;
        // A stream of many people's topics brings what nobody here watches: it is dropped unread, and never goes to another's sockets.
        lock (_gate)
            if (!stream.Topics.TryGetValue(push.Topic, out feed)) return;
        if (push.Kind == LiveKinds.Removed && Read<PersonRemoved>(push) is { } removed) Remove(feed, push, removed.UserId);
        else if (push.Kind == SessionEnd.Kind && feed.Topic.Kind == "user" && Read<SessionEnd>(push) is { } ended) End(feed, ended);
        else if (LiveFrames.Push(push) is { } frame)
            lock (_gate)
                foreach (var seat in feed.Seats.Values)
                    if (push.Kind == LiveKinds.Presence) seat.DeliverPresence(frame, push.Seq);
                    else seat.Deliver(frame);
    }

    /// <summary>Shows one viewer who is here.</summary>
    internal void ShowPresence(LiveConnection connection, LiveTopic topic, PresenceView view)
    {
        lock (_gate)
            if (_feeds.TryGetValue(topic, out var feed) && feed.Seats.TryGetValue(connection.Id, out var seat))
                seat.DeliverPresence(LiveFrames.Push(topic.Name, LiveKinds.Presence, view.Number, view), view.Number);
    }

    private void Remove(TopicFeed feed, LivePush push, string userId)
    {
        var frame = LiveFrames.Push(push)!;
        lock (_gate)
        {
            foreach (var seat in feed.Seats.Values.Where(s => s.Connection.Viewer.UserId == userId).ToArray())
            {
                // The last thing they hear of this topic. One that is not let in yet is told by the answer to its call.
                if (seat.IsOpen) seat.Connection.Enqueue(frame);
                Drop(seat.Connection, feed.Topic);
            }
        }
        ViewersChanged(feed.Topic);
    }

    private void End(TopicFeed feed, SessionEnd ended)
    {
        LiveConnection[] closing;
        lock (_gate)
            closing = [.. feed.Seats.Values.Select(s => s.Connection).Where(c => ended.SessionId is not { } session || session == c.Viewer.Actor.SessionId)];
        foreach (var connection in closing) End(connection, ended.Reason);
    }

    /// <summary>Takes the connection out of everything, tells it why and closes it.</summary>
    internal void End(LiveConnection connection, string reason)
    {
        LeaveAll(connection);
        // With other roles the same session goes on: the page comes back by itself, and is let in as what it now is.
        if (reason == SessionEndReasons.RolesChanged) connection.Abort();
        else _ = connection.End(reason);
    }

    private void Drop(LiveConnection connection, LiveTopic topic)
    {
        connection.Topics.Remove(topic);
        if (!_feeds.TryGetValue(topic, out var feed)) return;
        feed.Seats.Remove(connection.Id);
        if (feed.Seats.Count > 0) return;
        // The next viewer makes a feed of its own; this one only has to be taken down, and its stream's with its last topic.
        _feeds.Remove(topic);
        LiveMetrics.TopicClosed(topic.Kind);
        var stream = feed.Stream;
        stream.Topics.Remove(topic.Name);
        if (stream.Topics.Count > 0) return;
        _streams.Remove(stream.Stream);
        _ = stream.Close();
    }

    private static T? Read<T>(LivePush push) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(push.Json, JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not subscribe to a {Kind} topic")]
    private static partial void SubscribeFailed(ILogger log, string kind, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not tell who may watch a {Kind} topic")]
    private static partial void AuthorizeFailed(ILogger log, string kind, Exception e);
}
