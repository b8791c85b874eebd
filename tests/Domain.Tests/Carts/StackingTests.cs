using System.Collections.Immutable;
using System.Numerics;
using LearningHub.Domain.Tests.Coupons;
using LearningHub.Grains.Carts;
using LearningHub.Grains.Coupons;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.Domain.Tests.Carts;

/// <summary>Generated carts with generated coupons against an oracle that was written apart: exact fractions, one unit after the other.</summary>
public sealed class StackingTests
{
    private static readonly string[] CurrencyCodes = ["EUR", "JPY", "BHD"];

    [Fact]
    public async Task Two_hundred_carts_with_stacked_coupons_cost_what_the_oracle_says()
    {
        var random = new Random(20261122);
        var discounted = 0;
        for (var n = 0; n < 200; n++)
        {
            var currency = CurrencyCodes[n % 3];
            ImmutableArray<CouponLine> lines = [.. Enumerable.Range(0, random.Next(1, 9)).Select(i => CouponExamples.Line($"c{i}", Amount(random), currency))];
            var rules = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Rules(random, currency, lines)).ToList();
            var states = rules.Select((r, i) => (Code: $"KEY{i}", State: CouponExamples.Made(r, $"KEY{i}"))).ToDictionary(x => x.Code, x => x.State);
            var coupons = CartPricing.InOrder(rules.Select((r, i) => new CartCode($"KEY{i}", $"KEY{i}", r.Kind)).Reverse());

            var answers = await CartPricing.Apply(coupons, lines, (c, l) => Task.FromResult(
                CouponUses.Quote(states[c.Code], c.Code, new("sam", c.Code, l, currency, coupons.Length == 1), CouponLookup.Nothing, null, CouponExamples.Now)));
            var rest = lines.Select((l, i) => l.Amount.Minor - answers.Where(a => a.Applied.IsOk).Sum(a => a.Applied.Value!.Shares[i].Minor)).ToArray();

            rest.ShouldBe(Oracle(lines.Select(l => l.Amount.Minor).ToArray(), lines, coupons.Select(c => states[c.Code].Rules!).ToList(), currency), $"cart {n}");
            rest.ShouldAllBe(r => r >= 0, $"cart {n}");
            if (rest.Sum() < lines.Sum(l => l.Amount.Minor)) discounted++;
            foreach (var a in answers.Where(a => a.Applied.IsOk)) a.Applied.Value!.Discount.ShouldBe(Money.Sum(a.Applied.Value.Shares, currency));
        }
        discounted.ShouldBeGreaterThan(150);
    }

    [Fact]
    public async Task Coupons_worth_more_than_the_cart_leave_nothing_to_pay_and_never_less()
    {
        var states = new Dictionary<string, CouponState>
        {
            ["A"] = CouponExamples.Made(CouponExamples.TenPercent with { BasisPoints = 9_999 }, "AAA"), ["B"] = CouponExamples.Made(CouponExamples.Off(new Money(10_000_000, "JPY")), "BBB"),
        };
        ImmutableArray<CouponLine> lines = [CouponExamples.Line("a", 1, "JPY"), CouponExamples.Line("b", 999, "JPY")];
        var answers = await CartPricing.Apply([new("A", "AAA", CouponKind.Percentage), new("B", "BBB", CouponKind.Fixed)], lines, (c, l) => Task.FromResult(
            CouponUses.Quote(states[c.CouponId], c.CouponId, new("", c.Code, l, "JPY", false), CouponLookup.Nothing, null, CouponExamples.Now)));
        answers.Sum(a => a.Applied.Value!.Discount.Minor).ShouldBe(1_000);
        CartPricing.After(answers[1].Applied.Value!).ShouldAllBe(l => l.Amount.IsZero);
    }

    /// <summary>Percentages before amounts, by code within a kind; each on what is left of the lines it is for.</summary>
    private static long[] Oracle(long[] listed, ImmutableArray<CouponLine> lines, IReadOnlyList<CouponRules> inOrder, string currency)
    {
        var left = listed.Select(l => new BigInteger(l)).ToArray();
        foreach (var rule in inOrder)
        {
            var mine = Enumerable.Range(0, left.Length).Where(i => rule.CourseIds.IsEmpty || rule.CourseIds.Contains(lines[i].CourseId)).ToList();
            if (mine.Count == 0) continue;
            var minimum = rule.Minimums.Where(m => m.Currency == currency).Select(m => m.Minor).SingleOrDefault();
            if (mine.Sum(i => listed[i]) < minimum) continue;
            var sum = mine.Aggregate(BigInteger.Zero, (s, i) => s + left[i]);
            // Half up: twice the numerator plus the denominator, over twice the denominator.
            var off = rule.Kind == CouponKind.Percentage ? (2 * sum * rule.BasisPoints + 10_000) / 20_000 : new BigInteger(rule.Amounts.Where(a => a.Currency == currency).Select(a => a.Minor).SingleOrDefault());
            off = BigInteger.Min(off, sum);
            if (off.IsZero) continue;
            var given = mine.ToDictionary(i => i, i => off * left[i] / sum);
            for (var unit = off - given.Values.Aggregate(BigInteger.Zero, (s, g) => s + g); unit > 0; unit--)
            {
                // The line whose exact share is furthest above what it was given gets the next unit; of equals the first.
                var next = mine.OrderByDescending(i => off * left[i] - given[i] * sum).ThenBy(i => i).First();
                given[next]++;
            }
            foreach (var i in mine) left[i] -= given[i];
        }
        return [.. left.Select(l => (long)l)];
    }

    private static long Amount(Random random) => random.Next(4) switch { 0 => random.Next(1, 10), 1 => random.Next(1, 1_000), _ => random.Next(1, 1_000_000) };

    private static CouponRules Rules(Random random, string currency, ImmutableArray<CouponLine> lines)
    {
        var rules = random.Next(2) == 0 ? CouponExamples.TenPercent with { BasisPoints = random.Next(1, 10_001) } : CouponExamples.Off(new Money(Amount(random), currency));
        if (random.Next(3) == 0) rules = rules with { CourseIds = [.. lines.Where(_ => random.Next(2) == 0).Select(l => l.CourseId)] };
        return random.Next(4) == 0 ? rules with { Minimums = [new(Amount(random), currency)] } : rules;
    }
}
