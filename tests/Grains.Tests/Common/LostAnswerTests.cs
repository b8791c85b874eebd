using LearningHub.Grains.Common;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LearningHub.Grains.Tests.Common;

/// <summary>The connection is lost while a save is on its way: it must be stored once, and the answer must say so.</summary>
public sealed class LostAnswerTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    private sealed class Wire : IAsyncDisposable
    {
        private readonly GroupCommit _commits;
        private readonly NpgsqlDataSource _source;

        public Wire(string connectionString, TimeSpan patience)
        {
            var direct = new NpgsqlConnectionStringBuilder(connectionString);
            Proxy = new(direct.Host!, direct.Port);
            _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Port = Proxy.Port, MaxPoolSize = 4, Timeout = 5 });
            _commits = new(_source, TimeProvider.System, new(), NullLogger<GroupCommit>.Instance);
            Store = new(_source, _commits, TimeProvider.System) { Patience = patience };
            Direct = NpgsqlDataSource.Create(connectionString);
        }

        public CuttingProxy Proxy { get; }
        public AggregateStore Store { get; }
        public NpgsqlDataSource Direct { get; }

        public async Task<long> Events(string key)
        {
            await using var command = Direct.CreateCommand("select count(*) from event where key = $1");
            command.Parameters.Add(new() { Value = key });
            return (long)(await command.ExecuteScalarAsync())!;
        }

        public async ValueTask DisposeAsync()
        {
            await _commits.DisposeAsync();
            await _source.DisposeAsync();
            await Direct.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(1, false, false)]
    [InlineData(1, true, true)]
    [InlineData(1, false, true)]
    [InlineData(2, true, true)]
    [InlineData(2, false, true)]
    public async Task A_save_whose_answer_is_lost_is_stored_once_and_acknowledged(int request, bool carriesOut, bool withClaim)
    {
        await using var wire = new Wire(await server.Server.NewDatabase(), TimeSpan.FromSeconds(10));
        // The first opens the connection that the second is cut on.
        (await wire.Store.Save(CounterSaves.Save("t/a", 0, new(1), claims: withClaim ? [new("slug", "x")] : null))).Outcome.ShouldBe(SaveOutcome.Committed);
        wire.Proxy.Cut(request, carriesOut);
        var saved = await wire.Store.Save(CounterSaves.Save("t/a", 1, new(2), operation: "op", claims: withClaim ? [new("slug", "y")] : null));
        wire.Proxy.WasCut.ShouldBeTrue();
        saved.ShouldBe(new SaveResult(SaveOutcome.Committed, 2));
        (await wire.Events("t/a")).ShouldBe(2);
        (await wire.Store.Load<Counter>("t/a")).ShouldBe(new Loaded<Counter>(new(2), 2));
    }

    [Fact]
    public async Task A_whole_batch_whose_answer_is_lost_is_stored_once()
    {
        await using var wire = new Wire(await server.Server.NewDatabase(), TimeSpan.FromSeconds(10));
        await wire.Store.Save(CounterSaves.Save("t/a", 0, new(1)));
        wire.Proxy.Cut(1, carriesOut: true);
        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => wire.Store.Save(CounterSaves.Save($"t/k{i}", 0, new(i)))));
        wire.Proxy.WasCut.ShouldBeTrue();
        results.ShouldAllBe(r => r.Outcome == SaveOutcome.Committed);
        for (var i = 0; i < 100; i++) (await wire.Events($"t/k{i}")).ShouldBe(1);
    }

    [Fact]
    public async Task A_save_that_another_overtook_before_it_could_ask_again_is_still_recognized()
    {
        await using var wire = new Wire(await server.Server.NewDatabase(), TimeSpan.FromSeconds(10));
        var first = new PendingSave(CounterSaves.Save("t/a", 0, new(1)), TimeProvider.System.GetUtcNow(), default);
        (await SaveStatement.Run(wire.Direct, [first], default))[0].Outcome.ShouldBe(SaveOutcome.Committed);
        await wire.Store.Save(CounterSaves.Save("t/a", 1, new(2)));
        (await SaveStatement.IsCommitted(wire.Direct, first, default)).ShouldBe(true);
        var never = new PendingSave(CounterSaves.Save("t/a", 1, new(9)), TimeProvider.System.GetUtcNow(), default);
        (await SaveStatement.IsCommitted(wire.Direct, never, default)).ShouldBe(false);
    }

    [Fact]
    public async Task A_backend_that_is_terminated_under_a_save_does_not_lose_it()
    {
        await using var wire = new Wire(await server.Server.NewDatabase(), TimeSpan.FromSeconds(10));
        await wire.Store.Save(CounterSaves.Save("t/a", 0, new(1)));
        await using var holder = await wire.Direct.OpenConnectionAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("select from aggregate where key = 't/a' for update", holder)) await hold.ExecuteNonQueryAsync();

        var saving = wire.Store.Save(CounterSaves.Save("t/a", 1, new(2)));
        await Wait.Until(async () =>
        {
            await using var terminate = wire.Direct.CreateCommand("select count(pg_terminate_backend(pid)) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
            return (long)(await terminate.ExecuteScalarAsync())! > 0;
        });
        await transaction.RollbackAsync();
        (await saving).ShouldBe(new SaveResult(SaveOutcome.Committed, 2));
        (await wire.Events("t/a")).ShouldBe(2);
    }

    [Fact]
    public async Task A_read_outlasts_connections_that_a_restart_has_cut()
    {
        await using var wire = new Wire(await server.Server.NewDatabase(), TimeSpan.FromSeconds(10));
        await wire.Store.Save(CounterSaves.Save("t/a", 0, new(1)));
        wire.Proxy.Cut(1, carriesOut: false);
        (await wire.Store.Load<Counter>("t/a")).ShouldBe(new Loaded<Counter>(new(1), 1));
        wire.Proxy.WasCut.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_database_the_outcome_is_unknown_after_the_patience_and_the_next_save_works_again()
    {
        await using var wire = new Wire(await server.Server.NewDatabase(), TimeSpan.FromMilliseconds(500));
        await wire.Store.Save(CounterSaves.Save("t/a", 0, new(1)));
        wire.Proxy.Dead = true;
        (await wire.Store.Save(CounterSaves.Save("t/a", 1, new(2)))).Outcome.ShouldBe(SaveOutcome.Unknown);
        wire.Proxy.Dead = false;
        (await wire.Store.Save(CounterSaves.Save("t/a", 1, new(3)))).Outcome.ShouldBe(SaveOutcome.Committed);
    }
}
