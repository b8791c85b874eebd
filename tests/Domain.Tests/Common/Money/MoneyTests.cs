using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.WebFrontend.Common;

namespace LearningHub.Domain.Tests.Common;

public sealed class MoneyTests
{
    private static Money Eur(long minor) => new(minor, "EUR");

    [Theory]
    [InlineData(1_000, 1_500, 150)]
    [InlineData(333, 3_333, 111)]       // 110.9889
    [InlineData(5, 1_000, 1)]           // half goes away from zero
    [InlineData(4, 1_000, 0)]
    [InlineData(-5, 1_000, -1)]
    [InlineData(-4, 1_000, 0)]
    [InlineData(15, 1_000, 2)]
    [InlineData(25, 1_000, 3)]          // not to even
    [InlineData(9_999, 10_000, 9_999)]
    [InlineData(9_999, 0, 0)]
    [InlineData(1, 1, 0)]
    [InlineData(long.MaxValue, 10_000, long.MaxValue)]
    public void A_percentage_is_rounded_once_half_away_from_zero(long minor, int basisPoints, long expected) => Eur(minor).Percent(basisPoints).ShouldBe(Eur(expected));

    [Theory]
    [InlineData(100, "1 1 1", "34 33 33")]
    [InlineData(100, "1 2 3", "17 33 50")]
    [InlineData(1, "1 1 1", "1 0 0")]
    [InlineData(-100, "1 1 1", "-34 -33 -33")]
    [InlineData(7, "0 0", "7 0")]
    [InlineData(0, "5 3", "0 0")]
    [InlineData(10, "0 10 0", "0 10 0")]
    [InlineData(2, "9 9 1", "1 1 0")]
    public void Parts_are_whole_and_the_largest_remainders_are_rounded_up(long minor, string weights, string parts) =>
        string.Join(' ', Eur(minor).Share(weights.Split(' ').Select(long.Parse).ToArray()).Select(p => p.Minor)).ShouldBe(parts);

    [Fact]
    public void Parts_always_sum_to_the_whole_and_are_within_one_unit_of_their_exact_share()
    {
        var weights = Gen.Choose(0, 1_000_000).Select(w => (long)w).NonEmptyListOf().Select(l => l.ToArray());
        var minor = Gen.Choose(-2_000_000_000, 2_000_000_000).Select(m => (long)m);
        Prop.ForAll(minor.SelectMany(m => weights.Select(w => (m, w))).ToArbitrary(), x =>
        {
            var (whole, parts) = (Eur(x.m), Eur(x.m).Share(x.w));
            var sum = x.w.Sum();
            return Money.Sum(parts, "EUR") == whole
                && parts.Zip(x.w).All(p => sum == 0 || Math.Abs(p.First.Minor - (decimal)x.m * p.Second / sum) < 1)
                && (x.m < 0 || x.m > sum || sum == 0 || parts.Zip(x.w).All(p => p.First.Minor <= p.Second));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_greatest_amounts_are_shared_without_overflow()
    {
        Eur(long.MaxValue).Share([long.MaxValue, long.MaxValue]).Select(p => p.Minor).ShouldBe([long.MaxValue / 2 + 1, long.MaxValue / 2]);
        Should.Throw<OverflowException>(() => Eur(long.MaxValue) + Eur(1));
        Should.Throw<OverflowException>(() => Eur(long.MaxValue).Times(2));
    }

    [Fact]
    public void Two_currencies_never_meet()
    {
        Should.Throw<InvalidOperationException>(() => Eur(1) + new Money(1, "USD"));
        Should.Throw<InvalidOperationException>(() => Eur(1) < new Money(1, "JPY"));
        Should.Throw<InvalidOperationException>(() => default(Money) + default(Money));
    }

    [Theory]
    [InlineData(4_950, "EUR", "€49.50", "€49.50", "49.50")]
    [InlineData(4_900, "EUR", "€49.00", "€49", "49.00")]
    [InlineData(4_950, "JPY", "¥4,950", "¥4,950", "4950")]
    [InlineData(4_950, "BHD", "4.950\u00a0BHD", "4.950\u00a0BHD", "4.950")]
    [InlineData(4_000, "KWD", "4.000\u00a0KWD", "4\u00a0KWD", "4.000")]
    [InlineData(-500, "GBP", "\u2212£5.00", "\u2212£5", "-5.00")]
    public void An_amount_is_shown_with_the_decimals_of_its_currency(long minor, string currency, string sum, string tag, string plain)
    {
        var amount = new Money(minor, currency);
        MoneyText.Of(amount).ShouldBe(sum);
        MoneyText.Tag(amount).ShouldBe(tag);
        MoneyText.Plain(amount).ShouldBe(plain);
    }

    [Theory]
    [InlineData("49.50", "EUR", 4_950L)]
    [InlineData("49.505", "EUR", null)]
    [InlineData("49.505", "BHD", 49_505L)]
    [InlineData("49.5", "JPY", null)]
    [InlineData(" 4900 ", "JPY", 4_900L)]
    [InlineData("1e3", "EUR", null)]
    [InlineData("-5", "EUR", null)]
    [InlineData("1,000", "EUR", null)]
    [InlineData("99999999999", "EUR", null)]
    [InlineData("5", "XXX", null)]
    public void What_was_typed_is_read_exactly_or_not_at_all(string typed, string currency, long? minor) => (MoneyText.Parse(typed, currency)?.Minor).ShouldBe(minor);

    [Fact]
    public void Every_currency_reads_what_it_shows()
    {
        foreach (var currency in Currencies.All)
            foreach (var minor in (long[])[1, 9, 10, 99, 100, 999, 1_000, 1_001, 123_456])
                MoneyText.Parse(MoneyText.Plain(new(minor, currency)), currency).ShouldBe(new Money(minor, currency));
    }
}
