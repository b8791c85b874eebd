using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Common;

public sealed class WorkflowTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    private static readonly string[] Participants = ["reserve", "charge", "notify"];

    private static Task<TestHost> Host(string database, CrashPoint? crash = null) => TestHost.Start(database, builder =>
    {
        builder.Services.AddWorkflow<ITestWorkflowGrain>("test");
        if (crash is null) return;
        builder.Services.AddSingleton(crash).AddSingleton<AggregateStore>().AddSingleton<IAggregateStore, CrashingStore>();
    });

    private static async Task<Result<WorkflowStatus>> Start(TestHost host, string run = "run1")
    {
        using var _ = ActorContext.As(Actor.System("t"));
        return await host.Grains.GetGrain<ITestWorkflowGrain>(new WorkflowKey("t", "s", run).ToString()).Start("thing");
    }

    private static async Task<WorkflowStatus> Ended(TestHost host, string run = "run1")
    {
        using var _ = ActorContext.As(Actor.System("t"));
        var grain = host.Grains.GetGrain<ITestWorkflowGrain>(new WorkflowKey("t", "s", run).ToString());
        return (await Wait.Until(() => grain.GetStatus(), s => s.Value is { Phase: not (WorkflowPhase.Running or WorkflowPhase.Compensating) })).Value!;
    }

    private static async Task<int[]> Counts(TestHost host)
    {
        var store = host.Services.GetRequiredService<IAggregateStore>();
        var counts = new List<int>();
        foreach (var participant in Participants) counts.Add((await store.Load<Counter>($"t/thing-{participant}")).State.Value);
        return [.. counts];
    }

    /// <summary>The participant refuses from now on, or once another has counted.</summary>
    private static async Task Fill(TestHost host, string participant, string? after = null) =>
        await host.Services.GetRequiredService<IAggregateStore>().Save(CounterSaves.Save($"t/thing-{participant}", 0, new(0, after is null ? "full" : "full after one")));

    [Fact]
    public async Task A_run_does_its_steps_in_order_and_ends()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        (await Start(host)).Value!.Phase.ShouldBe(WorkflowPhase.Running);
        var ended = await Ended(host);
        ended.Phase.ShouldBe(WorkflowPhase.Completed);
        ended.Steps.Select(s => (s.Name, s.Done, s.Attempts)).ShouldBe([("reserve", true, 1), ("charge", true, 1), ("notify", true, 1)]);
        (await Counts(host)).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task An_event_that_comes_again_does_not_wait_for_the_step_of_the_run_that_it_began()
    {
        var gate = new EventWorkflowGate();
        await using var host = await TestHost.Start(await server.Server.NewDatabase(), builder => builder.Services.AddSingleton(gate).AddWorkflow<IEventWorkflowGrain>("event"));
        using var _ = ActorContext.As(Actor.System("t"));
        var run = host.Grains.GetGrain<IEventWorkflowGrain>(new WorkflowKey("t", "s", "run1").ToString());
        await Task.WhenAll(run.Start("thing"), run.Start("thing"));
        await gate.Begun.Task;
        // The step ends only after this was answered.
        await run.Start("thing");
        gate.Done.SetResult();
        (await Wait.Until(() => run.GetStatus(), s => s.Value is { Phase: WorkflowPhase.Completed })).Value!.Steps.Single().Attempts.ShouldBe(1);
    }

    [Fact]
    public void Whatever_an_event_begins_can_be_begun_again_while_it_runs()
    {
        var starts = typeof(IWorkflowGrain).Assembly.GetTypes().Where(t => t.IsInterface && t.IsAssignableTo(typeof(IWorkflowGrain)))
            .Select(t => t.GetMethod("Start")).OfType<System.Reflection.MethodInfo>().Where(m => m.ReturnType == typeof(Task)).ToArray();
        starts.Length.ShouldBeGreaterThan(5);
        starts.Where(m => m.GetCustomAttributes(typeof(Orleans.Concurrency.AlwaysInterleaveAttribute), false).Length == 0).Select(m => m.DeclaringType!.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_that_is_repeated_is_one_run()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Start(host)));
        await Ended(host);
        (await Start(host)).Value!.Phase.ShouldBe(WorkflowPhase.Completed);
        (await Counts(host)).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task A_refused_step_takes_back_what_was_done_in_reverse()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Fill(host, "notify");
        await Start(host);
        var ended = await Ended(host);
        ended.Phase.ShouldBe(WorkflowPhase.Compensated);
        ended.Steps[2].Error.ShouldBe("test.full");
        (await Counts(host)).ShouldBe([0, 0, 0]);
        await using var order = host.Database.CreateCommand("select string_agg(key || payload::text, ' ' order by position) from event where type = 'test-counter' and version > 1");
        (await order.ExecuteScalarAsync()).ShouldBe("""t/thing-charge{"value": 0} t/thing-reserve{"value": 0}""");
    }

    [Fact]
    public async Task A_run_that_is_refused_halfway_says_where()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Fill(host, "charge");
        await Start(host);
        (await Ended(host)).ShouldSatisfyAllConditions(s => s.Phase.ShouldBe(WorkflowPhase.Compensated), s => s.Steps[1].Error.ShouldBe("test.full"));
    }

    [Fact]
    public async Task A_run_that_cannot_be_taken_back_fails_and_says_where()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Fill(host, "notify");
        await Fill(host, "reserve", after: "charge");
        await Start(host);
        var ended = await Ended(host);
        ended.Phase.ShouldBe(WorkflowPhase.Failed);
        (ended.Steps[0].Error, ended.Steps[0].Done).ShouldBe(("test.full", true));
        (await Counts(host)).ShouldBe([1, 0, 0]);
    }

    [Fact]
    public async Task Runs_left_open_by_the_hundred_are_all_taken_up_also_by_two_silos_at_once()
    {
        const int many = 300;
        var database = await server.Server.NewDatabase();
        await using (var before = await TestHost.Start(database))
        {
            var store = before.Services.GetRequiredService<IAggregateStore>();
            // Begun and stored, and nobody has been told: no reminder knows of them.
            await Task.WhenAll(Enumerable.Range(0, many).Select(i =>
            {
                var run = WorkflowRun.Begin(WorkflowState<string>.Empty, "test", $"thing{i}", ["reserve", "charge", "notify"], TimeProvider.System.GetUtcNow()).State!;
                return store.Save(new("workflow", $"t/s/run{i:000}", 0, 1, System.Text.Json.JsonSerializer.Serialize(run, HubJson.Options), [], [], [], [], null, Actor.System("t"), null));
            }));
        }
        // Two clusters on one database: each activates every run, which two silos of one cluster would do but for a moment.
        var hosts = await Task.WhenAll(Host(database), Host(database));
        try
        {
            await Wait.Until(async () =>
            {
                await using var open = hosts[0].Database.CreateCommand("select count(*) from aggregate where type = 'workflow' and doc ->> 'phase' <> 'completed'");
                return (long)(await open.ExecuteScalarAsync())! == 0;
            }, TimeSpan.FromSeconds(90));
            await using var effects = hosts[0].Database.CreateCommand("select count(*), min((doc ->> 'value')::int), max((doc ->> 'value')::int) from aggregate where type = 'test-counter'");
            await using var row = await effects.ExecuteReaderAsync();
            await row.ReadAsync();
            (row.GetInt64(0), row.GetInt32(1), row.GetInt32(2)).ShouldBe((many * 3, 1, 1));
        }
        finally
        {
            foreach (var host in hosts) await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_silo_that_starts_uses_up_no_tries_of_a_run_that_waits()
    {
        await using var host = await TestHost.Start(await server.Server.NewDatabase(), builder => builder.Services.AddWorkflow<IPatientWorkflowGrain>("patient"));
        using var _ = ActorContext.As(Actor.System("t"));
        var run = host.Grains.GetGrain<IPatientWorkflowGrain>(new WorkflowKey("t", "s", "run1").ToString());
        await run.Start("thing");
        await Wait.Until(() => run.GetStatus(), s => s.Value!.Steps[0].Error is not null);
        for (var i = 0; i < 20; i++) await run.Resume();
        // A call of its own, which waits for a try that would be under way.
        await run.Start("thing");
        (await run.GetStatus()).Value!.Steps[0].Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task A_run_survives_a_crash_at_every_boundary_and_no_effect_is_doubled()
    {
        // Each pass is one meeting with the database; the last crash point lies behind the end of the run.
        for (var boundary = 1; ; boundary++)
        {
            var database = await server.Server.NewDatabase();
            var crash = new CrashPoint(boundary);
            bool begun, died;
            await using (var doomed = await Host(database, crash))
            {
                begun = await Start(doomed).ContinueWith(s => s.IsCompletedSuccessfully && s.Result.IsOk);
                await Task.WhenAny(crash.Died.Task, Wait.Until(async () => !crash.Died.Task.IsCompleted && (await Ended(doomed)).Phase is WorkflowPhase.Completed));
                died = crash.Died.Task.IsCompleted;
            }
            await using var next = await Host(database);
            // A start that was not acknowledged is repeated by its client; what was acknowledged goes on by itself.
            if (!begun) await Start(next);
            (await Ended(next)).Phase.ShouldBe(WorkflowPhase.Completed, $"after a crash at boundary {boundary}");
            (await Counts(next)).ShouldBe([1, 1, 1], $"after a crash at boundary {boundary}");
            if (!died) { boundary.ShouldBeGreaterThan(20); return; }
        }
    }

    [Fact]
    public void The_last_try_without_an_answer_is_taken_back_too()
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = WorkflowRun.Begin(WorkflowState<string>.Empty, "k", "input", ["a", "b"], now).State!;
        run = WorkflowRun.Succeeded(WorkflowRun.Intend(run, "a", now), "a", "", now);
        run = WorkflowRun.Failed(WorkflowRun.Intend(run, "b", now), "b", new("x", "x", ErrorKind.Unavailable), maxAttempts: 1, now);
        run.Phase.ShouldBe(WorkflowPhase.Compensating);
        WorkflowRun.Next(run, _ => true)!.Name.ShouldBe("b");
    }
}
