using LearningHub.Grains.Interfaces.Billing;
using System.Globalization;

namespace LearningHub.WebFrontend.Billing;

/// <summary>A receipt or credit note on A4.</summary>
internal static class ReceiptSheet
{
    private const double Left = 56, Right = SvgSheet.A4Short - 56, Dim = 9;
    private const string Grey = "#5b6472";
    private const int LinesShown = 22;

    public static SvgSheet Of(BillingDocument d)
    {
        var title = d.Kind == DocumentKind.Receipt ? "Receipt" : "Credit note";
        var sheet = new SvgSheet(SvgSheet.A4Short, SvgSheet.A4Long, $"{title} {d.Number}");
        sheet.Text(d.Academy, Left, 76, 15, weight: 600, width: 300).Text(title, Right, 76, 15, weight: 600, anchor: "end").Line(Left, 96, Right, 96);

        Fact(sheet, Left, 124, "Number", d.Number);
        Fact(sheet, Left + 130, 124, "Issued", Date(d.IssuedAt));
        Fact(sheet, Left + 240, 124, d.Kind == DocumentKind.Receipt ? "Paid" : "Belongs to", d.Kind == DocumentKind.Receipt ? Date(d.PaidAt) : d.Of ?? "");
        Fact(sheet, Left + 350, 124, "Order", BillingWords.Order(d.OrderId));
        Fact(sheet, Left, 172, "For", d.BuyerName, 220);
        Fact(sheet, Left + 240, 172, "Paid with", BillingWords.Provider(d.Provider), 220);

        var y = 232.0;
        sheet.Text("Course", Left, y, Dim, Grey).Text("Quantity", Right - 230, y, Dim, Grey, anchor: "end").Text("Price", Right - 150, y, Dim, Grey, anchor: "end")
            .Text("Discount", Right - 75, y, Dim, Grey, anchor: "end").Text("Total", Right, y, Dim, Grey, anchor: "end").Line(Left, y + 8, Right, y + 8);
        foreach (var line in d.Lines.Take(LinesShown))
        {
            y += 26;
            sheet.Text(line.Title, Left, y, 10.5, width: 200).Text(line.Quantity.ToString(CultureInfo.InvariantCulture), Right - 230, y, 10.5, anchor: "end")
                .Text(MoneyText.Of(line.UnitPrice), Right - 150, y, 10.5, anchor: "end", width: 75).Text(line.Discount.IsZero ? "–" : MoneyText.Of(-line.Discount), Right - 75, y, 10.5, anchor: "end", width: 70)
                .Text(MoneyText.Of(line.Total), Right, y, 10.5, anchor: "end", width: 70).Line(Left, y + 9, Right, y + 9, "#e8ebf0", 0.5);
        }
        if (d.Lines.Length > LinesShown)
        {
            y += 26;
            var rest = d.Lines.Skip(LinesShown).ToArray();
            sheet.Text($"and {rest.Length} more, on the page of this document", Left, y, 10.5, Grey).Text(MoneyText.Of(Money.Sum(rest.Select(l => l.Total), d.Total.Currency)), Right, y, 10.5, anchor: "end");
        }
        y += 34;
        sheet.Text(d.Kind == DocumentKind.Receipt ? "Total paid" : "Given back", Right - 150, y, 12, weight: 600, anchor: "end").Text(MoneyText.Of(d.Total), Right, y, 12, weight: 600, anchor: "end");
        return sheet.Text($"{title} {d.Number} of {d.Academy}. All amounts in {d.Total.Currency}.", Left, SvgSheet.A4Long - 56, Dim, Grey, width: Right - Left);
    }

    private static void Fact(SvgSheet sheet, double x, double y, string name, string value, double width = 120) =>
        sheet.Text(name, x, y, Dim, Grey).Text(value, x, y + 16, 10.5, width: width);

    private static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
