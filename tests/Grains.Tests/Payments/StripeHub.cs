using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Payments;
using LearningHub.Grains.Tests.Hosting;
using System.Text.Json.Nodes;

namespace LearningHub.Grains.Tests.Payments;

/// <summary>A silo whose payments go to a <see cref="StripeStub"/>.</summary>
public sealed class StripeHub : IAsyncLifetime
{
    private static int s_tenants;
    private TestServer _server = null!;
    private TestHost _host = null!;
    private string _connectionString = "";

    internal StripeStub Stripe { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Stripe = await StripeStub.Start();
        _server = await TestServer.Shared();
        _connectionString = await _server.NewDatabase();
        _host = await TestHost.Start(_connectionString, b =>
        {
            b.Services.AddSingleton<TimeProvider>(Clock);
            b.Configuration["Hub:PublicUrl"] = "https://hub.example";
            b.Configuration["Hub:Payments:Stripe:ApiKey"] = StripeStub.ApiKey;
            b.Configuration["Hub:Payments:Stripe:WebhookSecrets:0"] = StripeStub.Secret;
            b.Configuration["Hub:Payments:Stripe:WebhookSecrets:1"] = "whsec_next";
            b.Configuration["Hub:Payments:Stripe:Address"] = Stripe.Address;
        });
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        await _server.DropDatabase(_connectionString);
        await TestServer.Release();
        await Stripe.DisposeAsync();
    }

    internal Paying NewTenant() => new(_host.Grains, $"stripe{Interlocked.Increment(ref s_tenants)}", "stripe");

    internal async Task<Result<WebhookReceived>> Deliver(Paying paying, JsonObject e, DateTimeOffset? at = null, string secret = StripeStub.Secret)
    {
        var (body, signature) = StripeStub.Signed(e, at ?? Clock.GetUtcNow(), secret);
        using var _ = ActorContext.As(Actor.Visitor(paying.Tenant));
        return await _host.Grains.Queries<IPaymentProvidersGrain>(paying.Tenant).Receive("stripe", body, signature);
    }

    /// <summary>The time of the next question has come.</summary>
    internal async Task Reconcile(TimeSpan? after = null)
    {
        Clock.Advance(after ?? TimeSpan.FromSeconds(31));
        await ((PaymentSweep)_host.Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().First(s => s is PaymentSweep)).Sweep(default);
    }

    internal ShiftedClock Clock { get; } = new();
}

/// <summary>The real clock, and what tests put on top of it.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private readonly Lock _lock = new();
    private TimeSpan _by;
    private DateTimeOffset? _stands;

    public void Advance(TimeSpan by) { lock (_lock) _by += by; }

    /// <summary>From now on nothing moves it but <see cref="Advance"/>, however slow the machine is. Timers run on.</summary>
    public void Stand() { lock (_lock) _stands = System.GetUtcNow(); }

    public override DateTimeOffset GetUtcNow() { lock (_lock) return (_stands ?? System.GetUtcNow()) + _by; }
}

[CollectionDefinition("stripe")]
public sealed class StripeCollection : ICollectionFixture<StripeHub>;
