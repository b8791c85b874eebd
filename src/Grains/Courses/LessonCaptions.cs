using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Courses;

/// <summary>The captions of a video in one short line, <c>de:1f2e3d4c en:5b6a7988</c>: languages, and a hash of each file's name, which is another with each upload.</summary>
internal static class LessonCaptions
{
    public static string Of(ImmutableArray<CaptionTrack> tracks) =>
        string.Join(' ', tracks.OrderBy(t => t.Language, StringComparer.Ordinal).Select(t => $"{t.Language}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(t.File)).AsSpan(0, 4))}"));

    /// <summary>The languages alone.</summary>
    public static string Words(string? captions) =>
        captions switch { null => "captions as they were", "" => "no captions", _ => "captions: " + string.Join(", ", captions.Split(' ').Select(t => t[..t.IndexOf(':')])) };
}
