using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Courses;

public enum CourseStatus { Draft, Published }

public enum CourseLevel { StartingOut, SomeExperience, Advanced }

public enum LessonKind { Text, Video, Quiz }

/// <param name="Description">Markdown as written.</param>
/// <param name="Prices">One a currency; none: free.</param>
/// <param name="SeatLimit">Null: any number of people.</param>
/// <param name="Review">For its staff alone.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.View")]
public sealed record CourseView(
    string CourseId, string Title, string Subtitle, string Description, string Subject, CourseLevel Level, string Language,
    ImmutableArray<Money> Prices, int? SeatLimit, CourseStatus Status, string InstructorId, ImmutableArray<SectionView> Sections,
    DateTimeOffset CreatedAt, DateTimeOffset? PublishedAt, long Version, bool CanEdit, CourseReview? Review = null)
{
    public bool IsFree => Prices.IsEmpty;
    public int LessonCount => Sections.Sum(s => s.Lessons.Length);
    public long DurationMs => Sections.Sum(s => s.Lessons.Sum(l => l.DurationMs));
}

[GenerateSerializer, Immutable, Alias("hub.courses.SectionView")]
public sealed record SectionView(string SectionId, string Title, ImmutableArray<LessonItem> Lessons);

/// <param name="DurationMs">Of the video; for text the reading time at 200 words a minute.</param>
/// <param name="MediaId">Null where there is no video, or the caller may not watch it.</param>
/// <param name="MediaReady">The video can be watched.</param>
/// <param name="Questions">Of a quiz: how many an attempt has.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.LessonItem")]
public sealed record LessonItem(string LessonId, string Title, LessonKind Kind, long DurationMs, string? MediaId, bool MediaReady, bool Preview, int Questions = 0);

[GenerateSerializer, Immutable, Alias("hub.courses.LessonView")]
public sealed record LessonView(string CourseId, string SectionId, LessonItem Lesson, string Markdown, long CourseVersion);

/// <param name="Lessons">In the order of the outline.</param>
/// <param name="Prices">One a currency; none: free.</param>
/// <param name="SeatLimit">Null: any number of people.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.Facts")]
public sealed record CourseFacts(bool Exists, CourseStatus Status, string InstructorId, ImmutableArray<Money> Prices, string Title, ImmutableArray<LessonItem> Lessons, long Version, int? SeatLimit)
{
    public bool IsFree => Prices.IsEmpty;
}

/// <param name="Prices">One a currency; none: free.</param>
/// <param name="SeatLimit">Null: any number of people.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.Offer")]
public sealed record CourseOffer(bool Exists, CourseStatus Status, string SellerId, string Title, ImmutableArray<Money> Prices, int? SeatLimit)
{
    public bool IsFree => Prices.IsEmpty;
    public bool IsOpen => Exists && Status == CourseStatus.Published;

    /// <summary>What it costs in a currency; null where it is not sold in it.</summary>
    public Money? PriceIn(string currency)
    {
        foreach (var price in Prices)
            if (price.Currency == currency) return price;
        return null;
    }
}
