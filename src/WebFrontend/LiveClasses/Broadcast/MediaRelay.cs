using System.Collections.Concurrent;
using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.LiveClasses.Broadcast;

/// <summary>The classes that have a publisher or a viewer at this front end.</summary>
internal sealed partial class MediaRelay(IClusterClient cluster, TimeProvider time, ILogger<MediaRelay> log) : IStreamRelay
{
    private readonly ConcurrentDictionary<LiveClassKey, Room> _rooms = new();
    private readonly string _frontEnd = Guid.NewGuid().ToString("n");

    /// <summary>A class in use; disposing the last use lets it go.</summary>
    /// <param name="courseId">Whose people are in it: for the hints. Null: needs none.</param>
    public async Task<Use> Enter(LiveClassKey key, bool publishes, string? courseId = null)
    {
        while (true)
        {
            var room = _rooms.GetOrAdd(key, k => new(new(k), new(k, cluster, time, log)));
            await room.Turn.WaitAsync();
            try
            {
                if (room.Gone) continue;
                room.Uses++;
                if (publishes) room.Publishers++;
                await Link(room);
                if (courseId is not null && !room.Hears)
                {
                    room.Hears = true;
                    await room.Hints.Listen(courseId);
                }
                return new Use(this, room, publishes);
            }
            finally
            {
                room.Turn.Release();
            }
        }
    }

    private async Task Leave(Room room, bool published)
    {
        await room.Turn.WaitAsync();
        try
        {
            room.Uses--;
            if (published) room.Publishers--;
            if (room.Uses > 0) { await Link(room); return; }
            room.Gone = true;
            _rooms.TryRemove(room.Media.Key, out _);
            if (room.Link is not null) await room.Link.DisposeAsync();
            await room.Hints.DisposeAsync();
        }
        finally
        {
            room.Turn.Release();
        }
    }

    /// <summary>With a publisher here this front end serves the others, else it follows. Without the streams the class goes on for those who are here.</summary>
    private async Task Link(Room room)
    {
        var serves = room.Publishers > 0;
        if (room.Link is not null && room.Serves == serves) return;
        try
        {
            if (room.Link is { } old) await old.DisposeAsync();
            room.Link = new(room.Media, _frontEnd, cluster, time, log);
            room.Serves = serves;
            await (serves ? room.Link.Serve() : room.Link.Follow());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Unlinked(log, e);
        }
    }

    /// <summary>Subscribes anew for every class: a gateway of this front end is gone, or has come.</summary>
    public Task Reconnect() => Task.WhenAll(_rooms.Values.SelectMany(room => (Task[])[room.Link?.Reconnect() ?? Task.CompletedTask, room.Hints.Reconnect()]));

    internal sealed class Room(ClassMedia media, ClassHints hints)
    {
        public ClassMedia Media => media;
        public ClassHints Hints => hints;
        public bool Hears { get; set; }
        public SemaphoreSlim Turn { get; } = new(1);
        public int Uses { get; set; }
        public int Publishers { get; set; }
        public bool Gone { get; set; }
        public bool Serves { get; set; }
        public FrontEndLink? Link { get; set; }
    }

    internal sealed class Use(MediaRelay relay, Room room, bool publishes) : IAsyncDisposable
    {
        public ClassMedia Media => room.Media;
        public FrontEndLink? Link => room.Link;
        public ClassHints Hints => room.Hints;
        public async ValueTask DisposeAsync() => await relay.Leave(room, publishes);
    }

    [LoggerMessage(LogLevel.Warning, "A class could not be linked with other front ends")]
    private static partial void Unlinked(ILogger log, Exception e);
}
