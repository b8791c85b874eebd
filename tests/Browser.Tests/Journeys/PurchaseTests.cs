using System.Text.RegularExpressions;
using LearningHub.Browser.Tests.Hosting;
using LearningHub.Browser.Tests.Look;
using LearningHub.Browser.Tests.Pages;
using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Quizzes;

namespace LearningHub.Browser.Tests.Journeys;

/// <summary>What the four people came for, in one go: a course is found, bought, learnt, examined and certified; and given back.</summary>
public sealed class PurchaseTests(BrowserHub hub, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<BrowserHub>
{
    private const string Title = "Capitals", Text = "Before the test", Quiz = "The test", Code = "WELCOME-10", Price = "€49.00", Reduced = "€44.10";

    private readonly Inspection inspection = new();

    [ChromiumFact]
    public Task A_student_buys_a_course_fails_and_passes_its_quiz_a_stranger_checks_the_certificate_and_a_refund_closes_the_course() => hub.Play("purchase", async cast =>
    {
        var (ada, _, teacher) = await cast.OpenTheAcademy();
        var world = await QuizWorld.Of(teacher, reading: Text);
        await Sells(teacher, world.Course);

        var mei = await cast.Enter("Mei Castellano");
        await mei.Register();
        var order = await Buys(mei);
        await Learns(mei, world.Quiz);
        var certificate = await GetsTheCertificate(mei);
        var stranger = await cast.Enter("Sam Stranger");
        await Checks(stranger, certificate, mei);

        var phone = await cast.Enter(mei.Name, "phone");
        await phone.SignIn();
        await phone.Open($"/learn/{world.Course}/{world.Lesson}");
        await phone.Sees(Quiz);
        await mei.Open($"/learn/{world.Course}");
        await mei.OpensLesson(Text);
        await GivesBack(ada, mei, () => LosesAccess(mei, phone, world, order));

        await stranger.Open(certificate);
        await Expect(stranger.Page.GetByText("This certificate is valid.")).ToBeVisibleAsync();
        output.WriteLine($"{inspection.Pages} pages, {inspection.AxeRuns} axe runs");
        inspection.Findings.ShouldBeEmpty();
    });

    private static async Task Sells(HubClient teacher, string course)
    {
        await teacher.Put($"/api/v1/courses/{course}", new
        {
            title = Title, subtitle = "Where is what", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Science", level = "startingOut", language = "en", prices = new[] { new { minor = 4_900, currency = "EUR" } },
        }).Expect(200);
        await teacher.Post("/api/v1/coupons", new { code = Code, rules = new { name = "Welcome", kind = "percentage", basisPoints = 1_000, zone = "Europe/Berlin" } }).Expect(201);
    }

    /// <summary>Answers the order's address.</summary>
    private async Task<string> Buys(Person mei)
    {
        await mei.FindsByTyping("capitls", Title);
        await inspection.OfShown(mei, "course-sold");
        await mei.PutsItInTheCart();
        await Expect(mei.Page.Locator(".hub-total")).ToHaveTextAsync(Price);
        await mei.AppliesTheCoupon(Code, Reduced);
        await inspection.OfShown(mei, "cart-coupon");
        await mei.GoesToTheCheckout();
        await inspection.OfShown(mei, "checkout");
        await mei.GoesToPay(Reduced);
        await inspection.OfShown(mei, "test-payment");
        var order = await mei.Approves(Reduced);
        await inspection.OfShown(mei, "order-paid");
        await mei.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Receipt ") }).ClickAsync();
        await Expect(mei.Page).ToHaveURLAsync(new Regex("/receipts/"));
        await inspection.OfShown(mei, "receipt");
        await mei.Open("/orders");
        await mei.ReloadUntilSeen(mei.Page.GetByRole(AriaRole.Main).GetByText(Title));
        await inspection.OfShown(mei, "orders-one");
        return order;
    }

    private async Task Learns(Person mei, string quiz)
    {
        await mei.Open("/learning");
        var course = mei.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = Title });
        await mei.ReloadUntilSeen(course);
        await course.First.ClickAsync();
        await mei.Sees(Text);
        await inspection.OfShown(mei, "learn-bought");
        await mei.CompletesAndGoesOnTo(Quiz);
        await mei.BeginsTheQuiz("Begin", quiz, 1);
        await mei.Answers("Lyon", "41", "red");
        await mei.HandsIn("0 of 6", "Not passed");
        await inspection.OfShown(mei, "attempt-failed");
        await mei.Page.GetByRole(AriaRole.Link, new() { Name = "All attempts" }).ClickAsync();
        await mei.Sees(Quiz);
        await inspection.OfShown(mei, "learn-quiz-failed");
        await mei.BeginsTheQuiz("Begin another attempt", quiz, 2);
        await mei.Answers("Paris", "42", "blue");
        await mei.HandsIn("6 of 6", "Passed");
        await inspection.OfShown(mei, "attempt-passed");
    }

    /// <summary>Answers the address of the public page.</summary>
    private async Task<string> GetsTheCertificate(Person mei)
    {
        await mei.Open("/certificates");
        var link = mei.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = Title });
        await mei.ReloadUntilSeen(link);
        await inspection.OfShown(mei, "certificates-one");
        await link.ClickAsync();
        await Expect(mei.Page).ToHaveURLAsync(new Regex("/verify/."));
        return new Uri(mei.Page.Url).AbsolutePath;
    }

    /// <summary>The public page, and a copy of the badge: as it is, and with another's name in it.</summary>
    private async Task Checks(Person stranger, string certificate, Person holder)
    {
        await stranger.Open(certificate);
        await Expect(stranger.Page.GetByText("This certificate is valid.")).ToBeVisibleAsync();
        await Expect(stranger.Page.GetByRole(AriaRole.Heading, new() { Name = holder.Name, Level = 1 })).ToBeVisibleAsync();
        await inspection.OfShown(stranger, "certificate");
        var badge = await (await stranger.Context.APIRequest.GetAsync(certificate.Replace("/verify/", "/certificates/", StringComparison.Ordinal) + "/credential")).TextAsync();
        await PastesTheCopy(stranger, badge, "Valid.");
        await inspection.OfShown(stranger, "verify-valid");
        badge.ShouldContain(holder.Name);
        await stranger.Expecting(["422"], async () =>
        {
            await PastesTheCopy(stranger, badge.Replace(holder.Name, stranger.Name, StringComparison.Ordinal), "Changed.");
            await inspection.OfShown(stranger, "verify-changed");
        });
    }

    private static async Task PastesTheCopy(Person stranger, string badge, string verdict)
    {
        await stranger.Open("/verify");
        await stranger.Page.GetByLabel("Address or Open Badge").FillAsync(badge);
        await stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await Expect(stranger.Page.GetByText(verdict, new() { Exact = true })).ToBeVisibleAsync();
    }

    private async Task GivesBack(Person ada, Person mei, Func<Task> meanwhile)
    {
        await ada.FindsTheOrderOf(mei);
        await inspection.OfShown(ada, "admin-orders");
        await ada.Page.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "Refund" })).ToBeVisibleAsync();
        await inspection.OfShown(ada, "admin-order");
        await ada.AsksWhatARefundDoes(Reduced);
        await inspection.OfShown(ada, "admin-refund");
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = $"Give back {Reduced}" }).ClickAsync();
        await meanwhile();
        await ada.ReloadUntilSeen(ada.Page.GetByText("Everything has been given back"));
        await inspection.OfShown(ada, "admin-order-refunded");
    }

    /// <summary>The pages that are open say so by themselves; what is asked for afterwards is refused.</summary>
    private async Task LosesAccess(Person mei, Person phone, QuizWorld world, string order)
    {
        foreach (var device in new[] { mei, phone })
            await device.Expecting(["403 (Forbidden)", "404 (Not Found)"], async () =>
            {
                await device.SeesItClosed();
                await Expect(device.Page.GetByRole(AriaRole.Navigation, new() { Name = "Course outline" })).ToHaveCountAsync(0);
                await inspection.OfShown(device, "learn-closed-" + device.Device);
            });
        (await mei.Context.APIRequest.GetAsync($"/api/v1/courses/{world.Course}/lessons/{world.Lesson}")).Status.ShouldBe(403);
        await mei.Page.ReloadAsync();
        await Expect(mei.Page).ToHaveURLAsync(new Regex($"/courses/{world.Course}$"));
        await Expect(mei.Page.GetByRole(AriaRole.Button, new() { Name = "Add to cart" })).ToBeVisibleAsync();
        await mei.Open(order);
        await mei.ReloadUntilSeen(mei.Page.GetByText("This order was given back."));
        await Expect(mei.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Credit note ") })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await inspection.OfShown(mei, "order-refunded");
    }
}
