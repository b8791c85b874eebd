using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Questions;

namespace LearningHub.Domain.Tests.Questions;

public sealed class PapersTests
{
    private static readonly QuestionRef Ref = new("q1", 1);

    [Fact]
    public void The_same_seed_always_deals_the_same_and_other_seeds_deal_every_order()
    {
        var orders = Enumerable.Range(0, 400).Select(seed => string.Concat(Presenter.Present(Ref, QuestionExamples.Single, seed).Choices.Select(c => c.Id))).ToArray();
        orders.ShouldBe(Enumerable.Range(0, 400).Select(seed => string.Concat(Presenter.Present(Ref, QuestionExamples.Single, seed).Choices.Select(c => c.Id))));
        orders.Distinct().Count().ShouldBe(24);
        // Stable for ever: an attempt that is opened again in another release is dealt as before.
        orders.Take(6).ShouldBe(Golden);
    }

    private static readonly string[] Golden = ["adbc", "badc", "adcb", "bdac", "abdc", "bacd"];

    [Fact]
    public void Every_order_is_as_likely()
    {
        const int deals = 24_000;
        var counts = Enumerable.Range(0, deals).GroupBy(seed => string.Concat(Presenter.Present(Ref, QuestionExamples.Single, seed * 7919L).Choices.Select(c => c.Id))).Select(g => g.Count()).ToArray();
        counts.Length.ShouldBe(24);
        ChiSquare(counts, deals / 24d).ShouldBeLessThan(49.73, "99.9 % of chi-square with 23 degrees of freedom");
    }

    [Fact]
    public void What_is_dealt_tells_no_key()
    {
        foreach (var question in QuestionExamples.All)
        {
            var json = JsonSerializer.Serialize(Presenter.Present(Ref, question, 5), HubJson.Options);
            foreach (var secret in (string[])["weight", "feedback", "In general", "That is Italy", "tolerance", "Look for reasons", "Seine", "2.1\""]) json.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse($"{question.Kind} tells {secret}");
        }
        var matching = Presenter.Present(Ref, QuestionExamples.Matching, 5);
        matching.Prompts.Select(p => p.Text).Order().ShouldBe(["Lyon", "Paris", "Rome"]);
        matching.Choices.Select(p => p.Text).Order().ToArray().ShouldBe(["France", "Italy", "Spain"]);
        Enumerable.Range(0, 200).ShouldAllBe(seed => Presenter.Present(Ref, QuestionExamples.Ordering, seed).Choices[0].Id != "i1" || !Presenter.Present(Ref, QuestionExamples.Ordering, seed).Choices.Select(c => c.Id).SequenceEqual(new[] { "i1", "i2", "i3", "i4" }));
        Presenter.Present(Ref, null, 5).Found.ShouldBeFalse();
    }

    [Fact]
    public void A_question_that_keeps_its_order_keeps_it_but_never_shows_options_in_the_order_of_the_key_alone()
    {
        Presenter.Present(Ref, QuestionExamples.Single with { KeepOrder = true }, 3).Choices.Select(c => c.Id).ShouldBe(["a", "b", "c", "d"]);
        Presenter.Present(Ref, QuestionExamples.TrueFalse, 3).Choices.Select(c => c.Id).ShouldBe(["true", "false"]);
        Enumerable.Range(0, 50).Select(seed => string.Concat(Presenter.Present(Ref, QuestionExamples.Matching with { KeepOrder = true }, seed).Choices.Select(c => c.Text[0]))).Distinct().Count().ShouldBe(6);
    }

    [Fact]
    public void Drawing_10_of_50_is_uniform_by_question_by_pair_and_by_place()
    {
        const int draws = 20_000, bankSize = 50, count = 10;
        var bank = Bank(bankSize);
        var (times, together, first) = (new int[bankSize], new int[bankSize, bankSize], new int[bankSize]);
        for (var seed = 0; seed < draws; seed++)
        {
            var drawn = Drawing.Draw(bank, count, seed, new HashSet<string>()).Select(q => int.Parse(q.QuestionId[1..])).ToArray();
            drawn.Distinct().Count().ShouldBe(count);
            first[drawn[0]]++;
            foreach (var a in drawn)
            {
                times[a]++;
                foreach (var b in drawn) if (a < b) together[a, b]++;
            }
        }
        // A draw is without repetition: by question the variance is (1 - n/m) of the independent one, so the statistic is scaled to chi-square with 49 degrees.
        (ChiSquare(times, draws * count / (double)bankSize) / (1 - count / (double)bankSize) * (bankSize - 1) / bankSize).ShouldBeInRange(18, 85.35, "0.002 % to 99.9 % of chi-square with 49 degrees of freedom");
        ChiSquare(first, draws / (double)bankSize).ShouldBeLessThan(85.35);
        var pairs = (from a in Enumerable.Range(0, bankSize) from b in Enumerable.Range(a + 1, bankSize - a - 1) select together[a, b]).ToArray();
        // 1,225 pairs, each expected 20,000 x 45 / 1,225 = 734.7: none is further than five standard deviations.
        pairs.ShouldAllBe(n => Math.Abs(n - 734.7) < 5 * Math.Sqrt(734.7));
    }

    [Fact]
    public void A_draw_is_stable_for_its_seed_and_the_bank_moves_at_most_one()
    {
        var bank = Bank(50);
        var drawn = Drawing.Draw(bank, 10, 42, new HashSet<string>());
        Drawing.Draw([.. bank.Reverse()], 10, 42, new HashSet<string>()).ShouldBe(drawn);
        Drawing.Draw([.. bank, Drawable.Of("q-new", 3)], 10, 42, new HashSet<string>()).Except(drawn).Count().ShouldBeLessThanOrEqualTo(1);
        var without = Drawing.Draw(bank, 10, 42, new HashSet<string> { drawn[0].QuestionId });
        without.ShouldNotContain(drawn[0]);
        drawn.Except(without).ShouldHaveSingleItem();
        Drawing.Draw(bank, 200, 1, new HashSet<string>()).Length.ShouldBe(50);
        Drawing.Draw([], 5, 1, new HashSet<string>()).ShouldBeEmpty();
    }

    private static Drawable[] Bank(int size) => [.. Enumerable.Range(0, size).Select(i => Drawable.Of($"q{i}", 1))];

    private static double ChiSquare(IEnumerable<int> observed, double expected) => observed.Sum(o => (o - expected) * (o - expected) / expected);
}
