using System.Globalization;

namespace LearningHub.WebFrontend.Common;

/// <summary>Amounts in minor units, shown. The number of decimals is the currency's own (ISO 4217): none for JPY, three for BHD.</summary>
public static class Money
{
    public static int Decimals(string currency) => currency switch
    {
        "JPY" or "KRW" or "VND" or "CLP" or "ISK" or "UGX" or "XAF" or "XOF" => 0,
        "BHD" or "KWD" or "OMR" or "JOD" or "TND" => 3,
        _ => 2,
    };

    public static string Text(long minor, string currency)
    {
        if (minor == 0) return "Free";
        var decimals = Decimals(currency);
        var amount = minor / (decimal)Math.Pow(10, decimals);
        var number = amount.ToString(amount == decimal.Truncate(amount) ? "N0" : $"N{decimals}", CultureInfo.InvariantCulture);
        return currency switch { "EUR" => $"€{number}", "USD" => $"${number}", "GBP" => $"£{number}", "JPY" => $"¥{number}", _ => $"{number}\u00a0{currency}" };
    }

    /// <summary>As typed into a form field: "89" or "89.50".</summary>
    public static string Plain(long minor, string currency)
    {
        var decimals = Decimals(currency);
        return (minor / (decimal)Math.Pow(10, decimals)).ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary>What was typed, in minor units; null when it is no amount of that currency.</summary>
    public static long? Parse(string text, string currency)
    {
        if (!decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) || amount > 100_000_000m) return null;
        var minor = amount * (decimal)Math.Pow(10, Decimals(currency));
        return minor == decimal.Truncate(minor) ? (long)minor : null;
    }
}
