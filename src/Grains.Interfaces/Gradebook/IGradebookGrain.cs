using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Gradebook;

/// <summary>How grades of a course become totals, and what people changed by hand. Key <see cref="CourseKey"/>. Only the course's staff
/// (<c>courses.not_yours</c>, else <c>courses.not_found</c>). Items are the quizzes of the course, named by their lesson; what is not said of an item is weight 1 in
/// the category <c>general</c>, shown to students. Bounds: 50 categories, 300 items that something is said of.</summary>
public interface IGradebookGrain : IGrainWithStringKey
{
    /// <summary>Adds or changes a category. Errors: <c>gradebook.*_invalid</c> with its field.</summary>
    [Requires(Permission.Teach), Alias("SetCategory")] Task<Result<Receipt>> SetCategory(SetGradeCategory command);

    /// <summary>Its items go to <c>general</c>, which cannot be removed (<c>gradebook.general_stays</c>).</summary>
    [Requires(Permission.Teach), Alias("RemoveCategory")] Task<Result<Receipt>> RemoveCategory(RemoveGradeCategory command);

    [Requires(Permission.Teach), Alias("SetItem")] Task<Result<Receipt>> SetItem(SetGradeItem command);

    /// <summary>Shows or hides the grades of an item, or of all, to all students at once.</summary>
    [Requires(Permission.Teach), Alias("SetPosting")] Task<Result<Receipt>> SetPosting(SetGradePosting command);

    /// <summary>A grade by hand, or excused; with its reason, kept with what was before. Cleared: what was earned counts again. Who is excused, or
    /// given what passes the quiz, completes its lesson, for good. Errors:
    /// <c>gradebook.reason_required</c>, <c>gradebook.percent_invalid</c>, <c>gradebook.item_not_found</c>, <c>gradebook.student_not_found</c>.</summary>
    [Requires(Permission.Teach), Alias("Override")] Task<Result<Receipt>> Override(OverrideGrade command);

    [Requires(Permission.Teach), ReadOnly, AlwaysInterleave, Alias("GetSetup")] Task<Result<GradebookSetup>> GetSetup();
}

public enum EmptyGrades { Excluded, Zero }

/// <param name="CategoryId">Made by the caller; <c>general</c> is there from the beginning.</param>
/// <param name="Weight">Relative to the other categories, 0 to 1,000.</param>
/// <param name="DropLowest">So many of the lowest grades do not count; one always does.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.SetCategory")]
public sealed record SetGradeCategory(string CategoryId, string Name, decimal Weight, int DropLowest, EmptyGrades Empty) : Command;

[GenerateSerializer, Immutable, Alias("hub.gradebook.RemoveCategory")]
public sealed record RemoveGradeCategory(string CategoryId) : Command;

/// <param name="ItemId">The lesson of the quiz.</param>
/// <param name="Weight">Relative to the other items of the category, 0 to 1,000. 0 counts nothing.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.SetItem")]
public sealed record SetGradeItem(string ItemId, string CategoryId, decimal Weight) : Command;

/// <param name="ItemId">Null: all items.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.SetPosting")]
public sealed record SetGradePosting(string? ItemId, bool Posted) : Command;

public enum OverrideKind { Grade, Excused, Cleared }

/// <param name="Percent">For a grade: 0 to 150, five decimals at most.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.Override")]
public sealed record OverrideGrade(string ItemId, string UserId, OverrideKind Kind, decimal? Percent, string Reason) : Command;

[GenerateSerializer, Immutable, Alias("hub.gradebook.Setup")]
public sealed record GradebookSetup(ImmutableArray<GradeCategory> Categories, ImmutableArray<GradeItem> Items, long Version);

[GenerateSerializer, Immutable, Alias("hub.gradebook.Category")]
public sealed record GradeCategory(string CategoryId, string Name, decimal Weight, int DropLowest, EmptyGrades Empty);

/// <param name="Posted">Students see its grades.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.Item")]
public sealed record GradeItem(string ItemId, string Title, string CategoryId, decimal Weight, bool Posted);
