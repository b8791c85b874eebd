using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Audit;

namespace LearningHub.Grains.Tests.Common;

/// <summary>Silos of two versions on one database, as while a cluster is updated: the older one must not pass, for both, what only the newer one understands.</summary>
[Collection("projections")] // one after the other: they poison the same test projections
public sealed class TwoVersionsTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    private const string New = "test.of_the_next_version";

    [Fact]
    public async Task What_an_older_silo_does_not_know_waits_for_the_newer_one_and_is_taken_in_once()
    {
        await using var old = await ProjectionLab.Start(server.Server);
        await old.Caught(await old.Store.Count("t/a"));
        await Wait.Until(() => old.Status(AuditChain.Fold), s => s.Lag == 0);

        await old.Insert(New, "test-next", "t/next");
        var last = await old.Store.Count("t/b");
        // Views are told by the type: they go on.
        (await old.WaitFor("test-view", last)).ShouldBeTrue();
        foreach (var name in (string[])[AuditChain.Fold, "test-fold", "test-reactor"])
            await Wait.Until(() => old.Status(name), s => s is { Lag: 2, LastError: not null } && s.LastError.Contains(New, StringComparison.Ordinal));
        // Rows that nobody wants do not carry them over it either, also when each is read by itself.
        for (var i = 0; i < 3; i++)
        {
            await old.Insert("test.ignored", "test-other", $"t/other{i}");
            await Wait.Until(() => old.Status("test-view"), s => s.Lag == 0);
        }
        foreach (var name in (string[])[AuditChain.Fold, "test-fold", "test-reactor"]) (await old.Status(name)).Lag.ShouldBe(5, name);
        (await old.FoldRows()).ShouldBe("t/a=1");
        old.Reactions.ShouldBe([("t/a", 1)]);

        await using var newer = await ProjectionLab.Start(server.Server, old.ConnectionString, services => Knows(services, New));
        await newer.Caught(last);
        foreach (var name in (string[])[AuditChain.Fold, "test-fold", "test-reactor"]) await Wait.Until(() => newer.Status(name), s => s is { Lag: 0, LastError: null });
        (await newer.Scalar<long>($"select count(*) from audit_entry where action = '{New}'")).ShouldBe(1);
        (await newer.FoldRows()).ShouldBe("t/a=1 t/b=1");
        old.Reactions.Concat(newer.Reactions).ShouldBe([("t/a", 1), ("t/b", 1)]);
    }

    [Fact]
    public async Task An_older_silo_does_not_release_a_parked_key_behind_which_there_is_something_it_does_not_know()
    {
        await using var old = await ProjectionLab.Start(server.Server);
        string[] both = ["test-fold", "test-reactor"];
        await using (var newer = await ProjectionLab.Start(server.Server, old.ConnectionString, services => Knows(services, New)))
        {
            TestProjections.Poison = "bad";
            await newer.Store.Count("t/bad");
            await newer.Insert(New, Counter.AggregateType, "t/bad");
            foreach (var name in both) await Wait.Until(() => newer.Status(name), s => s is { Lag: 0, Parked.Length: 1 });
            TestProjections.Poison = null;
            foreach (var name in both) (await old.Ask(name, g => g.RetryParked())).Value!.Parked.ShouldHaveSingleItem(name);
            foreach (var name in both) (await newer.Ask(name, g => g.RetryParked())).Value!.Parked.ShouldBeEmpty(name);
            (await newer.FoldRows()).ShouldBe("t/bad=1");
        }
    }

    [Fact]
    public async Task What_the_operator_gave_up_is_passed_by_all_and_kept_in_the_trail()
    {
        string database;
        await using (var lab = await ProjectionLab.Start(server.Server))
        {
            database = lab.ConnectionString;
            await lab.Insert(New, "test-next", "t/next");
            await Wait.Until(() => lab.Status("test-fold"), s => s is { Lag: 1, LastError: not null });
        }

        await using var told = await ProjectionLab.Start(server.Server, database, services =>
        {
            // As a real host is wired, with the setting.
            services.Remove(services.Last(s => s.ServiceType == typeof(KnownEvents)));
            services.Configure<AbandonedEventsOptions>(o => o.AbandonedEvents = [New, "test.counted"]);
        });
        await told.Caught(await told.Store.Count("t/a"));
        await Wait.Until(() => told.Status(AuditChain.Fold), s => s is { Lag: 0, LastError: null });
        (await told.Scalar<long>($"select count(*) from audit_entry where action = '{New}'")).ShouldBe(1);
    }

    private static void Knows(IServiceCollection services, string name) =>
        services.AddSingleton(new KnownEvents([.. KnownEvents.OfThisBuild.Names, .. KnownEvents.In(typeof(TestHost).Assembly), name]));
}
