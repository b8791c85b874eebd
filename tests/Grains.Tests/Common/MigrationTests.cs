using LearningHub.Grains.Common;
using LearningHub.Silo.Database;
using LearningHub.Silo.Hosting;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>On a server of its own: writers that stay open hold the feed of every database of theirs.</summary>
public sealed class MigrationTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    private static async Task<T> Scalar<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task Starters_that_come_at_once_apply_each_script_once()
    {
        var database = await server.Server.NewEmptyDatabase();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database) { Pooling = false });
            await Migrations.Apply(source);
        }));
        await using var check = NpgsqlDataSource.Create(database);
        (await Scalar<long>(check, "select count(*) from schema_migration")).ShouldBe(Migrations.All.Count - Migrations.All.Count(m => m.Replaces is not null), "what is replaced is left out");
        (await Scalar<int>(check, "select epoch from feed_epoch")).ShouldBe(1);
    }

    [Fact]
    public async Task A_newer_schema_is_refused_with_one_line()
    {
        var database = await server.Server.NewDatabase();
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
        await using var source = NpgsqlDataSource.Create(await server.Server.NewDatabase());
        var changed = Migrations.All.Select(m => m.Number == 1 ? m with { Checksum = "other" } : m).ToList();
        (await Should.ThrowAsync<SchemaRefusedException>(() => Migrations.Apply(source, changed, default))).Message.ShouldContain("0001");
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind_and_those_before_it_stay()
    {
        await using var source = NpgsqlDataSource.Create(await server.Server.NewDatabase());
        IReadOnlyList<Migration> more = [.. Migrations.All, new(9001, "good", "create table good (a int)", "1"), new(9002, "bad", "create table bad (a int); select 1 / 0", "2")];
        (await Should.ThrowAsync<SchemaRefusedException>(() => Migrations.Apply(source, more, default))).Message.ShouldContain("9002 (bad)");
        (await Scalar<bool>(source, "select to_regclass('good') is not null and to_regclass('bad') is null")).ShouldBeTrue();
        (await Scalar<int>(source, "select max(number) from schema_migration")).ShouldBe(9001);
    }

    private static Migration Concurrent(int number, string head = "") =>
        new(number, "index", $"-- concurrently: thing_a\n{head}-- Why.\ncreate index concurrently thing_a on thing (a)", $"{number}");

    private const string IndexIsValid = "select coalesce((select indisvalid from pg_index where indexrelid = to_regclass('thing_a')), false)";

    /// <summary>A table that somebody is writing to: who builds an index over it waits for them.</summary>
    private async Task<(NpgsqlDataSource Source, NpgsqlConnection Writer, NpgsqlTransaction Writing)> Table()
    {
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(await server.Server.NewDatabase()) { Pooling = false });
        await Scalar<int>(source, "create table thing (a int); insert into thing select generate_series(1, 100) returning a");
        var writer = await source.OpenConnectionAsync();
        var writing = await writer.BeginTransactionAsync();
        await using var insert = new NpgsqlCommand("insert into thing values (0)", writer);
        await insert.ExecuteNonQueryAsync();
        return (source, writer, writing);
    }

    private static async Task<int> Builder(NpgsqlDataSource source)
    {
        const string waits = "select coalesce((select pid from pg_stat_activity where datname = current_database() and query like '%create index concurrently%' and wait_event_type = 'Lock' and pid <> pg_backend_pid()), 0)";
        return await Wait.Until(() => Scalar<int>(source, waits), pid => pid > 0);
    }

    [Fact]
    public async Task An_index_that_is_built_concurrently_lets_commits_through_while_it_waits_for_a_writer()
    {
        var (source, writer, writing) = await Table();
        await using var _ = source;
        await using var __ = writer;
        var applying = Migrations.Apply(source, [.. Migrations.All, Concurrent(9001)], default);
        await Builder(source);
        await Scalar<int>(source, "set statement_timeout = '5s'; insert into thing values (-1) returning a");
        applying.IsCompleted.ShouldBeFalse();
        await writing.CommitAsync();
        await applying;
        (await Scalar<bool>(source, IndexIsValid)).ShouldBeTrue();
        (await Scalar<long>(source, "select count(*) from schema_migration where number = 9001")).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_kill_left_half_built_is_dropped_and_built_again()
    {
        var (source, writer, writing) = await Table();
        await using var _ = source;
        await using var __ = writer;
        var applying = Migrations.Apply(source, [.. Migrations.All, Concurrent(9001)], default);
        await Scalar<bool>(source, $"select pg_terminate_backend({await Builder(source)})");
        await Should.ThrowAsync<SchemaRefusedException>(() => applying);
        await writing.CommitAsync();
        (await Scalar<bool>(source, "select to_regclass('thing_a') is not null")).ShouldBeTrue();
        (await Scalar<bool>(source, IndexIsValid)).ShouldBeFalse();
        (await Scalar<long>(source, "select count(*) from schema_migration where number = 9001")).ShouldBe(0);

        await Migrations.Apply(source, [.. Migrations.All, Concurrent(9001)], default);
        (await Scalar<bool>(source, IndexIsValid)).ShouldBeTrue();
        (await Scalar<long>(source, "select count(*) from schema_migration where number = 9001")).ShouldBe(1);
        (await Scalar<long>(source, "select count(*) from thing where a = 0")).ShouldBe(1);
    }

    [Fact]
    public async Task A_kill_between_the_build_and_its_note_builds_nothing_twice()
    {
        await using var source = NpgsqlDataSource.Create(await server.Server.NewDatabase());
        await Scalar<int>(source, "create table thing (a int); create index thing_a on thing (a); select 1");
        var before = await Scalar<uint>(source, "select to_regclass('thing_a')::oid");
        await Migrations.Apply(source, [.. Migrations.All, Concurrent(9001)], default);
        (await Scalar<uint>(source, "select to_regclass('thing_a')::oid")).ShouldBe(before);
        (await Scalar<int>(source, "select max(number) from schema_migration")).ShouldBe(9001);
    }

    [Fact]
    public async Task A_script_that_is_replaced_is_left_out_where_it_was_not_applied_and_stands_where_it_was()
    {
        Migration table = new(9000, "table", "create table thing (a int)", "0"), plain = new(9001, "plain", "create index thing_a on thing (a)", "1"), instead = Concurrent(9002, "-- replaces: 9001\n");
        (instead.Concurrently, instead.Replaces).ShouldBe(("thing_a", 9001));
        await using var fresh = NpgsqlDataSource.Create(await server.Server.NewDatabase());
        for (var again = 0; again < 2; again++) await Migrations.Apply(fresh, [.. Migrations.All, table, plain, instead], default);
        (await Scalar<int[]>(fresh, "select array_agg(number order by number) from schema_migration where number >= 9000")).ShouldBe([9000, 9002]);
        (await Scalar<bool>(fresh, IndexIsValid)).ShouldBeTrue();

        await using var older = NpgsqlDataSource.Create(await server.Server.NewDatabase());
        await Migrations.Apply(older, [.. Migrations.All, table, plain], default);
        var before = await Scalar<uint>(older, "select to_regclass('thing_a')::oid");
        for (var again = 0; again < 2; again++) await Migrations.Apply(older, [.. Migrations.All, table, plain, instead], default);
        (await Scalar<int[]>(older, "select array_agg(number order by number) from schema_migration where number >= 9000")).ShouldBe([9000, 9001, 9002]);
        (await Scalar<uint>(older, "select to_regclass('thing_a')::oid")).ShouldBe(before);
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
