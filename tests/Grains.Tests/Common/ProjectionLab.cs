using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>A database and a silo with the test projections.</summary>
internal sealed class ProjectionLab(TestHost host, string connectionString) : IAsyncDisposable
{
    public TestHost Host => host;
    public string ConnectionString => connectionString;
    public IAggregateStore Store { get; } = host.Services.GetRequiredService<IAggregateStore>();
    public ReactorLog Reactions { get; } = host.Services.GetRequiredService<ReactorLog>();

    public static async Task<ProjectionLab> Start(TestServer server, string? existing = null, Action<IServiceCollection>? configure = null)
    {
        (TestProjections.Poison, TestProjections.Trouble) = (null, null);
        var database = existing ?? await server.NewDatabase();
        if (existing is null) await TestProjections.MakeTables(database);
        var host = await TestHost.Start(database, builder =>
        {
            builder.Services.AddSingleton<ReactorLog>().AddView<CounterView>().AddFold<CounterFold>().AddReactor<CounterReactor>();
            builder.Services.AddOptions<ProjectionOptions>().Configure(o => o.DeliverTwice = false);
            configure?.Invoke(builder.Services);
        });
        return new(host, database);
    }

    public async Task<ProjectionStatus> Status(string name)
    {
        using var _ = ActorContext.As(Actor.System("system"));
        return await Grain(name).Status();
    }

    public async Task<T> Ask<T>(string name, Func<IProjectionGrain, Task<T>> call)
    {
        using var _ = ActorContext.As(Actor.System("system"));
        return await call(Grain(name));
    }

    public Task<bool> WaitFor(string name, Receipt receipt) => Ask(name, g => g.WaitFor(receipt, Wait.Patience));

    public async Task Caught(Receipt receipt)
    {
        foreach (var name in (string[])["test-view", "test-fold", "test-reactor"]) (await WaitFor(name, receipt)).ShouldBeTrue(name);
    }

    /// <summary>An event that no aggregate of ours made.</summary>
    public Task Insert(string name, string type, string key) => Scalar<long>($"""
        with one as (insert into event (epoch, type, key, tenant, version, event_id, name, payload, actor, at)
            select epoch, '{type}', '{key}', 't', 1, gen_random_uuid(), '{name}', jsonb_build_object(), 't|system|system|', now() from feed_epoch returning 1)
        select count(*) from one
        """);

    public async Task<T> Scalar<T>(string sql)
    {
        await using var command = host.Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public Task<string> ViewRows() => Scalar<string>("select coalesce(string_agg(format('%s=%s@%s', key, value, version), ' ' order by key), '') from test_view");
    public Task<string> FoldRows() => Scalar<string>("select coalesce(string_agg(format('%s=%s', key, value), ' ' order by key, value), '') from test_fold");

    private IProjectionGrain Grain(string name) => host.Grains.GetGrain<IProjectionGrain>($"system/{name}");

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
