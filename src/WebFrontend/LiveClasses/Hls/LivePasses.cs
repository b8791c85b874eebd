using System.Collections.Concurrent;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>Whether a person may still watch a class: asked once in three seconds a viewer, not once a part.</summary>
internal sealed class LivePasses(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Reuse = TimeSpan.FromSeconds(3);
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(LiveClassKey Key, string User), long> _granted = new();

    public async ValueTask<Error?> Refused(LiveClassKey key, Viewer viewer)
    {
        var who = (key, viewer.UserId);
        if (_granted.TryGetValue(who, out var at) && time.GetElapsedTime(at) < Reuse) return null;
        var pass = await grains.LiveClass(key).GetPass();
        if (pass.Error is { } error)
        {
            _granted.TryRemove(who, out _);
            return error;
        }
        if (_granted.Count > Most) _granted.Clear();
        _granted[who] = time.GetTimestamp();
        return null;
    }
}
