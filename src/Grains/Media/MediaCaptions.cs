using System.Text.RegularExpressions;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Media;

/// <summary>The rules of a video's captions: one file a language, in the order of their tags.</summary>
internal static partial class MediaCaptions
{
    public const int MaxLanguages = 20;

    public static Decision<MediaItem> Set(MediaItem state, SetCaptions command)
    {
        if (state.State is not (MediaState.Queued or MediaState.Ready)) return MediaErrors.NoVideo;
        if (!LanguageTag().IsMatch(command.Language)) return MediaErrors.CaptionsLanguage;
        if (!IsFile(command.File) || command.Cues < 1) throw new ArgumentException("The front end names files and counts cues.", nameof(command));
        if (Of(state, command.Language)?.File == command.File) return Decision<MediaItem>.NoChange(state);
        var others = state.Captions.Where(c => c.Language != command.Language).ToArray();
        if (others.Length >= MaxLanguages) return MediaErrors.CaptionsTooMany;
        var next = state with { Captions = [.. others.Append(new(command.Language, command.File, command.Cues)).OrderBy(c => c.Language, StringComparer.Ordinal)] };
        return Decision<MediaItem>.Of(next, new CaptionsSet(state.CourseId, state.LessonId, command.Language));
    }

    public static Decision<MediaItem> Remove(MediaItem state, RemoveCaptions command) =>
        Of(state, command.Language) is not { } track ? MediaErrors.NoCaptions
            : Decision<MediaItem>.Of(state with { Captions = state.Captions.Remove(track) }, new CaptionsRemoved(state.CourseId, state.LessonId, command.Language));

    public static CaptionTrack? Of(MediaItem state, string language) => state.Captions.FirstOrDefault(c => c.Language == language);

    private static bool IsFile(string name) => name.EndsWith(".vtt", StringComparison.Ordinal) && KeySegment.IsValid(name[..^4]);

    [GeneratedRegex(@"\A[a-z]{2,3}(-[a-z0-9]{2,8}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
