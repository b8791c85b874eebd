using System.Collections.Concurrent;
using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>The classes that somebody watches by HLS here.</summary>
internal sealed partial class LiveRenditions(MediaRelay relay, AacEncoders encoders, TimeProvider time, ILogger<LiveRenditions> log)
{
    private readonly ConcurrentDictionary<LiveClassKey, LiveRendition> _all = new();

    public LiveRendition Of(LiveClassKey key)
    {
        var fresh = new LiveRendition(key, relay, encoders, time);
        var rendition = _all.GetOrAdd(key, fresh);
        if (ReferenceEquals(fresh, rendition)) _ = Run(key, rendition);
        rendition.Touch();
        return rendition;
    }

    private async Task Run(LiveClassKey key, LiveRendition rendition)
    {
        // Not for the person whose request began it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        ActorContext.Current = null;
        try
        {
            await rendition.Run();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Broken(log, e);
        }
        finally
        {
            _all.TryRemove(KeyValuePair.Create(key, rendition));
        }
    }

    [LoggerMessage(LogLevel.Warning, "The HLS rendition of a class broke off")]
    private static partial void Broken(ILogger log, Exception e);
}
