using LearningHub.Grains.Administration;
using LearningHub.Grains.Interfaces.Administration;
using Npgsql;

namespace LearningHub.Grains.Tests.Administration;

/// <summary>Years of runs: a page of them reads a page. A hub of its own: what is put in here is no run that others should meet.</summary>
public sealed class WorkflowListTests(HubFixture hub) : IClassFixture<HubFixture>
{
    private const int Runs = 20_000;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly string _tenant = hub.NewTenant();

    [Fact]
    public async Task Every_run_is_on_one_page_also_those_that_changed_at_the_same_moment()
    {
        await Fill(25);
        var seen = new List<WorkflowStatus>();
        string? cursor = null;
        do
        {
            var page = (await List(new("", WorkflowChoice.All, TimeSpan.Zero, null, cursor), 7)).Value!;
            page.Items.Length.ShouldBeLessThanOrEqualTo(7);
            seen.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        seen.Count.ShouldBe(25);
        seen.Select(s => s.Key).Distinct().Count().ShouldBe(25);
        seen.Select(s => s.ChangedAt).ShouldBeInOrder(SortDirection.Descending);
        seen[0].ShouldSatisfyAllConditions(s => s.Kind.ShouldBe("publishing"), s => s.Phase.ShouldBe(WorkflowPhase.Completed), s => s.StartedAt.ShouldBeLessThan(s.ChangedAt),
            s => s.Steps.ShouldHaveSingleItem().ShouldSatisfyAllConditions(x => x.Name.ShouldBe("index"), x => x.Done.ShouldBeTrue(), x => x.Attempts.ShouldBe(2)));
        (await List(new("", WorkflowChoice.All, TimeSpan.Zero, null, "nonsense"), 7)).Error!.Code.ShouldBe("common.bad_cursor");
    }

    [Fact]
    public async Task Those_that_are_not_at_their_end_are_found_among_all_by_phase_age_and_kind()
    {
        await Fill(2_000, every: 500);
        foreach (var choice in (WorkflowChoice[])[WorkflowChoice.Unfinished, WorkflowChoice.Stuck])
            (await List(new("", choice, TimeSpan.Zero), 100)).Value!.Items.Select(s => s.Key.Split('/')[^1]).ShouldBe(["r500", "r1000", "r1500", "r2000"], choice.ToString());
        // The n-th began n minutes and an hour ago.
        (await List(new("", WorkflowChoice.Unfinished, 20 * Hour), 100)).Value!.Items.Length.ShouldBe(2);
        (await List(new("", WorkflowChoice.Unfinished, 10 * Hour, 20 * Hour), 100)).Value!.Items.ShouldHaveSingleItem();
        (await List(new("publishing", WorkflowChoice.Unfinished, TimeSpan.Zero), 100)).Value!.Items.Length.ShouldBe(4);
        (await List(new("checkout", WorkflowChoice.All, TimeSpan.Zero), 100)).Value!.Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(WorkflowChoice.All, "workflow_changed", 101), InlineData(WorkflowChoice.Unfinished, "workflow_open", 10), InlineData(WorkflowChoice.Stuck, "workflow_open", 10)]
    public async Task A_page_of_very_many_reads_a_page(WorkflowChoice choice, string index, int most)
    {
        await Fill(Runs, every: Runs / 4);
        await using (var analyze = hub.Database.CreateCommand("analyze aggregate")) await analyze.ExecuteNonQueryAsync();
        foreach (var behind in ((long, string)?[])[null, (TimeProvider.System.GetUtcNow().AddDays(-1).ToUnixTimeMilliseconds() * 1000, "z")])
        {
            await using var command = hub.Database.CreateCommand();
            WorkflowList.Write(command, _tenant, ["publishing", "checkout"], new("", choice, TimeSpan.Zero), behind, 101);
            command.CommandText = "explain (analyze, timing off, costs off) " + command.CommandText;
            var plan = new List<string>();
            await using (var reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync()) plan.Add(reader.GetString(0));
            var all = string.Join('\n', plan);
            all.ShouldContain(index, customMessage: all);
            plan.Where(l => l.Contains("rows=", StringComparison.Ordinal)).ShouldAllBe(l => Rows(l) <= most, all);
            if (choice is WorkflowChoice.All) all.ShouldNotContain("Rows Removed by Filter", customMessage: all);
        }
    }

    private static double Rows(string line) => double.Parse(line[(line.IndexOf("rows=", StringComparison.Ordinal) + 5)..].Split(' ', ')')[0], System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Result<Page<WorkflowStatus>>> List(WorkflowFilter filter, int limit)
    {
        // The admins of the academy that operates the platform see their own runs; here: the platform acts in this one.
        using var _ = hub.As(Actor.System(_tenant));
        return await hub.Grains.GetGrain<ISystemGrain>("system/queries").ListWorkflows(filter, limit);
    }

    /// <summary>Two runs a moment; each of so many stopped for a person.</summary>
    private async Task Fill(int runs, int every = int.MaxValue)
    {
        await using var command = hub.Database.CreateCommand("""
            insert into aggregate (type, key, tenant, version, schema_version, doc, save_id, changed_at)
            select 'workflow', @tenant || '/c1/r' || n, @tenant, 3, 1, jsonb_build_object('kind', 'publishing', 'phase', case when n % @every = 0 then 'failed' else 'completed' end,
                'steps', jsonb_build_array(jsonb_build_object('name', 'index', 'attempts', 2, 'done', true)), 'startedAt', at - interval '1 hour', 'changedAt', at), gen_random_uuid(), at
            from (select n, date_trunc('second', @now) - (n / 2 * 2) * interval '1 minute' as at from generate_series(@from, least(@from + 1999, @runs)) n) r
            """);
        command.Parameters.AddWithValue("tenant", _tenant);
        command.Parameters.AddWithValue("every", every);
        command.Parameters.AddWithValue("runs", runs);
        command.Parameters.AddWithValue("now", TimeProvider.System.GetUtcNow());
        var from = command.Parameters.AddWithValue("from", 1);
        // In parts: no statement may take long.
        for (var first = 1; first <= runs; first += 2_000)
        {
            from.Value = first;
            await command.ExecuteNonQueryAsync();
        }
    }
}
