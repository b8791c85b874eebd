using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Grains.Interfaces.Courses;

[GenerateSerializer, Immutable, Alias("hub.courses.Create")]
public sealed record CreateCourse(string Title, string Subject, CourseLevel Level, string Language) : Command;

/// <param name="Description">Markdown.</param>
/// <param name="Prices">One a currency, the first is shown where there is room for one; none: free.</param>
/// <param name="SeatLimit">How many people may be in it; null: any number. Lowering it below what is taken removes nobody.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.ChangeDetails")]
public sealed record ChangeCourseDetails(string Title, string Subtitle, string Description, string Subject, CourseLevel Level, string Language, ImmutableArray<Money> Prices, int? SeatLimit) : Command;

/// <param name="SectionId">Made by the caller.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.AddSection")]
public sealed record AddSection(string SectionId, string Title) : Command;

[GenerateSerializer, Immutable, Alias("hub.courses.RenameSection")]
public sealed record RenameSection(string SectionId, string Title) : Command;

[GenerateSerializer, Immutable, Alias("hub.courses.RemoveSection")]
public sealed record RemoveSection(string SectionId) : Command;

/// <param name="LessonId">Made by the caller.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.AddLesson")]
public sealed record AddLesson(string SectionId, string LessonId, string Title, LessonKind Kind) : Command;

/// <summary>Null leaves a part as it is. <c>MediaId</c> "" takes the video away.</summary>
[GenerateSerializer, Immutable, Alias("hub.courses.ChangeLesson")]
public sealed record ChangeLesson(string LessonId, string? Title, string? Markdown, string? MediaId, bool? Preview) : Command;

[GenerateSerializer, Immutable, Alias("hub.courses.RemoveLesson")]
public sealed record RemoveLesson(string LessonId) : Command;

/// <param name="Index">The place in the target list once the item is taken out of where it was; beyond the end means the end.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.Move")]
public sealed record MoveItem(string ItemId, string? ToSectionId, int Index, long? ExpectedVersion) : Command;

[GenerateSerializer, Immutable, Alias("hub.courses.Publish")]
public sealed record PublishCourse : Command;

[GenerateSerializer, Immutable, Alias("hub.courses.Unpublish")]
public sealed record UnpublishCourse : Command;

/// <param name="Questions">How many an attempt has; 0: the quiz cannot be sat.</param>
/// <param name="DurationMs">Its time limit; 0: none.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.QuizChanged")]
public sealed record LessonQuizChanged(string LessonId, int Questions, long DurationMs) : Command;

/// <summary>What the quiz of a lesson asks, or how, is something else now.</summary>
[GenerateSerializer, Immutable, Alias("hub.courses.QuizEdited")]
public sealed record LessonQuizEdited(string LessonId) : Command;

/// <param name="Tracks">All that the video has now.</param>
[GenerateSerializer, Immutable, Alias("hub.courses.CaptionsChanged")]
public sealed record LessonCaptionsChanged(string MediaId, ImmutableArray<CaptionTrack> Tracks) : Command;

[GenerateSerializer, Immutable, Alias("hub.courses.MediaReady")]
public sealed record LessonMediaReady(string LessonId, string MediaId, long DurationMs) : Command;
