using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>An amount in minor units of one currency (ISO 4217): 4950 EUR is €49.50, 4950 JPY is ¥4,950, 4950 BHD is 4.950 dinars.
/// Whole numbers only, every operation checked: an overflow or a mix of currencies is a bug and throws. Never a decimal, never a double.</summary>
[GenerateSerializer, Immutable, Alias("hub.Money")]
public readonly record struct Money(long Minor, string Currency) : IComparable<Money>
{
    /// <summary>One hundred percent, in the unit of <see cref="Percent"/>.</summary>
    public const int WholeInBasisPoints = 10_000;

    public static Money Zero(string currency) => new(0, currency);

    [JsonIgnore] public bool IsZero => Minor == 0;
    [JsonIgnore] public bool IsNegative => Minor < 0;

    public static Money operator +(Money a, Money b) => new(checked(a.Minor + b.Minor), Same(a, b));
    public static Money operator -(Money a, Money b) => new(checked(a.Minor - b.Minor), Same(a, b));
    public static Money operator -(Money a) => new(checked(-a.Minor), a.Currency);
    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;
    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;
    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;
    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    public Money Times(int count) => this with { Minor = checked(Minor * count) };

    public static Money Min(Money a, Money b) => a <= b ? a : b;

    public static Money Sum(IEnumerable<Money> amounts, string currency) => amounts.Aggregate(Zero(currency), (sum, next) => sum + next);

    /// <summary>A part in hundredths of a percent, rounded once: half a minor unit goes away from zero.</summary>
    public Money Percent(int basisPoints)
    {
        var product = (Int128)Minor * basisPoints;
        var (whole, rest) = Int128.DivRem(product, WholeInBasisPoints);
        if (Int128.Abs(rest) * 2 >= WholeInBasisPoints) whole += Int128.Sign(product);
        return this with { Minor = checked((long)whole) };
    }

    /// <summary>The amount in parts in proportion to the weights, whole minor units that sum to exactly this amount (largest remainder; of
    /// equal remainders the earlier part is rounded up). All weights zero: everything is in the first part. No part is ever over its exact
    /// share by a whole unit, so that an amount not above the sum of the weights never gives a part above its weight.</summary>
    public ImmutableArray<Money> Share(ReadOnlySpan<long> weights)
    {
        if (weights.IsEmpty) throw new ArgumentException("There must be something to share among.", nameof(weights));
        Int128 sum = 0;
        foreach (var weight in weights) sum += weight >= 0 ? weight : throw new ArgumentException("A weight is 0 or more.", nameof(weights));
        var parts = new long[weights.Length];
        if (sum == 0) parts[0] = Minor;
        else
        {
            var remainders = new (Int128 Remainder, int Index)[weights.Length];
            var left = Int128.Abs(Minor);
            for (var i = 0; i < parts.Length; i++)
            {
                var (whole, remainder) = Int128.DivRem(Int128.Abs(Minor) * weights[i], sum);
                (parts[i], remainders[i]) = (checked((long)whole), (remainder, i));
                left -= whole;
            }
            foreach (var (_, index) in remainders.OrderByDescending(r => r.Remainder).ThenBy(r => r.Index).Take((int)left)) parts[index]++;
            if (Minor < 0) for (var i = 0; i < parts.Length; i++) parts[i] = -parts[i];
        }
        var currency = Currency;
        return [.. parts.Select(p => new Money(p, currency))];
    }

    public int CompareTo(Money other)
    {
        Same(this, other);
        return Minor.CompareTo(other.Minor);
    }

    /// <summary>For logs and tests; people see what the web's formatting makes of it.</summary>
    public override string ToString() => FormattableString.Invariant($"{Minor} {Currency}");

    private static string Same(Money a, Money b) =>
        a.Currency is { Length: 3 } && a.Currency == b.Currency ? a.Currency : throw new InvalidOperationException($"Not the same currency: {a} and {b}.");
}
