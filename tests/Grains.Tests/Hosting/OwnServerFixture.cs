namespace LearningHub.Grains.Tests.Hosting;

/// <summary>A server that the tests of a class share with nobody: <c>IClassFixture&lt;OwnServerFixture&gt;</c>. For tests that watch the feed's
/// horizon, which covers a whole server, and for those that cut connections. Each test makes its own database and hosts.</summary>
public sealed class OwnServerFixture : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await TestServer.StartOwn();
    public async Task DisposeAsync() => await Server.DisposeAsync();
}
