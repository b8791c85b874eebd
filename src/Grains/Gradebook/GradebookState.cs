using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Gradebook;

namespace LearningHub.Grains.Gradebook;

/// <summary>Categories and what is said of items. Grades by hand are records (<see cref="GradeByHand"/>), a row a cell, and so is their history.</summary>
internal sealed record GradebookState : IAggregateState<GradebookState>
{
    public const string ByHandRecord = "grade_by_hand";
    public const string HistoryRecord = "grade_history";
    public const string General = "general";

    public static string AggregateType => "gradebook";
    public static GradebookState Empty { get; } = new();

    public ImmutableArray<GradeCategory> Categories { get; init; } = [new(General, "General", 100, 0, EmptyGrades.Excluded)];
    public ImmutableArray<ItemSetting> Items { get; init; } = [];

    /// <summary>What items that nothing is said of are: posted, unless all were hidden.</summary>
    public bool Posted { get; init; } = true;
}

internal sealed record ItemSetting(string ItemId, string CategoryId, decimal Weight, bool Posted);

/// <param name="Percent">Null: excused.</param>
internal sealed record GradeByHand(string ItemId, string UserId, decimal? Percent, DateTimeOffset At)
{
    public static string RecordId(string itemId, string userId) => $"{itemId}/{userId}";
}

internal sealed record GradeHistory(string ItemId, string UserId, OverrideKind Kind, decimal? Before, decimal? After, string Reason, string ByUserId, DateTimeOffset At)
{
    /// <summary>The cell, then the moment: a cell's history lies together.</summary>
    public static string RecordId(string itemId, string userId, Guid id) => $"{itemId}/{userId}/{id:n}";
}
