using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Grains.Quizzes;

/// <summary>The document holds settings and slots; what is different for a person is a record each.</summary>
internal sealed record QuizState : IAggregateState<QuizState>
{
    public const string OverrideRecord = "quiz_override";

    public static string AggregateType => "quiz";
    public static QuizState Empty { get; } = new();

    /// <summary>Empty: there is no such quiz.</summary>
    public string CourseId { get; init; } = "";
    public string LessonId { get; init; } = "";
    public QuizSettings Settings { get; init; } = QuizSettings.Standard;
    public ImmutableArray<QuizSlot> Slots { get; init; } = [];
    public int KeyVersion { get; init; }
    public ImmutableArray<QuestionCorrection> Corrections { get; init; } = [];

    /// <summary>The last ones, for the page.</summary>
    public ImmutableArray<QuizRegrade> Regrades { get; init; } = [];

    /// <summary>How many there are; the rows themselves are records.</summary>
    public int OverrideCount { get; init; }

    /// <summary>By user id; from records.</summary>
    [JsonIgnore] public ImmutableSortedDictionary<string, QuizOverride> Overrides { get; init; } = ImmutableSortedDictionary<string, QuizOverride>.Empty;

    [JsonIgnore] public bool Exists => CourseId.Length > 0;
    [JsonIgnore] public int Questions => Slots.Sum(s => s.Count);
    [JsonIgnore] public decimal MaxMark => Slots.Sum(s => s.Count * s.Marks);

    public QuizState WithStored(IEnumerable<StoredRecord> overrides) =>
        this with { Overrides = overrides.ToImmutableSortedDictionary(r => r.Id, r => JsonSerializer.Deserialize<QuizOverride>(r.Json, HubJson.Options)!, StringComparer.Ordinal) };
}
