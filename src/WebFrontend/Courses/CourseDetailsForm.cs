using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.WebFrontend.Courses;

/// <summary>The details form as typed. A price is a row of amount and currency; a row without an amount is no price.</summary>
public sealed record CourseDetailsForm(
    string Title, string Subtitle, string Description, string Subject, string Level, string Language, ImmutableArray<PriceEntry> Prices, string SeatLimit)
{
    /// <summary>The prices there are and this many rows for more.</summary>
    private const int SpareRows = 2;

    public CourseLevel ParsedLevel => Enum.TryParse<CourseLevel>(Level, out var level) && Enum.IsDefined(level) ? level : CourseLevel.StartingOut;

    public IEnumerable<PriceEntry> Rows
    {
        get
        {
            var taken = Prices.Select(p => p.Currency).ToHashSet();
            return Prices.Concat(Currencies.All.Where(c => !taken.Contains(c)).Take(SpareRows).Select(c => new PriceEntry("", c)));
        }
    }

    /// <summary>What was typed, or the first thing that is wrong with it.</summary>
    public Result<ChangeCourseDetails> Read()
    {
        var prices = ImmutableArray.CreateBuilder<Money>();
        foreach (var (amount, currency) in Prices.Where(p => p.Amount.Trim().Length > 0))
        {
            if (!Currencies.IsSold(currency)) return Wrong("Choose one of the currencies.", "prices");
            if (MoneyText.Parse(amount, currency) is not { } price) return Wrong($"Write an amount in {currency}{Decimals(currency)}, such as {(Currencies.Exponent(currency) == 0 ? "4900" : "49.50")}.", "prices");
            if (!price.IsZero) prices.Add(price);
        }
        int? seats = null;
        if (SeatLimit.Trim().Length > 0)
        {
            if (!int.TryParse(SeatLimit.Trim(), out var limit)) return Wrong("Write a whole number of people, or leave it empty.", "seatLimit");
            seats = limit;
        }
        return new ChangeCourseDetails(Title, Subtitle, Description, Subject, ParsedLevel, Language, prices.DrainToImmutable(), seats);
    }

    public static CourseDetailsForm Of(CourseView c) => new(c.Title, c.Subtitle, c.Description, c.Subject, c.Level.ToString(), c.Language,
        [.. c.Prices.Select(p => new PriceEntry(MoneyText.Plain(p), p.Currency))], c.SeatLimit?.ToString() ?? "");

    public static CourseDetailsForm Of(IFormCollection f) => new(f.Text("title"), f.Text("subtitle"), f.Text("description"), f.Text("subject"), f.Text("level"), f.Text("language"),
        [.. f["price"].Zip(f["currency"]).Take(Currencies.All.Count).Select(row => new PriceEntry(row.First ?? "", row.Second ?? ""))], f.Text("seatLimit"));

    private static string Decimals(string currency) => Currencies.Exponent(currency) switch { 0 => " without decimals", var n => $" with at most {n} decimals" };

    private static Error Wrong(string message, string field) => Error.Invalid("courses.price_invalid", message, field);
}

public sealed record PriceEntry(string Amount, string Currency);
