using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Streams;

namespace LearningHub.Grains.Common;

/// <summary>Publishes to the viewers of a topic, from any grain. A hint: never relied on for correctness, and it never fails the command.
/// Pushes that a grain awaits one after another arrive in that order.</summary>
internal static partial class LivePublisher
{
    public static async Task Publish<T>(this Grain grain, string topic, string kind, long seq, T data)
    {
        var tenant = grain.GetPrimaryKeyString().Split('/')[0];
        grain.GrainContext.ActivationServices.GetService<StreamMeter>()?.Published(topic);
        try
        {
            await grain.GetStreamProvider(LiveTopics.Provider)
                .GetStream<LivePush>(LiveTopics.Stream(tenant, topic))
                .OnNextAsync(new LivePush(topic, kind, seq, LiveJson.Of(data)));
        }
        catch (Exception lost)
        {
            // The change is committed; viewers repair the gap by its number.
            if (grain.GrainContext.ActivationServices.GetService<ILoggerFactory>() is { } loggers)
                PushLost(loggers.CreateLogger("LearningHub.Live"), kind, topic.Split(':')[0], lost);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A push of kind {Kind} to a {Topic} topic was lost")]
    private static partial void PushLost(ILogger logger, string kind, string topic, Exception lost);
}
