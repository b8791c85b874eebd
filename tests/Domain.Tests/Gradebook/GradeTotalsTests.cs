using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Common;
using LearningHub.Grains.Gradebook;
using LearningHub.Grains.Interfaces.Gradebook;

namespace LearningHub.Domain.Tests.Gradebook;

/// <summary>Tables worked by hand.</summary>
public sealed class GradeTotalsTests
{
    private static readonly GradeCategory General = new("general", "General", 100, 0, EmptyGrades.Excluded);

    private static GradebookSetup Setup(GradeCategory[] categories, params GradeItem[] items) => new([.. categories], [.. items], 1);
    private static GradeItem Item(string id, decimal weight = 1, string category = "general", bool posted = true) => new(id, id, category, weight, posted);
    private static GradeTotals.Totals Of(GradebookSetup setup, string grades, bool postedOnly = false)
    {
        var by = grades.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(g => g.Split('=')).ToDictionary(g => g[0], g => g[1] switch
        {
            "x" => new Grade(50, null, true),
            ['!', .. var hand] => new Grade(10, decimal.Parse(hand, CultureInfo.InvariantCulture), false),
            var earned => new Grade(decimal.Parse(earned, CultureInfo.InvariantCulture), null, false),
        });
        return GradeTotals.Of(setup, item => by.GetValueOrDefault(item), postedOnly);
    }

    [Theory]
    [InlineData("a=100 b=50 c=0", "50")]
    [InlineData("a=33.333 b=33.333 c=33.333", "33.33")]
    [InlineData("a=100 b=100 c=0", "66.67")]
    [InlineData("a=100 b=0 c=0", "33.33")]
    [InlineData("a=100", "100")]
    [InlineData("a=0.005 b=0 c=0.01", "0.01")]
    [InlineData("", "")]
    [InlineData("a=x b=80 c=90", "85")]
    [InlineData("a=!80 b=90 c=100", "90")]
    public void Equal_weights_make_the_mean_of_what_counts(string grades, string total) =>
        (Of(Setup([General], Item("a"), Item("b"), Item("c")), grades).Total?.ToString("0.##", CultureInfo.InvariantCulture) ?? "").ShouldBe(total);

    [Fact]
    public void Thirds_of_weight_are_thirds()
    {
        var totals = Of(Setup([General], Item("a", 33.333m), Item("b", 33.333m), Item("c", 33.333m)), "a=100 b=100 c=100");
        totals.Percent.ShouldBe(new Rational(100, 1));
        Of(Setup([General], Item("a", 33.333m), Item("b", 33.333m), Item("c", 33.333m)), "a=100 b=50 c=0").Percent.ShouldBe(new Rational(50, 1));
        Of(Setup([General], Item("a"), Item("b"), Item("c")), "a=33.333 b=33.333 c=33.333").Percent.ShouldBe(new Rational(33_333, 1_000), "three times 33.333 is 99.999, and a third of that 33.333");
    }

    [Fact]
    public void An_empty_grade_is_left_out_or_counts_as_zero()
    {
        Of(Setup([General], Item("a"), Item("b")), "a=80").Total.ShouldBe(80);
        var zero = Of(Setup([General with { Empty = EmptyGrades.Zero }], Item("a"), Item("b")), "a=80");
        zero.Total.ShouldBe(40);
        zero.Cells[1].ShouldBe(new GradeCell("b", null, null, false, CellState.EmptyAsZero));
        Of(Setup([General with { Empty = EmptyGrades.Zero }], Item("a"), Item("b")), "a=80 b=x").Total.ShouldBe(80, "who is excused is excused");
    }

    [Fact]
    public void The_lowest_are_dropped_but_one_always_counts()
    {
        var drop2 = General with { DropLowest = 2 };
        var four = Setup([drop2], Item("a"), Item("b"), Item("c", 3), Item("d"));
        var totals = Of(four, "a=40 b=90 c=40 d=70");
        totals.Total.ShouldBe(80);
        totals.Cells.Select(c => c.State).ShouldBe([CellState.Dropped, CellState.Counted, CellState.Dropped, CellState.Counted]);
        Of(Setup([General with { DropLowest = 1 }], Item("a"), Item("b"), Item("c", 3)), "a=40 b=90 c=40").Total.ShouldBe(65, "of equal ones that which weighs most: (40 + 90) / 2");
        Of(four, "a=40").Total.ShouldBe(40);
        Of(four, "a=40 b=50").Total.ShouldBe(50);
        Of(Setup([drop2 with { Empty = EmptyGrades.Zero }], Item("a"), Item("b"), Item("c"), Item("d")), "a=40 b=90").Total.ShouldBe(65, "empty ones that count as 0 are the lowest");
    }

