using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Gradebook;

/// <summary>Grades as tables. Key <c>tenant/queries</c>, a stateless worker. Settings and grades by hand are as they are now; what attempts earned lags them by the
/// projection, usually a fraction of a second.</summary>
public interface IGradebookQueriesGrain : IGrainWithStringKey
{
    /// <summary>Students by name, with a grade an item and their total; for staff. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.Teach), Alias("Grid")] Task<Result<GradeGrid>> Grid(GradeGridQuery query);

    /// <summary>One student with the formula of every total; for staff.</summary>
    [Requires(Permission.Teach), Alias("Student")] Task<Result<StudentGrades>> Student(string courseId, string userId);

    /// <summary>The caller's own grades: only what is posted, and what its quiz shows of marks at the moment, is shown and counts in the totals here. Errors: <c>gradebook.not_enrolled</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Mine")] Task<Result<StudentGrades>> Mine(string courseId);

    /// <summary>What was changed by hand in a cell, the last first; for staff.</summary>
    [Requires(Permission.Teach), Alias("History")] Task<Result<ImmutableArray<GradeChange>>> History(string courseId, string itemId, string userId);

    /// <summary>All students as CSV (RFC 4180, UTF-8): safe to open, cells that a table calculation would run begin with an apostrophe. For staff.</summary>
    [Requires(Permission.Teach), Alias("Csv")] Task<Result<string>> Csv(string courseId);
}

[GenerateSerializer, Immutable, Alias("hub.gradebook.GridQuery")]
public sealed record GradeGridQuery(string CourseId, string Search, string? Cursor, int Limit);

[GenerateSerializer, Immutable, Alias("hub.gradebook.Grid")]
public sealed record GradeGrid(GradebookSetup Setup, Page<GradeRow> Rows);

/// <param name="Cells">In the order of the setup's items.</param>
/// <param name="Total">Percent, two decimals, half away from zero; null where nothing counts yet.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.Row")]
public sealed record GradeRow(string UserId, string Name, string Email, ImmutableArray<GradeCell> Cells, decimal? Total);

/// <summary>Empty: not graded, and left out or counted as 0 as its category says. Dropped: one of the lowest. Hidden: not posted, or its quiz does not show marks now, so it does not count for the student yet.</summary>
public enum CellState { Counted, Empty, EmptyAsZero, Dropped, Excused, Hidden, Unweighted }

/// <param name="Percent">What counts: by hand, or earned. Null: none.</param>
/// <param name="Earned">By attempts; null: none, or not shown to the student.</param>
/// <param name="ByHand">Somebody changed it.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.Cell")]
public sealed record GradeCell(string ItemId, decimal? Percent, decimal? Earned, bool ByHand, CellState State);

/// <param name="Formula">The total written out with its numbers; what it evaluates to, rounded, is the total.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.Student")]
public sealed record StudentGrades(
    string UserId, string Name, GradebookSetup Setup, ImmutableArray<GradeCell> Cells, ImmutableArray<CategoryGrade> Categories, decimal? Total, string Formula);

/// <param name="Percent">Two decimals; null where nothing counts.</param>
/// <param name="Counts">False where it has no grade, or weighs nothing: the others share the whole.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.CategoryGrade")]
public sealed record CategoryGrade(string CategoryId, decimal? Percent, bool Counts, string Formula);

/// <param name="Before">Percent; null: none, or excused.</param>
[GenerateSerializer, Immutable, Alias("hub.gradebook.Change")]
public sealed record GradeChange(OverrideKind Kind, decimal? Before, decimal? After, string Reason, string ByUserId, string ByName, DateTimeOffset At);
