using System.Text.RegularExpressions;
using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>From a course with a price to the course itself, and the money back.</summary>
internal static class Shop
{
    public static async Task PutsItInTheCart(this Person who)
    {
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" }).ClickAsync();
        await Expect(who.Page.GetByText("It is in your cart.")).ToBeVisibleAsync();
    }

    public static async Task AppliesTheCoupon(this Person who, string code, string total)
    {
        await who.Page.GetByLabel("Coupon code").FillAsync(code);
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Apply" }).ClickAsync();
        await Expect(who.Page.Locator(".hub-total")).ToHaveTextAsync(total);
    }

    public static async Task GoesToTheCheckout(this Person who)
    {
        await who.Page.GetByRole(AriaRole.Link, new() { Name = "Go to checkout" }).ClickAsync();
        await Expect(who.Page.GetByRole(AriaRole.Heading, new() { Name = "Checkout", Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>To the page of the provider. A checkout that takes its time shows the order first, with a button that appears by itself.</summary>
    public static async Task GoesToPay(this Person who, string amount)
    {
        await who.Page.GetByRole(AriaRole.Button, new() { Name = $"Pay {amount}" }).ClickAsync();
        var provider = who.Page.GetByText("Test payment provider");
        var order = who.Page.GetByRole(AriaRole.Link, new() { Name = $"Pay {amount}" });
        await Expect(provider.Or(order)).ToBeVisibleAsync();
        if (!new Uri(who.Page.Url).AbsolutePath.StartsWith("/test-payments/", StringComparison.Ordinal)) await order.ClickAsync();
        await Expect(provider).ToBeVisibleAsync();
    }

    /// <summary>Answers the order's address, once it is paid, open and has its receipt.</summary>
    public static async Task<string> Approves(this Person who, string amount)
    {
        await who.Page.GetByRole(AriaRole.Button, new() { Name = $"Approve {amount}" }).ClickAsync();
        await Expect(who.Page).ToHaveURLAsync(new Regex("/orders/"));
        await Expect(who.Page.GetByText($"Paid, {amount}.")).ToBeVisibleAsync();
        await Expect(who.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Receipt ") })).ToBeVisibleAsync();
        return new Uri(who.Page.Url).AbsolutePath;
    }

    public static async Task FindsTheOrderOf(this Person admin, Person buyer)
    {
        await admin.Open("/admin/orders?q=" + Uri.EscapeDataString(buyer.Email));
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = buyer.Email }).GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link);
        await admin.ReloadUntilSeen(row);
    }

    public static async Task AsksWhatARefundDoes(this Person admin, string amount)
    {
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "See what it does" }).ClickAsync();
        await Expect(admin.Page.GetByRole(AriaRole.Heading, new() { Name = $"Give back {amount}?" })).ToBeVisibleAsync();
    }
}
