using System.Diagnostics;
using System.Globalization;
using LearningHub.Bench.Common;
using LearningHub.Bench.Speed;
using LearningHub.Grains.Common;
using LearningHub.Grains.Gamification;
using LearningHub.Grains.Tests.Gamification;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LearningHub.Bench.Gamification;

/// <summary>A million events with repeats and out of order through the fold of points, compared with a recount in memory; then a board of a million
/// people: pages, ranks, and what one more lesson costs.</summary>
internal static class PointsBench
{
    private const string Tenant = "bench", Crowd = "crowd";
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        var count = Number(args, "--events", 1_000_000);
        var people = Number(args, "--people", 1_000_000);
        await using var hub = await BenchHub.Start();
        var source = hub.Services.GetRequiredService<NpgsqlDataSource>();
        var fold = new PointsFold(hub.Services.GetRequiredService<IGrainFactory>());
        var table = new Table("what", "measured", "must be");

        var random = new Random(42);
        var all = Enumerable.Range(0, count * 9 / 10).Select(_ => Happening.Random(random, 20_000, 40, 60, Monday, TimeSpan.FromDays(40))).ToArray();
        var told = all.Concat(all.Take(count - all.Length)).ToArray();
        random.Shuffle(told);
        var started = Stopwatch.GetTimestamp();
        await using (var connection = await source.OpenConnectionAsync(cancellation))
            foreach (var batch in told.Chunk(200))
                await Apply(fold, connection, [.. batch.Select((h, i) => h.Row(Tenant, i))], cancellation);
        var folded = Stopwatch.GetElapsedTime(started);
        table.Row("events folded, a tenth of them twice, all shuffled", told.Length.ToString("N0", CultureInfo.InvariantCulture), count.ToString("N0", CultureInfo.InvariantCulture));
        table.Row("events a second, in batches of 200", Pace.Number(told.Length / folded.TotalSeconds), "");

        var (boards, unequal) = await Compare(source, all);
        table.Row("boards compared place by place with a recount", boards.ToString("N0", CultureInfo.InvariantCulture), "> 0");
        table.Row("boards unequal", unequal, 0);

        await Fill(source, people, cancellation);
        var reader = new BoardReader(source, Crowd, new(hub.Services.GetRequiredService<IGrainFactory>(), Crowd, TimeProvider.System));
        table.Row("people on one board", (await reader.People(Boards.All)).ToString("N0", CultureInfo.InvariantCulture), people.ToString("N0", CultureInfo.InvariantCulture));
        table.Row("first ten, ms: p50, p99", await Times(200, _ => reader.Page(Boards.All, null, 10)), "");
        table.Row("own rank, ms: p50, p99", await Times(400, n => reader.Find(Boards.All, $"u{(n * 7919L) % people}")), "");
        var wrong = 0;
        for (var n = 0; n < 20; n++) if (!await IsRight(source, reader, $"u{(n * 104_729L) % people}")) wrong++;
        table.Row("of 20 ranks, not what counting all rows says", wrong, 0);
        await using (var connection = await source.OpenConnectionAsync(cancellation))
            table.Row("one more lesson of one of them, ms: p50, p99", await Times(200, n =>
                Apply(fold, connection, [new Happening($"u{(n * 7919L) % people}", "lesson", "c1", $"more{n}", Monday.AddDays(50), Guid.NewGuid()).Row(Crowd, n)], cancellation)), "");
        table.Row("verdict", unequal == 0 && wrong == 0 ? "green" : "red", "green");
        CommitBench.Show("points", "Points and boards (`./hub bench points`)", table);
        return unequal == 0 && wrong == 0 ? 0 : 1;
    }

    private static async Task Apply(PointsFold fold, NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await fold.Apply(connection, events, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task<(int Boards, int Unequal)> Compare(NpgsqlDataSource source, IReadOnlyCollection<Happening> all)
    {
        var expected = PointsRecount.Of(all);
        var unequal = 0;
        foreach (var (board, rows) in expected)
        {
            await using var command = source.CreateCommand("select user_id, points from point_score where tenant = $1 and board = $2 and not hidden and points > 0 order by points desc, reached_at, user_id");
            command.Parameters.Add(new() { Value = Tenant });
            command.Parameters.Add(new() { Value = board });
            var stored = new List<(string, long)>();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) stored.Add((reader.GetString(0), reader.GetInt64(1)));
            if (!stored.SequenceEqual(rows)) unequal++;
        }
        return (expected.Count, unequal);
    }

    /// <summary>Most have few points and many have the same, as in life.</summary>
    private static async Task Fill(NpgsqlDataSource source, int people, CancellationToken cancellation)
    {
        for (var from = 0; from < people; from += 50_000)
        {
            await using var command = source.CreateCommand($"""
                insert into point_score select '{Crowd}', 'all', 'u' || i, 2 + floor(5000 * power((hashint8(i) & 65535) / 65536.0, 4))::bigint * 2, timestamptz '2026-01-01' + (hashint8(i + 1) & 8388607) * interval '1 second', false
                from generate_series({from}::bigint, {Math.Min(people, from + 50_000) - 1}::bigint) i
                """);
            await command.ExecuteNonQueryAsync(cancellation);
        }
        await using var tally = source.CreateCommand($"insert into point_tally select tenant, board, points, count(*) from point_score where tenant = '{Crowd}' group by 1, 2, 3; analyze point_score; analyze point_tally");
        await tally.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<bool> IsRight(NpgsqlDataSource source, BoardReader reader, string user)
    {
        var found = await reader.Find(Boards.All, user);
        await using var command = source.CreateCommand($"""
            select count(*) from point_score o, point_score s where s.tenant = '{Crowd}' and s.board = 'all' and s.user_id = $1 and o.tenant = s.tenant and o.board = s.board
                and (o.points > s.points or o.points = s.points and (o.reached_at, o.user_id) <= (s.reached_at, s.user_id))
            """);
        command.Parameters.Add(new() { Value = user });
        return found?.Rank == (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<string> Times(int times, Func<int, Task> call)
    {
        var took = new List<double>();
        for (var n = 0; n < times; n++)
        {
            var from = Stopwatch.GetTimestamp();
            await call(n);
            took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }
        took.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"{took[times / 2]:0.0}, {took[times * 99 / 100]:0.0}");
    }

    private static int Number(string[] args, string name, int standard) =>
        Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length && int.TryParse(args[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n > 0 ? n : standard;
}
