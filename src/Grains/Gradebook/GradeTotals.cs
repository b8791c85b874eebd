using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Gradebook;

namespace LearningHub.Grains.Gradebook;

/// <summary>What grades come to. Exact until the end: a category is the weighted mean of what counts in it, the total the weighted mean of the categories
/// that have a grade; each is rounded once, to two decimals, half away from zero. The formula is the very sum, with its numbers.</summary>
internal static class GradeTotals
{
    public const int Places = 2;

    /// <param name="Percent">Exactly, not rounded.</param>
    internal sealed record Totals(ImmutableArray<GradeCell> Cells, ImmutableArray<CategoryGrade> Categories, Rational? Percent, string Formula)
    {
        public decimal? Total => Percent?.ToDecimal(Places);
    }

    /// <param name="cell">The grade of an item: percent or none, earned, by hand, excused.</param>
    /// <param name="postedOnly">As the student sees it: what is not posted, or withheld by its quiz, is not there.</param>
    public static Totals Of(GradebookSetup setup, Func<string, Grade> cell, bool postedOnly)
    {
        var cells = new Dictionary<string, GradeCell>();
        var categories = ImmutableArray.CreateBuilder<CategoryGrade>();
        var (sum, weights, terms, weightWords) = (Rational.Zero, Rational.Zero, new List<string>(), new List<string>());
        foreach (var category in setup.Categories)
        {
            var (percent, formula) = Category(category, setup.Items.Where(i => i.CategoryId == category.CategoryId), cell, postedOnly, cells);
            var counts = percent is not null && category.Weight > 0;
            categories.Add(new(category.CategoryId, percent?.ToDecimal(Places), counts, formula));
            if (!counts) continue;
            sum += percent!.Value * Rational.Of(category.Weight);
            weights += Rational.Of(category.Weight);
            terms.Add($"{formula} × {Word(category.Weight)}");
            weightWords.Add(Word(category.Weight));
        }
        Rational? total = weights.IsZero ? null : sum / weights;
        var words = terms.Count switch { 0 => "", 1 => terms[0][..terms[0].LastIndexOf(" × ", StringComparison.Ordinal)], _ => $"({string.Join(" + ", terms)}) / ({string.Join(" + ", weightWords)})" };
        return new([.. setup.Items.Select(i => cells.TryGetValue(i.ItemId, out var c) ? c : new(i.ItemId, null, null, false, CellState.Unweighted))], categories.ToImmutable(), total, words);
    }

    private static (Rational? Percent, string Formula) Category(GradeCategory category, IEnumerable<GradeItem> items, Func<string, Grade> cell, bool postedOnly, Dictionary<string, GradeCell> cells)
    {
        var counted = new List<(GradeItem Item, decimal Percent)>();
        foreach (var item in items)
        {
            var grade = cell(item.ItemId);
            var hidden = postedOnly && (!item.Posted || grade.IsWithheld);
            var percent = grade.Excused ? null : grade.ByHand ?? grade.Earned;
            var state = hidden ? CellState.Hidden : grade.Excused ? CellState.Excused : item.Weight == 0 ? CellState.Unweighted
                : percent is not null ? CellState.Counted : category.Empty == EmptyGrades.Zero ? CellState.EmptyAsZero : CellState.Empty;
            cells[item.ItemId] = new(item.ItemId, hidden ? null : percent, hidden || postedOnly && grade.Withheld ? null : grade.Earned, !hidden && (grade.Excused || grade.ByHand is not null), state);
            if (state is CellState.Counted or CellState.EmptyAsZero) counted.Add((item, percent ?? 0));
        }
        // The lowest first; of equal ones that which weighs most, which is the better for the student; one always counts.
        foreach (var (item, _) in counted.OrderBy(c => c.Percent).ThenByDescending(c => c.Item.Weight).ThenBy(c => c.Item.ItemId, StringComparer.Ordinal).Take(Math.Min(category.DropLowest, counted.Count - 1)).ToArray())
        {
            cells[item.ItemId] = cells[item.ItemId] with { State = CellState.Dropped };
            counted.RemoveAll(c => c.Item.ItemId == item.ItemId);
        }
        if (counted.Count == 0) return (null, "");
        var weights = counted.Select(c => Rational.Of(c.Item.Weight)).Sum();
        var percentOf = counted.Select(c => Rational.Of(c.Percent) * Rational.Of(c.Item.Weight)).Sum() / weights;
        var formula = counted.Count == 1 ? Word(counted[0].Percent)
            : $"({string.Join(" + ", counted.Select(c => $"{Word(c.Percent)} × {Word(c.Item.Weight)}"))}) / ({string.Join(" + ", counted.Select(c => Word(c.Item.Weight)))})";
        return (percentOf, formula);
    }

    public static string Word(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}

/// <param name="Earned">Percent, by attempts.</param>
/// <param name="Withheld">What was earned is not for the student's eyes now: the quiz does not show its marks.</param>
internal readonly record struct Grade(decimal? Earned, decimal? ByHand, bool Excused, bool Withheld = false)
{
    /// <summary>What counts was earned, and is withheld.</summary>
    public bool IsWithheld => Withheld && Earned is not null && ByHand is null && !Excused;
}
