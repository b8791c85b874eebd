using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Orders;

/// <summary>A hub with the test provider switched on, and a course that costs something.</summary>
public sealed class SellingAcademy : IAsyncLifetime
{
    private static int s_orders;

    public WebHub Hub { get; } = new() { Configure = builder => builder.Configuration["Hub:Payments:Test:Enabled"] = "true" };
    public string Course { get; private set; } = "";
    public IGrainFactory Grains => Hub.Services.GetRequiredService<IGrainFactory>();

    public async Task InitializeAsync()
    {
        await Hub.InitializeAsync();
        Course = await NewCourse("Film photography", 4900);
    }

    public Task DisposeAsync() => Hub.DisposeAsync();

    public static string NewOrder() => $"{Interlocked.Increment(ref s_orders):d6}{Guid.NewGuid():n}";

    public async Task<string> NewCourse(string title, long minor)
    {
        var ines = await (await Hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(Hub.Admin);
        var (course, _, _) = await ines.TeachCourse(title);
        await ines.Put($"/api/v1/courses/{course}", new
        {
            title, subtitle = "What it is about", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Software", level = "startingOut", language = "en", prices = new[] { new { minor, currency = "EUR" } },
        }).Expect(200);
        return course;
    }

    /// <summary>A person with the course in their cart.</summary>
    public async Task<HubClient> Buyer(params string[] courses)
    {
        var buyer = await Hub.Visitor().Register("Sam Student");
        using var _ = ActorContext.As(new Actor("main", buyer.UserId, [Roles.Student], null));
        foreach (var course in courses.Length == 0 ? [Course] : courses) (await Grains.Cart(CartKey.OfPerson("main", buyer.UserId)).Add(new(course, 1, null))).Error.ShouldBeNull();
        return buyer;
    }

    public static object Form(string orderId, long minor = 4900, string provider = "test", string currency = "EUR") => new { orderId, provider, seen = new { minor, currency } };

    /// <summary>Until there is something to pay or something to say: an answer says after four seconds how far the checkout is, and the same form may be sent again.</summary>
    public async Task<JsonNode> CheckOut(HubClient buyer, string orderId, long minor = 4900)
    {
        for (var sent = 1; ; sent++)
        {
            var answer = await buyer.Post("/api/v1/orders", Form(orderId, minor)).Expect(202);
            if (sent == 15 || answer["next"] is not null || answer["phase"]!.GetValue<string>() is not ("running" or "compensating" or "waiting")) return answer;
        }
    }

    /// <summary>What the buyer does at the provider; the error's code, or null.</summary>
    public async Task<string?> Press(HubClient buyer, string orderId, TestPaymentAction action, int attempt = 1)
    {
        using var _ = ActorContext.As(new Actor("main", buyer.UserId, [Roles.Student], null));
        return (await Grains.GetGrain<ITestPaymentGrain>($"main/{orderId}-{attempt}").Act(new(action))).Error?.Code;
    }

    public static Task<JsonNode> Until(HubClient buyer, string orderId, Func<JsonNode, bool> satisfied) => buyer.Until($"/api/v1/orders/{orderId}", satisfied);

    public static Task<JsonNode> Fulfilled(HubClient buyer, string orderId) => Until(buyer, orderId, o => o["checkout"]?["phase"]?.GetValue<string>() == "completed");

    public async Task<HubClient> Bought(HubClient buyer, string orderId)
    {
        await CheckOut(buyer, orderId);
        (await Press(buyer, orderId, TestPaymentAction.Approve)).ShouldBeNull();
        await Fulfilled(buyer, orderId);
        return buyer;
    }
}

[CollectionDefinition("selling")]
public sealed class SellingCollection : ICollectionFixture<SellingAcademy>;
