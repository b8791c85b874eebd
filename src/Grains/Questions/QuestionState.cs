using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;

namespace LearningHub.Grains.Questions;

/// <summary>What lists need. Each version is a record of its own (<see cref="QuestionVersion"/>), written once and never again.</summary>
internal sealed record QuestionState : IAggregateState<QuestionState>
{
    public const string VersionRecord = "question_version";

    public static string AggregateType => "question";
    public static QuestionState Empty { get; } = new();

    /// <summary>Empty: there is no such question.</summary>
    public string CourseId { get; init; } = "";
    public QuestionKind Kind { get; init; }
    public string Name { get; init; } = "";

    /// <summary>The beginning of the text, plain.</summary>
    public string Excerpt { get; init; } = "";

    /// <summary>The beginning of the text and its answers, plain: what a search looks through.</summary>
    public string Words { get; init; } = "";
    public ImmutableArray<string> Tags { get; init; } = [];
    public bool Archived { get; init; }

    /// <summary>The newest version, from 1.</summary>
    public int Latest { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The newest version's, from its record.</summary>
    [JsonIgnore] public QuestionContent? Content { get; init; }

    [JsonIgnore] public bool Exists => CourseId.Length > 0;
}

/// <param name="UserId">Who wrote it.</param>
internal sealed record QuestionVersion(int Version, QuestionContent Content, string UserId, DateTimeOffset At, bool KeyChanged)
{
    /// <summary>Sorts as the versions do.</summary>
    public static string RecordId(int version) => version.ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
}
