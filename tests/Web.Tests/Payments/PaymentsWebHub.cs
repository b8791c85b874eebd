using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Payments;

/// <summary>A hub with the test provider switched on, and Stripe set up with an address where nobody listens: its webhooks are verified without it.</summary>
public sealed class PaymentsWebHub : IAsyncLifetime
{
    public const string StripeSecret = "whsec_web";

    private readonly WebHub _hub = new()
    {
        Configure = builder =>
        {
            builder.Configuration["Hub:Payments:Test:Enabled"] = "true";
            builder.Configuration["Hub:PublicUrl"] = "https://hub.example";
            builder.Configuration["Hub:Payments:Stripe:ApiKey"] = "rk_test_web";
            builder.Configuration["Hub:Payments:Stripe:WebhookSecrets:0"] = StripeSecret;
            builder.Configuration["Hub:Payments:Stripe:Address"] = "http://127.0.0.1:9";
        },
    };

    public WebHub Hub => _hub;
    public IGrainFactory Grains => _hub.Services.GetRequiredService<IGrainFactory>();

    public Task InitializeAsync() => _hub.InitializeAsync();
    public Task DisposeAsync() => _hub.DisposeAsync();

    /// <summary>A payment of this buyer, as the checkout begins it.</summary>
    public async Task<string> Begin(HubClient buyer, string provider = "test")
    {
        var id = KeySegment.NewId(TimeProvider.System);
        using var _ = ActorContext.As(Actor.System("main"));
        var begun = await Grains.Payment(new("main", id)).Begin(new(id, buyer.UserId, new(4950, "EUR"), provider, "2 courses", $"/orders/{id}"));
        begun.Error.ShouldBeNull();
        return id;
    }

    public async Task<PaymentView> Until(string id, Func<PaymentView, bool> satisfied)
    {
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        while (true)
        {
            PaymentView seen;
            using (ActorContext.As(Actor.System("main"))) seen = (await Grains.Payment(new("main", id)).Get()).Value!;
            if (satisfied(seen)) return seen;
            if (time.GetElapsedTime(started) > TimeSpan.FromSeconds(60)) throw new TimeoutException($"Last seen: {seen}");
            await Task.Delay(TimeSpan.FromMilliseconds(10), time);
        }
    }
}

[CollectionDefinition("payments-web")]
public sealed class PaymentsWebCollection : ICollectionFixture<PaymentsWebHub>;
