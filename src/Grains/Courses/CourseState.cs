using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Courses;

/// <summary>The document holds details, the order of the sections and sums for lists. What a section contains is a record of its own
/// (<see cref="Section"/>), and so is every lesson's body: an edit writes only the sections it touches.</summary>
internal sealed record CourseState : IAggregateState<CourseState>
{
    public const string SectionRecord = "section";
    public const string BodyRecord = "lesson_body";

    public static string AggregateType => "course";
    public static CourseState Empty { get; } = new();
    public static int SchemaVersion => 2;

    /// <summary>Documents of version 1 have a single price.</summary>
    public static CourseState Upgrade(CourseState state, int storedVersion) =>
        storedVersion >= 2 ? state : state with { Prices = state is { PriceMinor: > 0, Currency: { } currency } ? [new(state.PriceMinor, currency)] : [], PriceMinor = 0, Currency = null };

    /// <summary>Empty: there is no such course.</summary>
    public string InstructorId { get; init; } = "";
    public string Title { get; init; } = "";
    public string Subtitle { get; init; } = "";
    public string Description { get; init; } = "";
    public string Subject { get; init; } = "";
    public CourseLevel Level { get; init; }
    public string Language { get; init; } = "en";

    /// <summary>One a currency, the first is the one shown; none: free.</summary>
    public ImmutableArray<Money> Prices { get; init; } = [];
    /// <summary>Null: any number of people.</summary>
    public int? SeatLimit { get; init; }
    public CourseStatus Status { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was published last.</summary>
    public DateTimeOffset? PublishedAt { get; init; }
    public ImmutableArray<string> SectionIds { get; init; } = [];
    public int Lessons { get; init; }

    /// <summary>How often details or outline were changed by people: what an approval is about.</summary>
    public long Edits { get; init; }
    public CourseReviewMark? Review { get; init; }
    /// <summary>Null: never approved.</summary>
    public long? ApprovedEdits { get; init; }
    public DateTimeOffset? ApprovedAt { get; init; }
    public long DurationMs { get; init; }

    /// <summary>In the order of <see cref="SectionIds"/>; from records.</summary>
    [JsonIgnore] public ImmutableArray<Section> Sections { get; init; } = [];

    /// <summary>Of documents of version 1 only; see <see cref="Upgrade"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public long PriceMinor { get; init; }
    public string? Currency { get; init; }

    [JsonIgnore] public bool Exists => InstructorId.Length > 0;

    /// <summary>The same course with this outline: ids and sums follow from it.</summary>
    public CourseState WithOutline(ImmutableArray<Section> sections) => this with
    {
        Sections = sections,
        SectionIds = [.. sections.Select(s => s.SectionId)],
        Lessons = sections.Sum(s => s.Lessons.Length),
        DurationMs = sections.Sum(s => s.Lessons.Sum(l => l.DurationMs)),
    };

    /// <summary>Fills the outline in from what was stored.</summary>
    public CourseState WithStored(IEnumerable<Section> sections)
    {
        var byId = sections.ToDictionary(s => s.SectionId);
        return this with { Sections = [.. SectionIds.Select(id => byId[id])] };
    }
}

internal sealed record Section(string SectionId, string Title, ImmutableArray<Lesson> Lessons);

/// <param name="DurationMs">Of the video when it is ready; for text the reading time.</param>
/// <param name="HasText">There is a body worth reading.</param>
/// <param name="Questions">Of a quiz: how many an attempt has.</param>
/// <param name="TextHash">Of the text as it was last saved; empty: not since these are kept.</param>
/// <param name="QuizEdits">Of a quiz: how often what it asks was changed since the course was first submitted.</param>
/// <param name="Captions">Of its video, as <see cref="LessonCaptions"/> writes them; empty: none; null: not told since these are kept.</param>
internal sealed record Lesson(string LessonId, string Title, LessonKind Kind, long DurationMs = 0, string? MediaId = null, bool MediaReady = false, bool Preview = false, bool HasText = false, int Questions = 0, string TextHash = "", long QuizEdits = 0,
    string? Captions = null);

/// <summary>Markdown as written. The record's id is the lesson's.</summary>
internal sealed record LessonBody(string Markdown);
