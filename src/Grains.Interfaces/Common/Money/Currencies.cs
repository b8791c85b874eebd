using System.Collections.Frozen;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>The currencies we sell in (ISO 4217), with the number of decimals of each: the exponent of its minor unit.</summary>
public static class Currencies
{
    private static readonly (string Code, int Exponent)[] Sold =
    [
        ("EUR", 2), ("USD", 2), ("GBP", 2), ("CHF", 2), ("SEK", 2), ("NOK", 2), ("DKK", 2), ("PLN", 2), ("CZK", 2), ("CAD", 2), ("AUD", 2), ("INR", 2),
        ("BRL", 2), ("JPY", 0), ("KRW", 0), ("AED", 2), ("SAR", 2), ("KWD", 3), ("BHD", 3),
    ];

    private static readonly FrozenDictionary<string, int> Exponents = Sold.ToFrozenDictionary(c => c.Code, c => c.Exponent);

    /// <summary>In the order forms offer them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Sold.Select(c => c.Code)];

    public static bool IsSold(string? currency) => currency is not null && Exponents.ContainsKey(currency);

    /// <summary>Decimals of a major unit: 2 for EUR, 0 for JPY, 3 for BHD.</summary>
    public static int Exponent(string currency) => Exponents.TryGetValue(currency, out var exponent) ? exponent : throw new ArgumentException($"Not a currency we sell in: {currency}", nameof(currency));

    /// <summary>Minor units of one major unit.</summary>
    public static long MinorPerMajor(string currency) => Exponent(currency) switch { 0 => 1, 2 => 100, 3 => 1_000, var e => (long)Math.Pow(10, e) };
}
