using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using LearningHub.Bench.Common;
using LearningHub.Grains.Carts;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace LearningHub.Bench.Speed;

/// <summary>What all projections together ask of the database: doing nothing, and behind a stream of saves; and how old the oldest event is
/// that the slowest of them has not consumed.</summary>
internal static class ProjectionBench
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(10);

    public static async Task<int> Run(string[] args, CancellationToken cancellation)
    {
        await using var hub = await BenchHub.Start();
        var store = hub.Services.GetRequiredService<IAggregateStore>();
        var source = hub.Services.GetRequiredService<NpgsqlDataSource>();
        var count = hub.Services.GetServices<IProjection>().Count();
        using var commands = new Commands();
        await using var watch = await Watch.Open(source, cancellation);
        var table = new Table($"what, with {count} projections", "saves/s", "commands/s", "connections, most", "lag p50, ms", "lag p99, ms");

        await watch.CaughtUp(cancellation);
        await Measure("nothing happens", 0, (_, _) => Task.CompletedTask);
        await Measure("events that interest nobody", 4, (caller, n) => Save(store, "bench", "{}", $"main/{caller}-{n}"));
        var cart = JsonSerializer.Serialize(CartState.Empty, HubJson.Options);
        await Measure("events that a view renders", 4, (caller, n) => Save(store, CartState.AggregateType, cart, $"main/bench-{caller}-{n}"));
        await Measure("the same, 32 at once", 32, (caller, n) => Save(store, CartState.AggregateType, cart, $"main/rush-{caller}-{n}"));
        return CommitBench.Show("projections", "Projections (`./hub bench projections`)", table);

        async Task Measure(string what, int callers, Func<int, long, Task> save)
        {
            var (asked, from) = (commands.Count, Stopwatch.GetTimestamp());
            watch.Begin();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var watching = watch.Sample(over.Token);
            var pace = callers == 0 ? 0 : await Pace.Of(callers, Time, save, cancellation);
            if (callers == 0) await Task.Delay(Time, TimeProvider.System, cancellation);
            var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
            var perSecond = (commands.Count - asked - watch.Own) / seconds;
            await over.CancelAsync();
            await watching;
            table.Row(what, Pace.Number(pace), Pace.Number(perSecond), watch.MostConnections, Pace.Number(watch.Lag(0.5)), Pace.Number(watch.Lag(0.99)));
            await watch.CaughtUp(cancellation);
        }
    }

    // An event that a build knows and no fold or reactor wants: what is not known would stop them.
    private static async Task Save(IAggregateStore store, string type, string doc, string key)
    {
        var saved = await store.Save(new(type, $"{key}-{Guid.NewGuid():n}", 0, 1, doc, [new CartThawed("bench")], [], [], [], null, Actor.System("main"), null));
        if (saved.Outcome != SaveOutcome.Committed) throw new InvalidOperationException($"{key}: {saved}");
    }

    /// <summary>Every command of every data source of this process.</summary>
    private sealed class Commands : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public Commands()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "Npgsql" && instrument.Name == "db.client.operation.duration") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _count));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);
        public void Dispose() => _listener.Dispose();
    }

    /// <summary>Looks ten times a second, through a connection of its own.</summary>
    private sealed class Watch(NpgsqlConnection connection) : IAsyncDisposable
    {
        private const string Look = """
            select (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name <> 'learning-hub-watch'),
                coalesce((select extract(epoch from clock_timestamp() - e.at) * 1000 from event e
                    where (e.epoch, e.tx, e.position) > (select p.epoch, p.tx, p.position from projection p order by p.epoch, p.tx, p.position limit 1)
                    order by e.epoch, e.tx, e.position limit 1), 0)::float8
            """;
        private List<double> _lags = [];

        public long MostConnections { get; private set; }
        public long Own { get; private set; }

        public static async Task<Watch> Open(NpgsqlDataSource source, CancellationToken cancellation) => new(await source.OpenConnectionAsync(cancellation));

        public void Begin() => (_lags, MostConnections, Own) = ([], 0, 0);

        public async Task Sample(CancellationToken cancellation)
        {
            try
            {
                while (true)
                {
                    _lags.Add(await Once());
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellation);
                }
            }
            catch (OperationCanceledException) { }
        }

        public async Task CaughtUp(CancellationToken cancellation)
        {
            while (await Once() > 0) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }

        public double Lag(double part) => _lags.Order().ElementAt((int)((_lags.Count - 1) * part));

        private async Task<double> Once()
        {
            Own++;
            await using var command = new NpgsqlCommand(Look, connection);
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            MostConnections = Math.Max(MostConnections, reader.GetInt64(0));
            return reader.GetDouble(1);
        }

        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
