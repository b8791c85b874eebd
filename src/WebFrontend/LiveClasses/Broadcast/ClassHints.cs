using System.Collections.Concurrent;
using System.Text.Json;
using LearningHub.Grains.Interfaces.LiveClasses;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>Rings at the media sockets of one class when something happened that may end them: another broadcast, the end of the class, a person who was removed from the course. Only a
/// hint: whoever is rung asks the class, and all ask now and then anyway, as pushes may be lost.</summary>
internal sealed partial class ClassHints(LiveClassKey key, IClusterClient cluster, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Doorbell, (string User, bool Publishes)> _bells = new();
    private StreamEar<LivePush>[] _ears = [];
    private long _session = -1;
    private string _phase = "";

    /// <summary>Rings until disposed.</summary>
    public IDisposable At(Doorbell bell, string userId, bool publishes)
    {
        _bells[bell] = (userId, publishes);
        return new Leaving(() => _bells.TryRemove(bell, out _));
    }

    public Task Listen(string courseId)
    {
        _ears = [Of(LiveTopics.Class(key.ClassId)), Of(LiveTopics.Chat(courseId))];
        return Task.WhenAll(_ears.Select(e => e.Listen()));

        StreamEar<LivePush> Of(string topic) => new(cluster, LiveTopics.Stream(key.Tenant, topic), Hear, time, log);
    }

    /// <summary>Subscribes anew: a gateway is gone, or has come.</summary>
    public Task Reconnect() => Task.WhenAll(_ears.Select(e => e.Again()));

    internal void Hear(LivePush push)
    {
        try
        {
            if (push.Kind == LiveKinds.Removed && JsonSerializer.Deserialize<PersonRemoved>(push.Json, JsonSerializerOptions.Web) is { UserId: var gone }) Ring((user, _) => user == gone);
            else if (push.Kind == "room" && JsonSerializer.Deserialize<Room>(push.Json, JsonSerializerOptions.Web) is { } room)
            {
                var session = room.Broadcast?.Session ?? 0;
                // A viewer stays over a change of broadcasts.
                if (_phase.Length > 0 && room.Phase != _phase) Ring(static (_, _) => true);
                else if (session != _session) Ring(static (_, publishes) => publishes);
                (_session, _phase) = (session, room.Phase ?? "");
            }
        }
        catch (JsonException e)
        {
            Deaf(log, e);
        }
    }

    private void Ring(Func<string, bool, bool> whose)
    {
        foreach (var (bell, (user, publishes)) in _bells)
            if (whose(user, publishes)) bell.Ring();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var ear in _ears) await ear.DisposeAsync();
    }

    private sealed record Room(string? Phase, Broadcast? Broadcast);

    private sealed record Broadcast(long Session);

    private sealed class Leaving(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }

    [LoggerMessage(LogLevel.Warning, "A hint of a class could not be read; its sockets ask by themselves")]
    private static partial void Deaf(ILogger log, Exception e);
}
