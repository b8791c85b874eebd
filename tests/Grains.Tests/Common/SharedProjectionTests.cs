using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>Projections share what is read and what they read it with: one that is slow or fails must not be felt by the others.</summary>
[Collection("projections")] // one after the other: they poison the same test projections
public sealed class SharedProjectionTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    /// <summary>More than there are connections for batches.</summary>
    private const int Held = ProjectionConnections.Most + 3;

    [Fact]
    public async Task Many_slow_projections_take_two_connections_together_and_the_others_go_on()
    {
        var slow = new Slow();
        await using var lab = await ProjectionLab.Start(server.Server, configure: services => { for (var i = 0; i < Held; i++) services.AddSingleton<IProjection>(new SlowFold(i, slow)); });
        // Nobody knows them yet: in their first batch they take what there is.
        await lab.Caught(await lab.Store.Count("t/first"));
        await Wait.Until(() => slow.Done >= Held);
        slow.Most.ShouldBeLessThanOrEqualTo(ProjectionConnections.Most);

        slow.Forget();
        // Woken for nothing they look in vain, which is quick: they are slow all the same.
        for (var i = 0; i < Held; i++) await lab.Ask($"slow-{i}", async g => { await g.Wake(); return true; });
        for (var i = 0; i < 12; i++) await lab.Caught(await lab.Store.Count("t/quick"));
        for (var i = 0; i < Held; i++) (await lab.WaitFor($"slow-{i}", new(Counter.AggregateType, "t/quick", 12))).ShouldBeTrue($"slow-{i}");
        slow.Most.ShouldBeLessThanOrEqualTo(ProjectionConnections.MostSlow);
        (await lab.Scalar<long>("select count(*) from test_fold")).ShouldBe(13);
    }

    [Fact]
    public async Task Projections_that_fail_again_and_again_delay_no_other()
    {
        await using var lab = await ProjectionLab.Start(server.Server, configure: services => { for (var i = 0; i < Held; i++) services.AddSingleton<IProjection>(new FailingFold(i)); });
        for (var i = 0; i < 30; i++) await lab.Caught(await lab.Store.Count("t/a"));
        (await lab.Scalar<long>("select count(*) from test_fold")).ShouldBe(30);
        await Wait.Until(() => lab.Status("failing-0"), s => s is { Lag: 30, LastError: not null, Parked.IsEmpty: true });
    }

    [Fact]
    public async Task A_projection_whose_silo_does_not_answer_holds_up_neither_reading_nor_the_others()
    {
        var lost = new LostSilo("system/test-reactor");
        await using var lab = await ProjectionLab.Start(server.Server, configure: services => services.AddSingleton<IIncomingGrainCallFilter>(lost));
        await lab.Caught(await lab.Store.Count("t/a"));
        var since = TimeProvider.System.GetTimestamp();
        lost.IsLost = true;
        try
        {
            for (var i = 2; i <= 20; i++)
            {
                var written = await lab.Store.Count("t/a");
                foreach (var name in (string[])["test-view", "test-fold"])
                    (await lab.WaitFor(name, written)).ShouldBeTrue($"{name} {i}");
            }
            // One is on its way at a time, however much is written: the next leaves when this one is given up.
            var wakes = lost.Waiting;
            ((double)wakes).ShouldBeLessThanOrEqualTo(TimeProvider.System.GetElapsedTime(since) / ProjectionWakes.Patience + 2);
        }
        finally { lost.IsLost = false; }
        // Nothing is written any more: who was not reached is woken all the same.
        await Wait.Until(() => lab.Status("test-reactor"), s => s is { Lag: 0, Consumed: 20 });
    }

    [Fact]
    public async Task Rows_that_nobody_wants_are_passed_by_all_together_and_those_that_are_stopped_stay()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        await lab.Caught(await lab.Store.Count("t/a"));
        await lab.Ask("test-fold", g => g.Stop());
        for (var i = 0; i < 5; i++) await lab.Insert("test.ignored", "test-other", $"t/other{i}");
        await Wait.Until(() => lab.Status("test-reactor"), s => s is { Lag: 0, Consumed: 6 });
        await Wait.Until(() => lab.Status("test-view"), s => s is { Lag: 0 });
        (await lab.Status("test-fold")).ShouldSatisfyAllConditions(s => s.Lag.ShouldBe(5), s => s.Consumed.ShouldBe(1));
        await lab.Ask("test-fold", g => g.Start());
        await Wait.Until(() => lab.Status("test-fold"), s => s is { Lag: 0, Consumed: 6 });
    }

    [Fact]
    public async Task Who_waits_for_a_write_that_is_not_settled_yet_is_not_answered_with_the_one_before_it()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        await lab.Caught(await lab.Store.Count("t/a"));
        // A transaction that runs keeps the next write out of sight.
        await using var slow = await lab.Host.Database.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        await using (var id = new NpgsqlCommand("set local idle_in_transaction_session_timeout = 0; select pg_current_xact_id()::text", slow)) await id.ExecuteScalarAsync();
        var second = await lab.Store.Count("t/a");
        (await lab.Ask("test-view", g => g.WaitFor(second, TimeSpan.FromMilliseconds(400)))).ShouldBeFalse();
        await transaction.CommitAsync();
        await lab.Caught(second);
        (await lab.ViewRows()).ShouldBe("t/a=2@2");
    }

    [Fact]
    public async Task Who_is_further_behind_than_what_is_kept_reads_the_table()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        await lab.Caught(await lab.Store.Count("t/a"));
        await lab.Ask("test-fold", g => g.Stop());
        // In parts: no statement may take long.
        for (var from = 1; from <= 9_000; from += 1_500)
            await lab.Scalar<long>($$"""
                with rows as (insert into event (epoch, type, key, tenant, version, event_id, name, payload, actor, at)
                    select epoch, 'test-counter', 't/many' || i, 't', 1, gen_random_uuid(), 'test.counted', '{"value":1}', 't|system|system|', now() from feed_epoch, generate_series({{from}}, {{from + 1_499}}) i returning 1)
                select count(*) from rows
                """);
        await Wait.Until(() => lab.Status("test-reactor"), s => s.Lag == 0, TimeSpan.FromMinutes(2));
        await lab.Ask("test-fold", g => g.Start());
        await Wait.Until(() => lab.Status("test-fold"), s => s.Lag == 0, TimeSpan.FromMinutes(2));
        (await lab.Scalar<long>("select count(*) from test_fold")).ShouldBe(9001);
        (await lab.Scalar<long>("select count(distinct position) from test_fold")).ShouldBe(9001);
        lab.Reactions.Count.ShouldBe(9001);
    }

    [Fact]
    public async Task Connections_that_are_cut_again_and_again_lose_nothing_and_repeat_nothing()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        for (var round = 0; round < 6; round++)
        {
            await Wait.Until(() => Try(() => Task.WhenAll(Enumerable.Range(0, 30).Select(i => lab.Store.Count($"t/{round}-{i}")))));
            await using var cutter = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(lab.ConnectionString) { Pooling = false }.ConnectionString);
            await cutter.OpenAsync();
            await using var cut = new NpgsqlCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()", cutter);
            await cut.ExecuteScalarAsync();
        }
        await Wait.Until(() => Try(() => lab.Store.Count("t/last")));
        foreach (var name in (string[])["test-view", "test-fold", "test-reactor"])
            await Wait.Until(() => Try(async () => (await lab.Status(name)).ShouldSatisfyAllConditions(s => s.Lag.ShouldBe(0), s => s.Parked.ShouldBeEmpty())), TimeSpan.FromMinutes(2));
        var keys = await lab.Scalar<long>("select count(*) from event where name = 'test.counted'");
        (await lab.Scalar<long>("select count(*) from test_fold")).ShouldBe(keys);
        lab.Reactions.Select(r => r.Key).Distinct().Count().ShouldBe((int)await lab.Scalar<long>("select count(distinct key) from event where name = 'test.counted'"));
    }

    private static async Task<bool> Try(Func<Task> act)
    {
        try { await act(); }
        catch (Exception e) when (e is NpgsqlException or ShouldAssertException) { return false; } // cut, or not yet
        return true;
    }

    /// <summary>Wakes of one projection get no answer, as those on their way to a silo that was killed.</summary>
    private sealed class LostSilo(string key) : IIncomingGrainCallFilter
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isLost;
        private int _waiting;

        /// <summary>None goes away before the end.</summary>
        public int Waiting => Volatile.Read(ref _waiting);

        public bool IsLost
        {
            set
            {
                _isLost = value;
                if (!value) _answer.TrySetException(new TimeoutException("The silo is gone."));
            }
        }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (!_isLost || context.InterfaceMethod.Name != nameof(IProjectionGrain.Wake) || context.TargetId.Key.ToString() != key)
            {
                await context.Invoke();
                return;
            }
            Interlocked.Increment(ref _waiting);
            await _answer.Task;
        }
    }

    private sealed class Slow
    {
        private int _now, _most, _done;

        public int Most => Volatile.Read(ref _most);
        public int Done => Volatile.Read(ref _done);
        public void Forget() => Volatile.Write(ref _most, 0);

        public async Task Hold(Func<Task> work)
        {
            var now = Interlocked.Increment(ref _now);
            for (var most = _most; now > most && Interlocked.CompareExchange(ref _most, now, most) != most; most = _most) { }
            try { await work(); }
            finally
            {
                Interlocked.Decrement(ref _now);
                Interlocked.Increment(ref _done);
            }
        }
    }

    private sealed class SlowFold(int number, Slow slow) : Fold
    {
        public override string Name => $"slow-{number}";
        public override IReadOnlyList<string> Tables => [];
        public override IReadOnlyList<string> EventNames => ["test.counted"];

        public override Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation) => slow.Hold(async () =>
        {
            await using var sleep = new NpgsqlCommand("select pg_sleep(0.4)", connection);
            await sleep.ExecuteNonQueryAsync(cancellation);
        });
    }

    private sealed class FailingFold(int number) : Fold
    {
        public override string Name => $"failing-{number}";
        public override IReadOnlyList<string> Tables => [];
        public override IReadOnlyList<string> EventNames => ["test.counted"];
        public override Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation) => throw new TimeoutException("not now");
    }
}
