using System.Collections.Immutable;
using System.Reflection;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.WebFrontend.Common.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;

namespace LearningHub.Web.Tests.Live;

public sealed class LivePresenceTests
{
    private readonly TaskCompletionSource _never = new();

    [Fact]
    public async Task Rooms_that_do_not_answer_make_no_other_room_late()
    {
        var relay = new LiveRelay(null!, [], NullLogger<LiveRelay>.Instance);
        var classes = new Classes(_never.Task);
        using var presence = new LivePresence(relay, Factory.Of(_never.Task), [classes], TimeProvider.System, NullLogger<LivePresence>.Instance);
        await presence.StartAsync(default);
        try
        {
            // More rooms of courses than there are places, and many classes on the same silo.
            for (var i = 0; i < 400; i++) relay.ViewersChanged!(new("main", "chat", $"c{i}"));
            for (var i = 0; i < 100; i++) relay.ViewersChanged!(new("main", "class", $"hangs{i}"));
            await Wait.Until(() => Task.FromResult(classes.Asked), n => n == 100);
            relay.ViewersChanged!(new("main", "class", "well"));
            // Said once more while none of the others has come back.
            await Wait.Until(() => Task.FromResult(classes.Told), n => n == 1);
            relay.ViewersChanged!(new("main", "class", "well"));
            await Wait.Until(() => Task.FromResult(classes.Told), n => n == 2);
        }
        finally { await presence.StopAsync(default); }
    }

    private sealed class Classes(Task never) : IPresenceListener
    {
        private int _asked, _told;

        public int Asked => Volatile.Read(ref _asked);
        public int Told => Volatile.Read(ref _told);
        public string Kind => "class";
        public TimeSpan Again => TimeSpan.FromHours(1);

        public Task Report(LiveTopic topic, string frontEnd, long number, ImmutableArray<string> userIds)
        {
            if (topic.Id.StartsWith("hangs", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref _asked);
                return never;
            }
            Interlocked.Increment(ref _told);
            return Task.CompletedTask;
        }
    }

    /// <summary>Gives grains that answer for classes called well, and never for others.</summary>
    public class Factory : DispatchProxy
    {
        private Task _never = Task.CompletedTask;

        public static IGrainFactory Of(Task never)
        {
            var factory = Create<IGrainFactory, Factory>();
            ((Factory)(object)factory)._never = never;
            return factory;
        }

        protected override object? Invoke(MethodInfo? method, object?[]? args)
        {
            var grain = Create<Grains.Interfaces.Common.IPresenceGrain, Grain>();
            ((Grain)(object)grain).Answer = ((string)args![0]!).EndsWith("well", StringComparison.Ordinal) ? Task.CompletedTask : _never;
            return grain;
        }
    }

    public class Grain : DispatchProxy
    {
        public Task Answer { get; set; } = Task.CompletedTask;
        protected override object? Invoke(MethodInfo? method, object?[]? args) => Answer;
    }
}
