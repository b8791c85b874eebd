using System.Collections.Immutable;
using System.Globalization;

namespace LearningHub.WebFrontend.Common;

/// <summary>Amounts, shown and read. The number of decimals is the currency's own (ISO 4217): none for JPY, three for BHD.</summary>
public static class MoneyText
{
    private const string Minus = "\u2212";

    /// <summary>"€49.50", "¥4,950", "4.950 BHD", "−€5.00": always with the currency's decimals, so that columns align.</summary>
    public static string Of(Money amount) => Shown(amount, $"N{Currencies.Exponent(amount.Currency)}");

    /// <summary>A price tag: "€49", "€49.50"; no decimals where they are zeros.</summary>
    public static string Tag(Money amount) => Shown(amount, amount.Minor % Currencies.MinorPerMajor(amount.Currency) == 0 ? "N0" : $"N{Currencies.Exponent(amount.Currency)}");

    /// <summary>The price of a course in the wished currency, else in its first; "Free" without a price.</summary>
    public static string Tag(ImmutableArray<Money> prices, string? wished = null) =>
        prices.IsEmpty ? "Free" : Tag(prices.FirstOrDefault(p => p.Currency == wished) is { Currency: not null } found ? found : prices[0]);

    /// <summary>As typed into a form field: "89.00".</summary>
    public static string Plain(Money amount) => Major(amount).ToString($"F{Currencies.Exponent(amount.Currency)}", CultureInfo.InvariantCulture);

    /// <summary>What was typed; null when it is no amount of that currency: more decimals than it has are not rounded away.</summary>
    public static Money? Parse(string text, string currency)
    {
        if (!Currencies.IsSold(currency) || !decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > 100_000_000m) return null;
        var minor = amount * Currencies.MinorPerMajor(currency);
        return minor == decimal.Truncate(minor) ? new Money((long)minor, currency) : null;
    }

    private static decimal Major(Money amount) => amount.Minor / (decimal)Currencies.MinorPerMajor(amount.Currency);

    private static string Shown(Money amount, string format)
    {
        var number = Math.Abs(Major(amount)).ToString(format, CultureInfo.InvariantCulture);
        var text = amount.Currency switch { "EUR" => $"€{number}", "USD" => $"${number}", "GBP" => $"£{number}", "JPY" => $"¥{number}", _ => $"{number}\u00a0{amount.Currency}" };
        return amount.Minor < 0 ? Minus + text : text;
    }
}
