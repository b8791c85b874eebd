using System.Collections.Concurrent;
using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>A view, a fold and a reactor over <see cref="Counter"/>, with tables of their own and a word that poisons them.</summary>
internal static class TestProjections
{
    public static volatile string? Poison;

    /// <summary>Reactions to this id fail as if the engine were in trouble.</summary>
    public static volatile string? Trouble;

    public static async Task MakeTables(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("""
            create table test_view (key text primary key, version bigint not null, value int not null, note text);
            create table test_fold (position bigint primary key, key text not null, value int not null);
            """);
        await command.ExecuteNonQueryAsync();
    }
}

internal sealed class CounterView : View<Counter>
{
    public override string Name => "test-view";
    public override IReadOnlyList<string> Tables => ["test_view"];

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<Counter>> snapshots, CancellationToken cancellation)
    {
        foreach (var snapshot in snapshots)
        {
            await using var command = new NpgsqlCommand("""
                insert into test_view as v values ($1, $2, $3, $4) on conflict (key) do update set version = excluded.version, value = excluded.value, note = excluded.note
                where v.version < excluded.version
                """, connection)
            {
                Parameters = { new() { Value = snapshot.Key }, new() { Value = snapshot.Version }, new() { Value = snapshot.State.Value }, new() { Value = (object?)snapshot.State.Note ?? DBNull.Value } },
            };
            await command.ExecuteNonQueryAsync(cancellation);
            if (snapshot.State.Note is { } note && note == TestProjections.Poison) throw new FormatException("poison");
        }
    }
}

internal sealed class CounterFold : Fold
{
    public override string Name => "test-fold";
    public override IReadOnlyList<string> Tables => ["test_fold"];
    public override IReadOnlyList<string> EventNames => ["test.counted"];

    public override async Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        foreach (var e in events)
        {
            await using var command = new NpgsqlCommand("insert into test_fold values ($1, $2, $3)", connection)
            {
                Parameters = { new() { Value = e.Position }, new() { Value = e.Key }, new() { Value = e.Read<Counted>().Value } },
            };
            await command.ExecuteNonQueryAsync(cancellation);
            if (e.Id == TestProjections.Poison) throw new FormatException("poison");
        }
    }
}

internal sealed class CounterReactor(ReactorLog log) : Reactor
{
    public override string Name => "test-reactor";
    public override IReadOnlyList<string> EventNames => ["test.counted"];

    public override Task React(EventRow e, CancellationToken cancellation)
    {
        if (e.Id == TestProjections.Poison) throw new FormatException("poison");
        if (e.Id == TestProjections.Trouble) throw new TimeoutException("trouble");
        ActorContext.Required.ToString().ShouldBe(Actor.System(e.Tenant).ToString(), "reactors act as the system of the event's tenant");
        log.Enqueue((e.Key, e.Read<Counted>().Value));
        return Task.CompletedTask;
    }
}

internal sealed class ReactorLog : ConcurrentQueue<(string Key, int Value)>;
