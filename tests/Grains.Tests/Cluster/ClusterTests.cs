using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.Grains.Interfaces.Users;
using Npgsql;

namespace LearningHub.Grains.Tests.Cluster;

[Collection("hub")]
public sealed class ClusterTests(HubFixture hub)
{
    /// <summary>On a machine that has much to do several looks may be without some of the answers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private IClusterGrain Cluster => hub.Grains.GetGrain<IClusterGrain>("system/queries");

    [Fact]
    public async Task A_silo_tells_its_calls_by_grain_type_with_times_and_errors()
    {
        var tenant = hub.NewTenant();
        async Task Call(int times)
        {
            using var _ = hub.As(tenant, "sam", Roles.Student);
            for (var i = 0; i < times; i++) await hub.Grains.User(new UserKey(tenant, "nobody")).Authenticate("s", "x");
            await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.User(new UserKey("main", "nobody")).Get());
        }
        await Call(40);

        using var admin = hub.As("main", "ada", Roles.Admin);
        // What did not answer within its second is a remark, and is asked again at the next look.
        // Rates fade: so that a late look finds some, there are a few calls before each.
        var view = await Wait.Until(async () => { await Call(1); return await Cluster.Get(); },
            v => v.Remarks.IsEmpty && v.Grains.FirstOrDefault(g => g.GrainType == "User") is { Activations: > 0, Calls: { PerSecond: > 0, ErrorsPerMinute: > 0 } }, Patience);
        var silo = view.Silos.ShouldHaveSingleItem();
        silo.State.ShouldBe(SiloState.Active);
        silo.Name.ShouldNotBeEmpty();
        silo.MemoryBytes!.Value.ShouldBeGreaterThan(1 << 20);
        silo.StartedAt!.Value.ShouldBeLessThan(view.At);
        var user = view.Grains.Single(g => g.GrainType == "User");
        user.Calls.P50!.Value.ShouldBeLessThanOrEqualTo(user.Calls.P99!.Value);
        view.Grains.ShouldAllBe(g => !g.GrainType.Contains('/') && g.GrainType.Length < 40, "classes, never keys");
        view.Database.SchemaVersion.ShouldBeGreaterThan(0);
        view.Database.MostConnections.ShouldBeGreaterThan(view.Database.Connections);
        view.Feed.Projections.ShouldContain(p => p.Name == "people" && p.Running);
    }

    [Fact]
    public async Task A_silo_that_says_nothing_any_more_holds_up_nothing_and_is_told()
    {
        using var admin = hub.As("main", "ada", Roles.Admin);
        // What it says of itself is the pattern for the others.
        await Wait.Until(() => Cluster.Get(), v => v.Silos.Any(s => s.State == SiloState.Active), Patience);
        await using var connection = await hub.Database.OpenConnectionAsync();
        await Execute(connection, """
            insert into silo_report select 'S10.0.0.9:11111:1', clock_timestamp() - interval '30 seconds', doc from silo_report limit 1 on conflict do nothing;
            insert into silo_report values ('S10.0.0.8:11111:1', clock_timestamp(), '{"of": "another version"}') on conflict do nothing;
            insert into silo_report select 'S10.0.0.7:11111:1', clock_timestamp() - interval '61 minutes', doc from silo_report limit 1 on conflict do nothing;
            """);
        try
        {
            var view = await Wait.Until(() => Cluster.Get(), v => v.Silos.Length == 2 && v.Silos.Any(s => s.State == SiloState.Active), Patience);
            var gone = view.Silos.Single(s => s.Address == "S10.0.0.9:11111:1");
            gone.State.ShouldBe(SiloState.Dead, "the membership does not know it");
            gone.Activations.ShouldBe(0);
            gone.HeardAt!.Value.ShouldBeLessThan(view.At - TimeSpan.FromSeconds(25));
        }
        finally
        {
            await Execute(connection, "delete from silo_report where silo like 'S10.0.0.%'");
        }
    }

    [Fact]
    public async Task Front_ends_are_listed_while_they_say_so_and_only_the_platform_may_say()
    {
        var fronts = hub.Grains.GetGrain<IFrontEndsGrain>("system/front-ends");
        FrontEndReport report = new("front-a", "1", TimeProvider.System.GetUtcNow(), 3, System.Collections.Immutable.ImmutableDictionary<string, int>.Empty.Add("chat", 2));
        using (hub.As("main", "ada", Roles.Admin)) await Should.ThrowAsync<ActorDeniedException>(() => fronts.Report(report));
        using (hub.As("main", "ada", Roles.Admin))
        {
            // Forgotten after a while, as that of a front end that says nothing any more: it says so again, as they do.
            var view = await Wait.Until(async () =>
            {
                using (hub.As(Actor.System("system"))) await fronts.Report(report);
                return await Cluster.Get();
            }, v => v.FrontEnds.Length > 0, Patience);
            view.FrontEnds.Single().ShouldSatisfyAllConditions(f => f.Sockets.ShouldBe(3), f => f.Topics.ShouldBe(2));
            view.Streams.Single(s => s.Kind == "chat").Subscriptions.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Open_workflows_are_counted_by_age_stuck_ones_apart_and_those_of_others_only_as_a_number()
    {
        var (own, other) = (hub.NewTenant(), hub.NewTenant());
        await using var connection = await hub.Database.OpenConnectionAsync();
        // A kind that no version knows: the sweep leaves it alone.
        await Execute(connection, $$"""
            insert into aggregate (type, key, tenant, version, schema_version, doc, save_id, changed_at)
            select 'workflow', t || '/x/' || n, t, 1, 1, jsonb_build_object('kind', 'of-a-test', 'phase', phase, 'startedAt', now() - begun), gen_random_uuid(), now() - changed
            from (values ('{{own}}', 'r1', 'running', interval '5 seconds', interval '1 second'), ('{{own}}', 'r2', 'running', interval '20 minutes', interval '6 minutes'),
                         ('{{own}}', 'r3', 'waiting', interval '3 hours', interval '2 hours'), ('{{own}}', 'r4', 'failed', interval '3 days', interval '3 days'),
                         ('{{own}}', 'r5', 'completed', interval '3 days', interval '3 days'), ('{{own}}', 'r6', 'compensating', interval '2 hours', interval '1 second'),
                         ('{{other}}', 'r7', 'waiting', interval '2 days', interval '2 days')) as r (t, n, phase, begun, changed)
            """);
        // One that is suspended until next week has not moved for two days, and is as it should be; another's moment has passed.
        await Execute(connection, $$"""
            insert into aggregate (type, key, tenant, version, schema_version, doc, save_id, changed_at)
            select 'workflow', '{{own}}/x/' || n, '{{own}}', 1, 1, jsonb_build_object('kind', 'of-a-test', 'phase', 'waiting', 'startedAt', now() - interval '2 days', 'steps',
                jsonb_build_array(jsonb_build_object('name', 'a', 'done', true), jsonb_build_object('name', 'b', 'waitsUntil', now() + until))), gen_random_uuid(), now() - interval '2 days'
            from (values ('r8', interval '7 days'), ('r9', interval '-1 day')) as r (n, until)
            """);
        try
        {
            var figures = hub.Services.GetRequiredService<LearningHub.Grains.Cluster.WorkflowFigures>();
            var ages = await figures.Read(own);
            (ages.UnderMinute, ages.UnderTenMinutes, ages.UnderHour, ages.UnderDay, ages.Older).ShouldBe((1, 0, 1, 2, 2));
            ages.Stuck.ShouldBe(4, "r2 has not moved, r4 stopped, r6 has tried for too long, r9 waits for nothing");
            ages.StuckElsewhere.ShouldBeGreaterThanOrEqualTo(1);
        }
        finally
        {
            await Execute(connection, "delete from aggregate where type = 'workflow' and doc ->> 'kind' = 'of-a-test'");
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
