using LearningHub.Grains.Interfaces.Common;
using Orleans.Streams;

namespace LearningHub.Grains.Common;

/// <summary>Publishes to the viewers of a topic, from any grain. A hint: never awaited for correctness, never fails the command.</summary>
internal static class LivePublisher
{
    public static async Task Publish<T>(this Grain grain, string topic, string kind, long seq, T data)
    {
        var tenant = grain.GetPrimaryKeyString().Split('/')[0];
        await grain.GetStreamProvider(LiveTopics.Provider)
            .GetStream<LivePush>(LiveTopics.Stream(tenant, topic))
            .OnNextAsync(new LivePush(topic, kind, seq, LiveJson.Of(data)));
    }
}
