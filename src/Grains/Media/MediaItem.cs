using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Media;

/// <summary>The document of one video. The file's name is personal data and stays here; events carry ids and codes.</summary>
internal sealed record MediaItem : IAggregateState<MediaItem>
{
    public static string AggregateType => "media";
    public static MediaItem Empty { get; } = new();

    public MediaState State { get; init; }
    public string OwnerId { get; init; } = "";
    public string CourseId { get; init; } = "";
    public string LessonId { get; init; } = "";
    public string FileName { get; init; } = "";
    public string ContentType { get; init; } = "";
    public long Length { get; init; }

    /// <summary>Which of the owner's places for open uploads it holds while uploading.</summary>
    public int Slot { get; init; }
    public string? Container { get; init; }
    public string? Sha256 { get; init; }
    public MediaManifest? Manifest { get; init; }
    public string? FailureCode { get; init; }
    public string? FailureMessage { get; init; }
    public ImmutableArray<CaptionTrack> Captions { get; init; } = [];
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Since when no lesson is known to name it; null while one does.</summary>
    public DateTimeOffset? UnnamedSince { get; init; }
    public DateTimeOffset? RetiredAt { get; init; }

    public MediaView ToView(string mediaId, long version) =>
        new(mediaId, OwnerId, CourseId, LessonId, FileName, Length, State, Manifest, FailureCode, FailureMessage, version, Captions);
}
