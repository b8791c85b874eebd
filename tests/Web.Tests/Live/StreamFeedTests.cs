using System.Reflection;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.WebFrontend.Common.Live;
using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace LearningHub.Web.Tests.Live;

[Collection("live")]
public sealed class StreamFeedTests(LiveHost host)
{
    [Fact]
    public async Task However_many_renewals_fail_the_subscription_before_them_is_taken_down_by_the_one_that_does_not()
    {
        var stream = new Stream(host, "renewed");
        var feed = stream.Feed();
        await feed.Ready();
        stream.IsDown = true;
        for (var i = 0; i < 3; i++) await Should.ThrowAsync<TimeoutException>(feed.Renew());
        (await stream.Subscriptions()).ShouldBe(1);
        stream.IsDown = false;
        await feed.Renew();
        stream.Begun.ShouldBe(2);
        await Wait.Until(async () => await stream.Subscriptions() == 1);
        await feed.Close();
        (await stream.Subscriptions()).ShouldBe(0);
    }

    [Fact]
    public async Task One_that_is_closed_between_two_tries_leaves_nothing_behind()
    {
        var stream = new Stream(host, "closed");
        var feed = stream.Feed();
        await feed.Ready();
        stream.IsDown = true;
        await Should.ThrowAsync<TimeoutException>(feed.Renew());
        await feed.Close();
        (await stream.Subscriptions()).ShouldBe(0);
    }

    /// <summary>A stream of the host, to which nobody can subscribe while it is down.</summary>
    private sealed class Stream(LiveHost host, string name) : IStreamProvider
    {
        private readonly IAsyncStream<LivePush> _real = host.Services.GetRequiredService<IClusterClient>().GetStreamProvider(LiveTopics.Provider).GetStream<LivePush>(StreamId.Create("test", name));

        public bool IsDown { get; set; }
        public int Begun { get; private set; }
        public string Name => LiveTopics.Provider;
        public bool IsRewindable => false;

        public async Task<int> Subscriptions() => (await _real.GetAllSubscriptionHandles()).Count;

        public StreamFeed Feed()
        {
            var services = new ServiceCollection().AddKeyedSingleton<IStreamProvider>(LiveTopics.Provider, this).BuildServiceProvider();
            return new StreamFeed(StreamId.Create("test", name), "test", Answers.Of<IClusterClient>((_, _) => services), (_, _) => { });
        }

        public IAsyncStream<T> GetStream<T>(StreamId streamId) => Answers.Of<IAsyncStream<T>>((method, arguments) =>
        {
            if (method.Name == "SubscribeAsync" && IsDown) return Task.FromException<StreamSubscriptionHandle<LivePush>>(new TimeoutException("The silo is gone."));
            if (method.Name == "SubscribeAsync") Begun++;
            return method.Invoke(_real, arguments);
        });
    }

    /// <summary>An interface whose every method has one answer. Public, as what a proxy is derived from must be.</summary>
    public class Answers : DispatchProxy
    {
        private Func<MethodInfo, object?[]?, object?> _answer = null!;

        public static T Of<T>(Func<MethodInfo, object?[]?, object?> answer) where T : class
        {
            var made = Create<T, Answers>();
            ((Answers)(object)made)._answer = answer;
            return made;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args);
    }
}
