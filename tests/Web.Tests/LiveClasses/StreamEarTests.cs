using System.Reflection;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Web.Tests.Live;
using LearningHub.WebFrontend.Common.Live;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Streams;

namespace LearningHub.Web.Tests.LiveClasses;

/// <summary>A subscription that gets no answer for long, as when a silo was killed.</summary>
[Collection("live")]
public sealed class StreamEarTests(LiveHost host)
{
    private readonly TaskCompletionSource _answers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IClusterClient Cluster => host.Services.GetRequiredService<IClusterClient>();
    private IAsyncStream<LiveMediaBatch> Chunks(LiveClassKey key) => Cluster.GetStreamProvider(LiveTopics.Provider).GetStream<LiveMediaBatch>(LiveMediaStreams.Chunks(key));

    private static LiveClassKey NewClass() => new("main", "ears" + Guid.NewGuid().ToString("n")[..6]);

    private MediaRelay Relay(out HeldProvider held)
    {
        held = HeldProvider.Over(Cluster, _answers.Task);
        return new(HeldCluster.Over(held), new HurriedClock(), NullLogger<MediaRelay>.Instance);
    }

    [Fact]
    public async Task Nobody_waits_for_a_subscription_that_gets_no_answer_and_when_it_stands_at_last_nothing_is_missing()
    {
        var key = NewClass();
        await using var source = await new MediaRelay(Cluster, TimeProvider.System, NullLogger<MediaRelay>.Instance).Enter(key, publishes: true);
        source.Media.Begin(1).ShouldBeTrue();
        foreach (var bytes in (byte[][])[MediaClient.VideoConfig(), MediaClient.Frame(FrameKind.VideoKey, 7, [1, 0, 0])])
        {
            source.Media.Accept(1, new(bytes));
            source.Link!.Offer(1, new(bytes));
        }
        var relay = Relay(out var held);
        await using var first = await relay.Enter(key, publishes: false).WaitAsync(TimeSpan.FromSeconds(20));
        await using var second = await relay.Enter(key, publishes: false).WaitAsync(TimeSpan.FromSeconds(20));
        // Another front end waits in vain as well: time in which the first one must not ask for what it would not hear.
        await using var other = await Relay(out _).Enter(key, publishes: false).WaitAsync(TimeSpan.FromSeconds(20));
        held.Asked.ShouldBe(1);
        (await Chunks(key).GetAllSubscriptionHandles()).ShouldBeEmpty();

        _answers.SetResult();
        var queue = new ViewerQueue(TimeProvider.System);
        first.Media.Join(queue);
        var got = new List<MediaFrame>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await queue.Next(patience.Token) is { } frame && frame.Kind != FrameKind.VideoKey) got.Add(frame);
        got.ShouldContain(f => f.Kind == FrameKind.VideoConfig);
        await Wait.Until(() => Chunks(key).GetAllSubscriptionHandles(), handles => handles.Count == 2);
        held.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task One_that_is_left_before_it_stands_leaves_no_subscription()
    {
        var key = NewClass();
        var relay = Relay(out var held);
        await (await relay.Enter(key, publishes: false).WaitAsync(TimeSpan.FromSeconds(20))).DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        _answers.SetResult();
        await held.Made.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await Wait.Until(() => Chunks(key).GetAllSubscriptionHandles(), handles => handles.Count == 0);
        held.Asked.ShouldBe(1);
    }

    [Fact]
    public void What_subscribes_anew_after_a_loss_is_everything_here_that_listens()
    {
        var relays = host.Services.GetServices<IStreamRelay>().ToArray();
        relays.ShouldBe([host.Services.GetRequiredService<LiveRelay>(), host.Services.GetRequiredService<MediaRelay>()], ignoreOrder: true);
    }

    /// <summary>Its timers ring a hundred times as often.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? dueTime / 100 : dueTime, period > TimeSpan.Zero ? period / 100 : period);
    }

    /// <summary>A cluster with these streams and nothing else.</summary>
    public class HeldCluster : DispatchProxy
    {
        private ServiceProvider _services = null!;

        internal static IClusterClient Over(HeldProvider streams)
        {
            var cluster = Create<IClusterClient, HeldCluster>();
            ((HeldCluster)(object)cluster)._services = new ServiceCollection().AddKeyedSingleton(LiveTopics.Provider, (IStreamProvider)(object)streams).BuildServiceProvider();
            return cluster;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == "get_ServiceProvider" ? _services : throw new NotSupportedException(targetMethod.Name);
    }

    /// <summary>Streams of the real cluster; who listens for chunks is answered when it is time.</summary>
    public class HeldProvider : DispatchProxy
    {
        private IStreamProvider _real = null!;
        private Task _answers = null!;
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);
        public TaskCompletionSource Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal static HeldProvider Over(IClusterClient cluster, Task answers)
        {
            var provider = (HeldProvider)(object)Create<IStreamProvider, HeldProvider>();
            (provider._real, provider._answers) = (cluster.GetStreamProvider(LiveTopics.Provider), answers);
            return provider;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            var answer = targetMethod!.Invoke(_real, args);
            return answer is IAsyncStream<LiveMediaBatch> chunks ? HeldStream.Over(chunks, Held) : answer;
        }

        private async Task<StreamSubscriptionHandle<LiveMediaBatch>> Held(Func<Task<StreamSubscriptionHandle<LiveMediaBatch>>> subscribe)
        {
            Interlocked.Increment(ref _asked);
            await _answers;
            var handle = await subscribe();
            Made.TrySetResult();
            return handle;
        }
    }

    public class HeldStream : DispatchProxy
    {
        private IAsyncStream<LiveMediaBatch> _real = null!;
        private Func<Func<Task<StreamSubscriptionHandle<LiveMediaBatch>>>, Task<StreamSubscriptionHandle<LiveMediaBatch>>> _held = null!;

        internal static IAsyncStream<LiveMediaBatch> Over(IAsyncStream<LiveMediaBatch> real, Func<Func<Task<StreamSubscriptionHandle<LiveMediaBatch>>>, Task<StreamSubscriptionHandle<LiveMediaBatch>>> held)
        {
            var stream = Create<IAsyncStream<LiveMediaBatch>, HeldStream>();
            (((HeldStream)(object)stream)._real, ((HeldStream)(object)stream)._held) = (real, held);
            return stream;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name == "SubscribeAsync"
            ? _held(() => (Task<StreamSubscriptionHandle<LiveMediaBatch>>)targetMethod.Invoke(_real, args)!) : targetMethod.Invoke(_real, args);
    }
}
