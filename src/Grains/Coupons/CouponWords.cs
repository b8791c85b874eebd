using System.Globalization;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Coupons;

/// <summary>Amounts within a reason: "49.50 EUR".</summary>
internal static class CouponWords
{
    public static string Amount(Money amount) =>
        (amount.Minor / (decimal)Currencies.MinorPerMajor(amount.Currency)).ToString($"N{Currencies.Exponent(amount.Currency)}", CultureInfo.InvariantCulture) + "\u00a0" + amount.Currency;
}
