using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>A database that was copied into another server, whose transaction ids are far behind.</summary>
[Collection("projections")] // one after the other: they poison the same test projections
public sealed class AnotherServerTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    private static readonly string[] Tables = ["aggregate", "event", "operation", "claim", "record", "feed_epoch", "projection", "parked", "test_view", "test_fold"];

    [Fact]
    public async Task A_copied_database_goes_on_projecting_where_it_was()
    {
        await using var otherServer = await TestServer.StartOwn();
        var target = await otherServer.NewDatabase();
        await TestProjections.MakeTables(target);

        await using (var lab = await ProjectionLab.Start(server.Server))
        {
            await lab.Scalar<object?>("do $$ begin for i in 1..5000 loop perform pg_current_xact_id(); commit; end loop; end $$");
            await lab.Caught(await lab.Store.Count("t/a"));
            await lab.Ask("test-fold", g => g.Stop());
            await lab.Store.Count("t/a");
            (await lab.WaitFor("test-view", await lab.Store.Count("t/b"))).ShouldBeTrue();
            await Copy(lab.ConnectionString, target);
        }

        await using var copy = await ProjectionLab.Start(otherServer, target);
        (await copy.Scalar<int>("select epoch from feed_epoch")).ShouldBe(2);
        (await copy.Status("test-fold")).Lag.ShouldBe(2);
        await copy.Ask("test-fold", g => g.Start());
        await copy.Store.Count("t/c");
        await copy.Caught(await copy.Store.Count("t/a"));
        (await copy.FoldRows()).ShouldBe("t/a=1 t/a=2 t/a=3 t/b=1 t/c=1");
        (await copy.ViewRows()).ShouldBe("t/a=3@3 t/b=1@1 t/c=1@1");
        (await copy.Scalar<bool>("select max(tx::text::bigint) filter (where epoch = 1) > max(tx::text::bigint) filter (where epoch = 2) from event"))
            .ShouldBeTrue("the new server's transaction ids are behind: without the epoch these events would sort before what was consumed");
    }

    private static async Task Copy(string from, string to)
    {
        await using var source = NpgsqlDataSource.Create(from);
        await using var target = NpgsqlDataSource.Create(to);
        await using var reader = await source.OpenConnectionAsync();
        await using var writer = await target.OpenConnectionAsync();
        await using (var empty = new NpgsqlCommand($"truncate {string.Join(", ", Tables)} cascade", writer)) await empty.ExecuteNonQueryAsync();
        foreach (var table in Tables)
        {
            await using var rows = await reader.BeginRawBinaryCopyAsync($"copy {table} to stdout (format binary)");
            await using var copied = await writer.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)");
            await rows.CopyToAsync(copied);
        }
    }
}
