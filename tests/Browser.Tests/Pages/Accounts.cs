using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>Coming in: set-up, registration, confirmation, signing in.</summary>
internal static class Accounts
{
    public static async Task SetUpTheAcademy(this Person who, string academy)
    {
        await who.Open("/");
        await Expect(who.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/setup$"));
        await who.Page.GetByLabel("Academy").FillAsync(academy);
        await who.Page.GetByLabel("Your name").FillAsync(who.Name);
        await who.Page.GetByLabel("Your e-mail").FillAsync(who.Email);
        await who.Page.GetByLabel("Password").FillAsync(Person.Password);
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Set up the academy" }).ClickAsync();
        await who.IsSignedIn();
    }

    public static async Task Register(this Person who)
    {
        await who.Open("/register");
        await who.Page.GetByLabel("Name", new() { Exact = true }).FillAsync(who.Name);
        await who.Page.GetByLabel("E-mail").FillAsync(who.Email);
        await who.Page.GetByLabel("Password").FillAsync(Person.Password);
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Register" }).ClickAsync();
        await who.IsSignedIn();
    }

    /// <summary>Opens the mail in the outbox and presses its link.</summary>
    public static async Task ConfirmTheAddress(this Person who)
    {
        await who.Open("/outbox");
        var mail = who.Page.GetByRole(AriaRole.Article).Filter(new() { HasText = who.Email });
        await who.ReloadUntilSeen(mail);
        await mail.First.Locator("a[href*='/confirm']").ClickAsync();
        await who.Page.GetByRole(AriaRole.Button, new() { Name = "Confirm my address" }).ClickAsync();
        await Expect(who.Page.GetByText("Your e-mail address is confirmed.")).ToBeVisibleAsync();
    }

    public static Task SignIn(this Person who) => who.SignIn(who.Email, Person.Password);

    public static async Task SignIn(this Person who, string email, string password)
    {
        await who.Open("/sign-in");
        await who.Page.GetByLabel("E-mail").FillAsync(email);
        await who.Page.GetByLabel("Password").FillAsync(password);
        await who.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await who.IsSignedIn();
    }

    private static Task IsSignedIn(this Person who) => Expect(who.Page.GetByText($"Welcome back, {who.FirstName}")).ToBeVisibleAsync();
}
