using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Payments.Stripe;

/// <summary>Amounts as Stripe's API takes them ("Supported currencies"). Mostly the currency's minor unit, as ours; the exceptions stand here.</summary>
internal static class StripeAmounts
{
    /// <summary>Zero-decimal by ISO 4217, but kept at two decimals by Stripe, which must be zeros.</summary>
    private static readonly HashSet<string> PaddedZeroDecimal = ["ISK", "UGX"];

    /// <summary>Two decimals by ISO 4217, none for Stripe.</summary>
    private static readonly HashSet<string> ZeroDecimalThere = ["MGA"];

    /// <summary>Of these Stripe takes the third decimal only as a zero.</summary>
    private static readonly HashSet<string> ThreeDecimal = ["BHD", "JOD", "KWD", "OMR", "TND"];

    /// <summary>At most eight digits ("amount", PaymentIntents).</summary>
    private const long Most = 99_999_999;

    /// <summary>Null: Stripe cannot take exactly this amount, and it is not ours to round it.</summary>
    public static long? To(Money amount)
    {
        var minor = amount.Minor;
        if (ThreeDecimal.Contains(amount.Currency) && minor % 10 != 0) return null;
        if (ZeroDecimalThere.Contains(amount.Currency)) { if (minor % 100 != 0) return null; minor /= 100; }
        if (PaddedZeroDecimal.Contains(amount.Currency)) { if (minor > Most / 100) return null; minor *= 100; }
        return minor is > 0 and <= Most ? minor : null;
    }

    /// <summary>Null: no currency, or not a whole number of our minor units.</summary>
    public static Money? From(long amount, string? currency)
    {
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetter)) return null;
        var code = currency.ToUpperInvariant();
        if (PaddedZeroDecimal.Contains(code)) return amount % 100 == 0 ? new(amount / 100, code) : null;
        return new(ZeroDecimalThere.Contains(code) ? checked(amount * 100) : amount, code);
    }
}
