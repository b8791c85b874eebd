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

    private static async Task Fill(TestHost host, string participant) =>
        await host.Services.GetRequiredService<IAggregateStore>().Save(CounterSaves.Save($"t/thing-{participant}", 0, new(0, "full")));

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
    public async Task A_run_that_no_undo_can_save_fails_and_says_where()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Fill(host, "charge");
        await Start(host);
        (await Ended(host)).ShouldSatisfyAllConditions(s => s.Phase.ShouldBe(WorkflowPhase.Compensated), s => s.Steps[1].Error.ShouldBe("test.full"));
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
