using System.Collections.Concurrent;
using LearningHub.Grains.Interfaces.Playback;

namespace LearningHub.WebFrontend.Playback;

/// <summary>Whether a viewer may still see the lesson that an address was signed for: who left or was removed loses the video as well, within
/// <see cref="Reuse"/>, though the address still runs. Asked once in that time a viewer, not once a segment.</summary>
internal sealed class PlaybackAccess(IGrainFactory grains, TimeProvider time)
{
    public static readonly TimeSpan Reuse = TimeSpan.FromSeconds(3);
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<(string Tenant, string Course, string Lesson, string User), long> _granted = new();

    public async ValueTask<bool> May(MediaToken token, Viewer viewer)
    {
        var who = (token.Tenant, token.CourseId, token.LessonId, viewer.UserId);
        if (_granted.TryGetValue(who, out var at) && time.GetElapsedTime(at) < Reuse) return true;
        var opened = await grains.Queries<IPlaybackGrain>(token.Tenant).Open(token.CourseId, token.LessonId);
        // The lesson has another video by now, still in the making: who watches the old one goes on.
        if (opened.Error is { Code: not "playback.not_ready" })
        {
            _granted.TryRemove(who, out _);
            return false;
        }
        if (_granted.Count > Most) _granted.Clear();
        _granted[who] = time.GetTimestamp();
        return true;
    }
}
