using LearningHub.Grains.Common;
using LearningHub.Silo.Database;
using LearningHub.Silo.Hosting;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

[Collection("hub")]
public sealed class MigrationTests(HubFixture hub)
{
    private static async Task<T> Scalar<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task Starters_that_come_at_once_apply_each_script_once()
    {
        var database = await hub.Server.NewEmptyDatabase();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
            await Migrations.Apply(source);
        }));
        await using var check = NpgsqlDataSource.Create(database);
        (await Scalar<long>(check, "select count(*) from schema_migration")).ShouldBe(Migrations.All.Count);
        (await Scalar<int>(check, "select epoch from feed_epoch")).ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_one_line()
    {
        var database = await hub.Server.NewDatabase();
        await using (var source = NpgsqlDataSource.Create(database))
            await Scalar<int>(source, "insert into schema_migration (number, name, checksum) values (9999, 'from_the_future', 'x') returning number");
        var refused = await Should.ThrowAsync<StartRefusedException>(() => HubDatabase.Open(new(database, null)));
        refused.Reason.ShouldBe(StartRefusal.SchemaRefused);
        refused.Message.ShouldContain("9999 (from_the_future)");
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_script_that_was_changed_after_it_was_applied_is_refused()
    {
        await using var source = NpgsqlDataSource.Create(await hub.Server.NewDatabase());
        var changed = Migrations.All.Select(m => m.Number == 1 ? m with { Checksum = "other" } : m).ToList();
        (await Should.ThrowAsync<SchemaRefusedException>(() => Migrations.Apply(source, changed, default))).Message.ShouldContain("0001");
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind_and_those_before_it_stay()
    {
        await using var source = NpgsqlDataSource.Create(await hub.Server.NewDatabase());
        IReadOnlyList<Migration> more = [.. Migrations.All, new(9001, "good", "create table good (a int)", "1"), new(9002, "bad", "create table bad (a int); select 1 / 0", "2")];
        (await Should.ThrowAsync<SchemaRefusedException>(() => Migrations.Apply(source, more, default))).Message.ShouldContain("9002 (bad)");
        (await Scalar<bool>(source, "select to_regclass('good') is not null and to_regclass('bad') is null")).ShouldBeTrue();
        (await Scalar<int>(source, "select max(number) from schema_migration")).ShouldBe(9001);
    }

    [Fact]
    public void Every_script_has_a_number_of_its_own_and_the_first_is_the_spine()
    {
        Migrations.All[0].Number.ShouldBe(1);
        Migrations.All.Select(m => m.Number).ShouldBeUnique();
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_told_in_one_line()
    {
        var refused = await Should.ThrowAsync<StartRefusedException>(() => HubDatabase.Open(new("Host=127.0.0.1;Port=1;Username=hub;Password=x;Database=hub", null)));
        refused.Reason.ShouldBe(StartRefusal.DatabaseUnreachable);
        refused.Message.ShouldNotContain("\n");
    }
}
