using LearningHub.Grains.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>Two processes that write the same rows in opposite orders.</summary>
public sealed class LockOrderTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    [Fact]
    public async Task Batches_over_the_same_keys_in_opposite_orders_never_deadlock()
    {
        await using var source = NpgsqlDataSource.Create(await server.Server.NewDatabase());
        var keys = Enumerable.Range(0, 100).Select(i => $"t/k{i:000}").ToList();
        await using var one = new GroupCommit(source, TimeProvider.System, new(), NullLogger<GroupCommit>.Instance);
        await using var two = new GroupCommit(source, TimeProvider.System, new(), NullLogger<GroupCommit>.Instance);
        await Task.WhenAll(CountAll(new(source, one, TimeProvider.System), keys), CountAll(new(source, two, TimeProvider.System), [.. Enumerable.Reverse(keys)]));

        (await Scalar<long>(source, "select sum((doc ->> 'value')::int) from aggregate")).ShouldBe(100 * 2 * 10);
        (await Scalar<long>(source, "select deadlocks from pg_stat_database where datname = current_database()")).ShouldBe(0);
    }

    private static async Task CountAll(AggregateStore store, IReadOnlyList<string> keys)
    {
        for (var round = 0; round < 10; round++)
            await Task.WhenAll(keys.Select(async key =>
            {
                while (true)
                {
                    var loaded = await store.Load<Counter>(key);
                    var saved = await store.Save(CounterSaves.Save(key, loaded.Version, new(loaded.State.Value + 1)));
                    if (saved.Outcome is SaveOutcome.Committed) return;
                    saved.Outcome.ShouldBe(SaveOutcome.VersionConflict);
                }
            }));
    }

    [Fact]
    public async Task Two_that_swap_their_claims_at_the_same_moment_never_deadlock()
    {
        await using var source = NpgsqlDataSource.Create(await server.Server.NewDatabase());
        await using var commits = new GroupCommit(source, TimeProvider.System, new(), NullLogger<GroupCommit>.Instance);
        var store = new AggregateStore(source, commits, TimeProvider.System);
        Claim x = new("slug", "x"), y = new("slug", "y");
        (await store.Save(CounterSaves.Save("t/a", 0, new(), claims: [x]))).Outcome.ShouldBe(SaveOutcome.Committed);
        (await store.Save(CounterSaves.Save("t/b", 0, new(), claims: [y]))).Outcome.ShouldBe(SaveOutcome.Committed);
        for (var i = 0; i < 50; i++)
        {
            // Each wants what the other gives up: in whichever order, at least one is refused, and both at once never wait in a circle.
            var results = await Task.WhenAll(
                store.Save(CounterSaves.Save("t/a", 1, new(), claims: [y], released: [x])),
                store.Save(CounterSaves.Save("t/b", 1, new(), claims: [x], released: [y])));
            results.ShouldAllBe(r => r.Outcome == SaveOutcome.ClaimTaken);
        }
        (await Scalar<long>(source, "select deadlocks from pg_stat_database where datname = current_database()")).ShouldBe(0);
    }

    private static async Task<T> Scalar<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
