using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Common;

/// <summary>Runs that wait, that stop for a person, and that a person steers.</summary>
public sealed class WorkflowSteeringTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    private static readonly Actor Admin = new("t", "ada", [Roles.Admin], null);

    private static Task<TestHost> Host(string database) => TestHost.Start(database, builder =>
    {
        // Runs are steered by the admins of the tenant that operates the platform.
        builder.Configuration["Hub:DefaultTenant"] = "t";
        builder.Services.AddWorkflow<ITestWorkflowGrain>("test");
    });

    private static ITestWorkflowGrain Run(TestHost host) => host.Grains.GetGrain<ITestWorkflowGrain>(new WorkflowKey("t", "s", "run1").ToString());

    private static async Task<T> As<T>(Actor actor, Func<Task<T>> call) { using var _ = ActorContext.As(actor); return await call(); }

    private static Task<WorkflowStatus> Comes(TestHost host, WorkflowPhase phase) => As(Actor.System("t"), async () =>
        (await Wait.Until(() => Run(host).GetStatus(), s => s.Value?.Phase == phase)).Value!);

    private static async Task Set(TestHost host, string counter, string? note)
    {
        var store = host.Services.GetRequiredService<IAggregateStore>();
        var loaded = await store.Load<Counter>($"t/{counter}");
        (await store.Save(CounterSaves.Save($"t/{counter}", loaded.Version, loaded.State with { Note = note }))).Outcome.ShouldBe(SaveOutcome.Committed);
    }

    private static async Task<int[]> Counts(TestHost host, string subject)
    {
        var store = host.Services.GetRequiredService<IAggregateStore>();
        var counts = new List<int>();
        foreach (var participant in (string[])["reserve", "charge", "notify"]) counts.Add((await store.Load<Counter>($"t/{subject}-{participant}")).State.Value);
        return [.. counts];
    }

    [Fact]
    public async Task A_step_that_waits_suspends_the_run_until_it_is_resumed()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Set(host, "thing-gate", "wait");
        await As(Actor.System("t"), () => Run(host).Start("thing"));
        var waiting = await Comes(host, WorkflowPhase.Waiting);
        waiting.Steps[1].ShouldSatisfyAllConditions(s => s.WaitsUntil.ShouldNotBeNull(), s => s.Attempts.ShouldBe(1), s => s.Done.ShouldBeFalse());

        // Woken for nothing it goes on waiting, without counting tries.
        for (var i = 0; i < 5; i++) await As(Actor.System("t"), async () => { await Run(host).Resume(); return 0; });
        (await Comes(host, WorkflowPhase.Waiting)).Steps[1].Attempts.ShouldBe(1);

        await Set(host, "thing-gate", null);
        await As(Actor.System("t"), async () => { await Run(host).Resume(); return 0; });
        var ended = await Comes(host, WorkflowPhase.Completed);
        ended.Steps[1].ShouldSatisfyAllConditions(s => s.WaitsUntil.ShouldBeNull(), s => s.Done.ShouldBeTrue());
        (await Counts(host, "thing")).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task A_run_that_waits_is_found_again_after_a_restart()
    {
        var database = await server.Server.NewDatabase();
        await using (var before = await Host(database))
        {
            await Set(before, "thing-gate", "wait");
            await As(Actor.System("t"), () => Run(before).Start("thing"));
            await Comes(before, WorkflowPhase.Waiting);
            await Set(before, "thing-gate", null);
        }
        await using var after = await Host(database);
        await Comes(after, WorkflowPhase.Completed);
        (await Counts(after, "thing")).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task What_waits_is_taken_back_too_when_a_person_turns_the_run_round()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Set(host, "thing-gate", "wait");
        await As(Actor.System("t"), () => Run(host).Start("thing"));
        await Comes(host, WorkflowPhase.Waiting);
        (await As(Admin, () => Run(host).Compensate())).Value!.Reason.ShouldBe(new WorkflowReason("", "workflows.turned_round", "An administrator had it taken back.", "ada"));
        var ended = await Comes(host, WorkflowPhase.Compensated);
        ended.Steps.Take(2).ShouldAllBe(s => s.Undone && !s.Done);
        (await Counts(host, "thing")).ShouldBe([0, 0, 0]);
        (await As(Admin, () => Run(host).Compensate())).Error!.Code.ShouldBe("workflows.finished");
        (await As(Admin, () => Run(host).Retry())).Error!.Code.ShouldBe("workflows.finished");
    }

    [Fact]
    public async Task A_step_that_stops_leaves_the_decision_to_a_person_who_tries_again()
    {
        var database = await server.Server.NewDatabase();
        await using (var before = await Host(database))
        {
            await Set(before, "stops-notify", "full");
            await As(Actor.System("t"), () => Run(before).Start("stops"));
            (await Comes(before, WorkflowPhase.Failed)).Reason.ShouldBe(new WorkflowReason("notify", "test.full", "It is full."));
            (await Counts(before, "stops")).ShouldBe([1, 1, 0]);
            await Set(before, "stops-notify", null);
        }
        // What has failed is not resumed by a start: it waits for the person.
        await using var after = await Host(database);
        (await Comes(after, WorkflowPhase.Failed)).Steps[2].Done.ShouldBeFalse();
        (await As(Admin, () => Run(after).Retry())).Value!.Reason.ShouldBeNull();
        await Comes(after, WorkflowPhase.Completed);
        (await Counts(after, "stops")).ShouldBe([1, 1, 1]);
    }

    [Fact]
    public async Task A_run_that_stopped_on_its_way_forward_can_be_turned_round()
    {
        await using var host = await Host(await server.Server.NewDatabase());
        await Set(host, "stops-notify", "full");
        await As(Actor.System("t"), () => Run(host).Start("stops"));
        await Comes(host, WorkflowPhase.Failed);
        await As(Admin, () => Run(host).Compensate());
        await Comes(host, WorkflowPhase.Compensated);
        (await Counts(host, "stops")).ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void A_refusal_after_a_part_of_the_work_is_taken_back()
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = WorkflowRun.Begin(WorkflowState<string>.Empty, "k", "input", ["a"], now).State!;
        var refused = WorkflowRun.Failed(WorkflowRun.Intend(run, "a", now), "a", Error.Conflict("x", "x"), 3, now, partial: true);
        WorkflowRun.Next(refused, _ => true)!.Name.ShouldBe("a");
        var clean = WorkflowRun.Failed(WorkflowRun.Intend(run, "a", now), "a", Error.Conflict("x", "x"), 3, now);
        WorkflowRun.Next(clean, _ => true).ShouldBeNull();
    }

    [Fact]
    public void What_is_not_available_while_a_step_waits_never_turns_the_run_round()
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = WorkflowRun.Begin(WorkflowState<string>.Empty, "k", "input", ["a"], now).State!;
        run = WorkflowRun.Waits(WorkflowRun.Intend(run, "a", now), "a", now, now);
        for (var i = 0; i < 50; i++) run = WorkflowRun.Failed(WorkflowRun.Intend(run, "a", now), "a", new("x", "x", ErrorKind.Unavailable), 3, now);
        run.Phase.ShouldBe(WorkflowPhase.Waiting);
        run = WorkflowRun.Failed(run, "a", Error.Conflict("x", "x"), 3, now);
        run.Phase.ShouldBe(WorkflowPhase.Compensating);
    }

    [Fact]
    public void A_compensation_that_failed_goes_on_compensating_when_it_is_tried_again()
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = WorkflowRun.Begin(WorkflowState<string>.Empty, "k", "input", ["a", "b"], now).State!;
        run = WorkflowRun.Succeeded(WorkflowRun.Intend(run, "a", now), "a", "", now);
        run = WorkflowRun.Failed(WorkflowRun.Intend(run, "b", now), "b", Error.Conflict("b.no", "no"), 3, now);
        run = WorkflowRun.Failed(WorkflowRun.Intend(run, "a", now), "a", Error.Conflict("a.no", "no"), 3, now);
        run.Phase.ShouldBe(WorkflowPhase.Failed);
        run.Reason!.Code.ShouldBe("b.no");
        run = WorkflowRun.Retry(run, _ => true, now).State!;
        run.Phase.ShouldBe(WorkflowPhase.Compensating);
        run.Steps[0].UndoAttempts.ShouldBe(0);
        WorkflowRun.End(WorkflowRun.Succeeded(run, "a", "", now), now).Phase.ShouldBe(WorkflowPhase.Compensated);
    }
}
