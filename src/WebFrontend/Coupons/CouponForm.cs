using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Coupons;

namespace LearningHub.WebFrontend.Coupons;

/// <summary>The form of a coupon as typed. An amount is a row with a currency; an empty one is none.</summary>
public sealed record CouponForm(string Code, string Name, string Kind, string Percent, ImmutableArray<AmountEntry> Amounts, ImmutableArray<AmountEntry> Minimums, string From, string Until, string Zone,
    string TotalLimit, string PerPersonLimit, ImmutableArray<string> CourseIds, bool Combines, bool ReturnsOnRefund)
{
    public static CouponForm New(string zone) => new("", "", "percentage", "", [new("", "EUR")], [new("", "EUR")], "", "", zone, "", "1", [], false, true);

    public bool IsFixed => Kind == "fixed";

    /// <summary>What was typed, or the first thing that cannot be read. The rest is checked by the coupon itself.</summary>
    public Result<CouponRules> Read()
    {
        var points = 0;
        if (!IsFixed && (!decimal.TryParse(Percent.Trim().TrimEnd('%').Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent)
            || percent > 100 || percent * 100 != decimal.Truncate(percent * 100) || (points = (int)(percent * 100)) == 0))
            return Wrong("basis_points", "Write a percentage between 0.01 and 100, with at most two decimals.");
        if (Money(IsFixed ? Amounts : [], "amounts", out var amounts) is { } wrong) return wrong;
        if (Money(Minimums, "minimums", out var minimums) is { } bad) return bad;
        if (Number(TotalLimit, "total_limit", out var total) is { } noTotal) return noTotal;
        if (Number(PerPersonLimit, "per_person_limit", out var each) is { } noEach) return noEach;
        return new CouponRules(Name, IsFixed ? CouponKind.Fixed : CouponKind.Percentage, points, amounts, minimums, From, Until, Zone, total, each, CourseIds, Combines, ReturnsOnRefund);
    }

    public static CouponForm Of(CouponView c) => new(c.Code, c.Rules.Name, c.Rules.Kind == CouponKind.Fixed ? "fixed" : "percentage",
        c.Rules.Kind == CouponKind.Fixed ? "" : (c.Rules.BasisPoints / 100m).ToString("0.##", CultureInfo.InvariantCulture), Rows(c.Rules.Amounts), Rows(c.Rules.Minimums), c.Rules.From ?? "", c.Rules.Until ?? "",
        c.Rules.Zone, c.Rules.TotalLimit?.ToString(CultureInfo.InvariantCulture) ?? "", c.Rules.PerPersonLimit?.ToString(CultureInfo.InvariantCulture) ?? "", c.Rules.CourseIds, c.Rules.Combines, c.Rules.ReturnsOnRefund);

    public static CouponForm Of(IFormCollection f) => new(f.Text("code"), f.Text("name"), f.Text("kind"), f.Text("percent"), Rows(f, "amount"), Rows(f, "minimum"), f.Text("from"), f.Text("until"), f.Text("zone"),
        f.Text("totalLimit"), f.Text("perPersonLimit"), [.. f["course"].Where(c => c is { Length: > 0 }).Select(c => c!).Take(101)], f.Text("combines") == "1", f.Text("returns") == "1");

    private static ImmutableArray<AmountEntry> Rows(ImmutableArray<Money> amounts)
    {
        var taken = amounts.Select(a => a.Currency).ToHashSet();
        return [.. amounts.Select(a => new AmountEntry(MoneyText.Plain(a), a.Currency)), new("", Currencies.All.First(c => !taken.Contains(c)))];
    }

    private static ImmutableArray<AmountEntry> Rows(IFormCollection f, string name) =>
        [.. f[name].Zip(f[name + "Currency"]).Take(Currencies.All.Count).Select(r => new AmountEntry(r.First ?? "", r.Second ?? ""))];

    private static Error? Money(IEnumerable<AmountEntry> rows, string field, out ImmutableArray<Money> amounts)
    {
        amounts = [];
        foreach (var (amount, currency) in rows.Where(r => r.Amount.Trim().Length > 0))
        {
            if (MoneyText.Parse(amount, currency) is not { } money) return Wrong(field, $"“{(amount.Length <= 20 ? amount : amount[..20] + "…")}” is no amount of {(Currencies.IsSold(currency) ? currency : "a currency we know")}.");
            amounts = amounts.Add(money);
        }
        return null;
    }

    private static Error? Number(string text, string field, out int? number)
    {
        number = null;
        if (text.Trim().Length == 0) return null;
        if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var read)) return Wrong(field, "Write a whole number, or leave it empty for any number.");
        number = read;
        return null;
    }

    private static Error Wrong(string field, string message) => Error.Invalid($"coupons.{field}_invalid", message, field);
}

public sealed record AmountEntry(string Amount, string Currency);
