using LearningHub.Bench.Common;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LearningHub.Bench.Speed;

/// <summary>Durable saves of aggregates, beside one-row inserts of the bare driver on the same server.</summary>
internal static class CommitBench
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        await using var hub = await BenchHub.Start();
        var store = hub.Services.GetRequiredService<IAggregateStore>();
        var source = hub.Services.GetRequiredService<NpgsqlDataSource>();
        await using (var create = source.CreateCommand("create table bench_floor (id bigint generated always as identity primary key, doc jsonb not null)")) await create.ExecuteNonQueryAsync(cancellation);

        var run = 0;
        var table = new Table("what", "at once", "commits/s", "of the floor");
        foreach (var callers in (int[])[1, 32])
        {
            var floor = await Pace.Of(callers, Time, (_, _) => Insert(source, cancellation), cancellation);
            table.Row("insert of one row, bare driver (floor)", callers, Pace.Number(floor), "1.00");
            run++;
            var saved = await Pace.Of(callers, Time, (caller, n) => Save(store, $"main/{run}-{caller}-{n}-{Guid.NewGuid():n}"), cancellation);
            table.Row("aggregate saved: document and operation, group commit", callers, Pace.Number(saved), Pace.Ratio(saved, floor));
        }
        return Show("commits", "Durable commits (`./hub bench commits`)", table);
    }

    private static async Task Insert(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("insert into bench_floor (doc) values ($1::jsonb)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = """{"name":"a document of ordinary size","numbers":[1,2,3,4,5,6,7,8],"state":"open"}""" });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task Save(IAggregateStore store, string key)
    {
        var saved = await store.Save(new("bench", key, 0, 1, """{"name":"a document of ordinary size","numbers":[1,2,3,4,5,6,7,8],"state":"open"}""",
            [], [], [], [], new("op", "{}"), Actor.System("main"), null));
        if (saved.Outcome != SaveOutcome.Committed) throw new InvalidOperationException($"{key}: {saved}");
    }

    internal static int Show(string name, string title, Table table)
    {
        Console.WriteLine(table);
        BenchmarksPage.Write(name, title, $"{BenchmarksPage.Machine}.\n\n{table}");
        return 0;
    }
}
