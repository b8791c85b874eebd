using LearningHub.Grains.Interfaces.Administration;
using LearningHub.Grains.Tests.Hosting;
using Npgsql;

namespace LearningHub.Grains.Tests.Administration;

/// <summary>The readiness probe speaks for its own process. A hub of its own: what is locked here would stall others.</summary>
public sealed class ReadinessTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private ISystemGrain Probe => hub.Grains.GetGrain<ISystemGrain>("system/queries");

    [Fact]
    public async Task A_process_is_ready_while_projections_cannot_be_read_and_says_so()
    {
        using var platform = hub.As(Actor.System("system"));
        await Wait.Until(() => Probe.Ready(), v => v.Ready && v.Reasons.IsEmpty);

        await using var away = new NpgsqlConnection(hub.ConnectionString);
        await away.OpenAsync();
        await using (var locked = await away.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("lock table projection in access exclusive mode", away, locked);
            await hold.ExecuteNonQueryAsync();
            // Admins who look meanwhile wait for the same answers: the probe does not wait behind them.
            var looking = Enumerable.Range(0, 4).Select(_ => Probe.Projections()).ToArray();
            var ready = await Wait.Until(() => Probe.Ready(), v => v.Ready);
            looking.ShouldAllBe(look => !look.IsCompleted);
            ready.Reasons.ShouldBe(["Projections cannot be read."]);
            await locked.RollbackAsync();
            await Task.WhenAll(looking);
        }
        await Wait.Until(() => Probe.Ready(), v => v.Ready && v.Reasons.IsEmpty);
    }
}
