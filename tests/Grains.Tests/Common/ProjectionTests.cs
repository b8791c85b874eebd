using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

[Collection("projections")] // one after the other: they poison the same test projections
public sealed class ProjectionTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    [Fact]
    public async Task A_commit_reaches_the_view_the_fold_and_the_reactor()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        await lab.Store.Count("t/a");
        await lab.Store.Count("t/b");
        await lab.Caught(await lab.Store.Count("t/a"));
        (await lab.ViewRows()).ShouldBe("t/a=2@2 t/b=1@1");
        (await lab.FoldRows()).ShouldBe("t/a=1 t/a=2 t/b=1");
        lab.Reactions.ShouldBe([("t/a", 1), ("t/b", 1), ("t/a", 2)], ignoreOrder: true);
        (await lab.Status("test-fold")).ShouldSatisfyAllConditions(s => s.Lag.ShouldBe(0), s => s.Consumed.ShouldBe(3), s => s.Running.ShouldBeTrue(), s => s.LastEventAt.ShouldNotBeNull());
    }

    [Fact]
    public async Task Transactions_that_end_out_of_order_lose_no_row()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        await lab.Caught(await lab.Store.Count("t/first"));

        // A long transaction takes its id and its position now, and commits after many others.
        await using var slow = await lab.Host.Database.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var insert = new NpgsqlCommand("""
            set local idle_in_transaction_session_timeout = 0;
            insert into aggregate values ('test-counter', 't/slow', 't', 1, 1, '{"value":7}', gen_random_uuid(), now());
            insert into event (epoch, type, key, tenant, version, event_id, name, payload, actor, at)
            select epoch, 'test-counter', 't/slow', 't', 1, gen_random_uuid(), 'test.counted', '{"value":7}', 't|system|system|', now() from feed_epoch
            """, slow)) await insert.ExecuteNonQueryAsync();
        var later = await lab.Store.Count("t/later");
        (await lab.Ask("test-fold", g => g.WaitFor(later, TimeSpan.FromMilliseconds(600)))).ShouldBeFalse("a row behind a running transaction is not settled");
        (await lab.FoldRows()).ShouldBe("t/first=1");

        await transaction.CommitAsync();
        await lab.Caught(later);
        (await lab.FoldRows()).ShouldBe("t/first=1 t/later=1 t/slow=7");
        (await lab.ViewRows()).ShouldBe("t/first=1@1 t/later=1@1 t/slow=7@1");
    }

    [Fact]
    public async Task Under_load_every_event_is_consumed_exactly_once()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        var keys = Enumerable.Range(0, 40).Select(i => $"t/k{i}").ToList();
        await Task.WhenAll(keys.Select(async key => { for (var i = 0; i < 25; i++) await lab.Store.Count(key); }));
        foreach (var key in keys) await lab.Caught(new(Counter.AggregateType, key, 25));
        (await lab.Scalar<long>("select count(*) from test_fold")).ShouldBe(1000);
        (await lab.Scalar<long>("select count(*) from test_view where value = 25 and version = 25")).ShouldBe(40);
        lab.Reactions.GroupBy(r => r.Key).ShouldAllBe(g => g.Select(r => r.Value).SequenceEqual(Enumerable.Range(1, 25)));
        lab.Reactions.Count.ShouldBe(1000);
    }

    [Fact]
    public async Task A_poisonous_key_is_parked_and_all_others_go_on()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        TestProjections.Poison = "bad";
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => lab.Store.Count(i == 250 ? "t/bad" : $"t/k{i}", i == 250 ? "bad" : null)));
        await lab.Store.Count("t/bad", "bad");
        await lab.Caught(await lab.Store.Count("t/last"));
        (await lab.Scalar<long>("select count(*) from test_view")).ShouldBe(500);
        (await lab.Scalar<long>("select count(*) from test_fold")).ShouldBe(500);
        lab.Reactions.Count.ShouldBe(500);
        foreach (var name in (string[])["test-view", "test-fold", "test-reactor"])
            (await lab.Status(name)).Parked.ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Key.ShouldBe("t/bad"), p => p.Reason.ShouldContain("poison"));
    }

    [Fact]
    public async Task A_parked_key_catches_up_in_order_when_it_is_tried_again()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        TestProjections.Poison = "bad";
        await lab.Store.Count("t/bad", "bad");
        await lab.Store.Count("t/good");
        await lab.Caught(await lab.Store.Count("t/bad", "bad"));
        lab.Reactions.ShouldBe([("t/good", 1)]);
        (await lab.FoldRows()).ShouldBe("t/good=1");

        TestProjections.Poison = null;
        foreach (var name in (string[])["test-view", "test-fold", "test-reactor"])
            (await lab.Ask(name, g => g.RetryParked())).Value!.Parked.ShouldBeEmpty(name);
        lab.Reactions.ShouldBe([("t/good", 1), ("t/bad", 1), ("t/bad", 2)]);
        (await lab.FoldRows()).ShouldBe("t/bad=1 t/bad=2 t/good=1");
        (await lab.ViewRows()).ShouldBe("t/bad=2@2 t/good=1@1");
    }

    [Fact]
    public async Task A_parked_key_that_is_still_poisonous_stays_parked()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        TestProjections.Poison = "bad";
        await lab.Caught(await lab.Store.Count("t/bad", "bad"));
        foreach (var name in (string[])["test-view", "test-fold", "test-reactor"])
            (await lab.Ask(name, g => g.RetryParked())).Value!.Parked.ShouldHaveSingleItem().Key.ShouldBe("t/bad", name);
    }

    [Fact]
    public async Task More_keys_than_anybody_would_list_stay_parked_and_are_all_tried_again()
    {
        const int many = 1_050;
        await using var lab = await ProjectionLab.Start(server.Server);
        TestProjections.Poison = "bad";
        // Parked long ago, each before the event that is the last in the order of the list.
        await lab.Scalar<long>($"""
            with keys as (insert into parked (projection, type, key, epoch, tx, position, event_name, reason, at)
                select p, 'test-counter', 't/a' || i, 0, '0', 0, 'test.counted', 'long ago', now() from unnest(array['test-fold', 'test-reactor']) p, generate_series(1, {many}) i returning 1)
            select count(*) from keys
            """);
        await lab.Store.Count("t/bad", "bad");
        await lab.Caught(await lab.Store.Count("t/good"));
        TestProjections.Poison = null;
        // Its first event was left out, so its second must be too, until a retry plays both in order.
        await lab.Caught(await lab.Store.Count("t/bad"));
        (await lab.FoldRows()).ShouldBe("t/good=1");
        lab.Reactions.ShouldBe([("t/good", 1)]);

        foreach (var name in (string[])["test-fold", "test-reactor"])
            (await lab.Ask(name, g => g.RetryParked())).Value!.Parked.ShouldBeEmpty(name);
        (await lab.FoldRows()).ShouldBe("t/bad=1 t/bad=2 t/good=1");
        lab.Reactions.ShouldBe([("t/good", 1), ("t/bad", 1), ("t/bad", 2)]);
        (await lab.Scalar<long>("select count(*) from parked")).ShouldBe(0);
    }

    [Fact]
    public async Task A_retry_that_meets_trouble_loses_nothing()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        TestProjections.Poison = "bad";
        await lab.Store.Count("t/bad", "bad");
        await lab.Caught(await lab.Store.Count("t/bad", "bad"));

        (TestProjections.Poison, TestProjections.Trouble) = (null, "bad");
        await Should.ThrowAsync<TimeoutException>(() => lab.Ask("test-reactor", g => g.RetryParked()));
        (await lab.Status("test-reactor")).Parked.ShouldHaveSingleItem().Key.ShouldBe("t/bad");

        TestProjections.Trouble = null;
        (await lab.Ask("test-reactor", g => g.RetryParked())).Value!.Parked.ShouldBeEmpty();
        lab.Reactions.ShouldBe([("t/bad", 1), ("t/bad", 2)]);
    }

    [Fact]
    public async Task A_rebuild_makes_the_same_rows_also_while_events_arrive()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        var last = new Receipt(Counter.AggregateType, "t/k0", 1);
        foreach (var i in Enumerable.Range(0, 450)) last = await lab.Store.Count($"t/k{i:000}");
        await lab.Caught(last);
        var before = (await lab.ViewRows(), await lab.FoldRows());
        await lab.Scalar<long>("with x as (update test_view set value = -1 returning 1), y as (delete from test_fold returning 1) select count(*) from x, y");

        var writing = Task.Run(async () => { for (var i = 0; i < 50; i++) last = await lab.Store.Count("t/new"); });
        (await lab.Ask("test-view", g => g.Rebuild())).IsOk.ShouldBeTrue();
        (await lab.Ask("test-fold", g => g.Rebuild())).IsOk.ShouldBeTrue();
        await writing;
        await lab.Caught(last);
        (await lab.ViewRows()).ShouldBe($"{before.Item1} t/new=50@50");
        (await lab.FoldRows()).ShouldStartWith(before.Item2);
        (await lab.Scalar<long>("select count(*) from test_fold")).ShouldBe(500);
        (await lab.Ask("test-reactor", g => g.Rebuild())).Error!.Code.ShouldBe("projections.not_rebuildable");
    }

    [Fact]
    public async Task A_stopped_projection_waits_and_goes_on_where_it_was()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        await lab.Caught(await lab.Store.Count("t/a"));
        (await lab.Ask("test-fold", g => g.Stop())).Value!.Running.ShouldBeFalse();
        var later = await lab.Store.Count("t/a");
        (await lab.WaitFor("test-view", later)).ShouldBeTrue();
        (await lab.Status("test-fold")).Lag.ShouldBe(1);
        (await lab.Ask("test-fold", g => g.WaitFor(later, TimeSpan.Zero))).ShouldBeFalse();
        (await lab.Ask("test-fold", g => g.Start())).Value!.Running.ShouldBeTrue();
        await lab.Caught(later);
        (await lab.FoldRows()).ShouldBe("t/a=1 t/a=2");
    }

    [Fact]
    public async Task An_unknown_projection_is_an_error_and_no_exception()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        (await lab.Ask("nonesuch", g => g.Stop())).Error!.Code.ShouldBe("projections.unknown");
        (await lab.Ask("nonesuch", g => g.Rebuild())).Error!.Kind.ShouldBe(ErrorKind.NotFound);
        (await lab.Status("nonesuch")).LastError.ShouldNotBeNull();
        (await lab.Ask("nonesuch", g => g.WaitFor(new("x", "t/x", 1), TimeSpan.FromSeconds(5)))).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_silos_on_one_database_apply_each_event_once()
    {
        await using var first = await ProjectionLab.Start(server.Server);
        await using var second = await ProjectionLab.Start(server.Server, first.ConnectionString);
        var last = new Receipt("", "", 0);
        for (var i = 0; i < 200; i++) last = await (i % 2 == 0 ? first : second).Store.Count("t/a");
        await first.Caught(last);
        await second.Caught(last);
        (await first.Scalar<long>("select count(*) from test_fold")).ShouldBe(200);
        first.Reactions.Concat(second.Reactions).Select(r => r.Value).Order().ShouldBe(Enumerable.Range(1, 200));
    }
}
