using System.Globalization;
using LearningHub.Grains.Interfaces.Gradebook;

namespace LearningHub.WebFrontend.Gradebook;

/// <summary>Grades in words.</summary>
public static class GradeWords
{
    public static string Percent(decimal? percent) => percent is { } p ? p.ToString("0.##", CultureInfo.InvariantCulture) + " %" : "–";
    public static string Number(decimal number) => number.ToString("0.#####", CultureInfo.InvariantCulture);

    public static string Cell(GradeCell cell) => cell.State switch { CellState.Excused => "Excused", CellState.Hidden => "Not yet", _ => Percent(cell.Percent) };

    /// <summary>What is to be said of a grade that does not simply count.</summary>
    public static string? Note(CellState state) => state switch
    {
        CellState.EmptyAsZero => "Counts as 0", CellState.Dropped => "Dropped: among the lowest", CellState.Unweighted => "Does not count", CellState.Excused => "Left out",
        CellState.Hidden => "Not shown yet", CellState.Empty => "No grade yet", _ => null,
    };
}