    // Tests 60 % (80 of weight 1, 50 of weight 2: 60), homework 40 % (90): 0.6 x 60 + 0.4 x 90 = 72.
    [Fact]
    public void Categories_weigh_and_those_without_a_grade_leave_the_whole_to_the_others()
    {
        var setup = Setup([new("t", "Tests", 60, 0, EmptyGrades.Excluded), new("h", "Homework", 40, 0, EmptyGrades.Excluded), new("n", "Practice", 0, 0, EmptyGrades.Zero)],
            Item("t1", 1, "t"), Item("t2", 2, "t"), Item("h1", 1, "h"), Item("p", 1, "n"), Item("free", 0, "h"));
        var totals = Of(setup, "t1=80 t2=50 h1=90 free=100");
        totals.Total.ShouldBe(72);
        totals.Formula.ShouldBe("((80 × 1 + 50 × 2) / (1 + 2) × 60 + 90 × 40) / (60 + 40)");
        totals.Categories.Select(c => (c.Percent, c.Counts)).ShouldBe([(60, true), (90, true), (0, false)]);
        totals.Cells[4].State.ShouldBe(CellState.Unweighted);
        Of(setup, "h1=90").ShouldSatisfyAllConditions(t => t.Total.ShouldBe(90), t => t.Formula.ShouldBe("90"));
        Of(setup, "").ShouldSatisfyAllConditions(t => t.Total.ShouldBeNull(), t => t.Formula.ShouldBe(""));
    }

    [Fact]
    public void What_is_hidden_is_not_there_for_the_student()
    {
        var setup = Setup([General with { Empty = EmptyGrades.Zero }], Item("a"), Item("b", posted: false));
        var own = Of(setup, "a=80 b=!20", postedOnly: true);
        own.Total.ShouldBe(80);
        own.Cells[1].ShouldBe(new GradeCell("b", null, null, false, CellState.Hidden));
        own.Formula.ShouldNotContain("20");
        Of(setup, "a=80 b=!20").Total.ShouldBe(50);
    }

    private static readonly Gen<GradebookSetup> AnySetup =
        from weights in Gen.ArrayOf(Gen.Choose(0, 100_000), 3)
        from drops in Gen.ArrayOf(Gen.Choose(0, 3), 3)
        from zero in Gen.ArrayOf(Gen.Elements(EmptyGrades.Excluded, EmptyGrades.Zero), 3)
        from items in Gen.ArrayOf(Gen.Choose(0, 2).SelectMany(c => Gen.Choose(0, 100_000).SelectMany(w => Gen.Elements(true, false).Select(p => (c, w, p)))), 8)
        select new GradebookSetup([.. weights.Select((w, i) => new GradeCategory($"c{i}", $"C{i}", w / 1000m, drops[i], zero[i]))],
            [.. items.Select((x, i) => new GradeItem($"i{i}", $"I{i}", $"c{x.c}", x.w / 1000m, x.p))], 1);

    private static readonly Gen<ImmutableArray<Grade>> AnyGrades = Gen.ArrayOf(
        Gen.Choose(0, 10_000_000).SelectMany(p => Gen.Choose(0, 3).Select(k => k switch { 0 => default, 1 => new Grade(50, null, true), 2 => new Grade(null, p / 100_000m, false), _ => new Grade(p / 100_000m, null, false) })), 8)
        .Select(g => g.ToImmutableArray());

    [Fact]
    public void The_formula_evaluates_to_the_total_exactly() => Prop.ForAll(AnySetup.ToArbitrary(), AnyGrades.ToArbitrary(), Gen.Elements(true, false).ToArbitrary(), (setup, grades, own) =>
    {
        var totals = GradeTotals.Of(setup, item => grades[item[1] - '0'], own);
        return totals.Percent is null ? totals.Formula == "" : new Evaluator(totals.Formula).Value() == totals.Percent.Value;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_total_lies_between_the_lowest_and_the_highest_and_the_order_of_items_does_not_matter() => Prop.ForAll(AnySetup.ToArbitrary(), AnyGrades.ToArbitrary(), (setup, grades) =>
    {
        var totals = GradeTotals.Of(setup, item => grades[item[1] - '0'], false);
        var turned = GradeTotals.Of(setup with { Items = [.. setup.Items.Reverse()], Categories = [.. setup.Categories.Reverse()] }, item => grades[item[1] - '0'], false);
        var counted = totals.Cells.Where(c => c.State is CellState.Counted or CellState.EmptyAsZero).Select(c => Rational.Of(c.Percent ?? 0)).ToArray();
        return totals.Percent == turned.Percent && (totals.Percent is not { } p || p >= counted.Min() && p <= counted.Max());
    }).QuickCheckThrowOnFailure();

    /// <summary>The formula as a student would work it out: +, ×, / and brackets.</summary>
    private sealed class Evaluator(string formula)
    {
        private int _at;

        public Rational Value() => Sum() is var value && _at == formula.Length ? value : throw new FormatException(formula);

        private Rational Sum()
        {
            var value = Product();
            while (Take(" + ")) value += Product();
            return value;
        }

        private Rational Product()
        {
            var value = Atom();
            while (true)
            {
                if (Take(" × ")) value *= Atom();
                else if (Take(" / ")) value /= Atom();
                else return value;
            }
        }

        private Rational Atom()
        {
            if (Take("("))
            {
                var value = Sum();
                return Take(")") ? value : throw new FormatException(formula);
            }
            var from = _at;
            while (_at < formula.Length && (char.IsAsciiDigit(formula[_at]) || formula[_at] == '.')) _at++;
            return Rational.Of(decimal.Parse(formula[from.._at], CultureInfo.InvariantCulture));
        }

        private bool Take(string text)
        {
            if (string.CompareOrdinal(formula, _at, text, 0, text.Length) != 0) return false;
            _at += text.Length;
            return true;
        }
    }
}
