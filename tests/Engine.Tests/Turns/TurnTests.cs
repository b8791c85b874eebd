namespace LearningHub.Engine.Tests.Turns;

[Collection(EngineCollection.Name)]
public sealed class TurnTests(EngineHost engine)
{
    private readonly string _key = Guid.NewGuid().ToString("N");

    private ITurnGrain Grain => engine.Grains.GetGrain<ITurnGrain>(_key);

    [Fact]
    public async Task A_call_waits_for_the_one_before_it_even_while_that_is_at_an_await()
    {
        var first = Grain.Write(_key + "1");
        await Wait.ForNotes(engine.Probe, _key + ":write in", 1);
        var second = Grain.Write(_key + "2");
        (await Grain.Look()).ShouldBe(1);
        engine.Probe.Open(_key + "2");
        second.IsCompleted.ShouldBeFalse();
        engine.Probe.Open(_key + "1");
        (await first).ShouldBe(1);
        (await second).ShouldBe(1);
        engine.Probe.Of(_key + ":").ShouldBe(["write in", "write out", "write in", "write out"]);
    }

    [Fact]
    public async Task Read_only_calls_interleave_with_each_other()
    {
        var first = Grain.Read(_key);
        var second = Grain.Read(_key);
        await Wait.ForNotes(engine.Probe, _key + ":read in", 2);
        engine.Probe.Open(_key);
        (await Task.WhenAll(first, second)).Max().ShouldBe(2);
    }

    [Fact]
    public async Task A_read_only_call_waits_for_a_write_and_a_write_for_a_read_only_call()
    {
        var write = Grain.Write(_key + "w");
        await Wait.ForNotes(engine.Probe, _key + ":write in", 1);
        var read = Grain.Read(_key + "r");
        (await Grain.Look()).ShouldBe(1);
        engine.Probe.Open(_key + "w");
        await write;
        await Wait.ForNotes(engine.Probe, _key + ":read in", 1);
        var later = Grain.Write(_key + "w");
        (await Grain.Look()).ShouldBe(1);
        engine.Probe.Open(_key + "r");
        (await read).ShouldBe(1);
        (await later).ShouldBe(1);
    }

    [Fact]
    public async Task A_write_does_not_wait_for_a_read_only_call_that_joined_another()
    {
        var first = Grain.Read(_key + "1");
        await Wait.ForNotes(engine.Probe, _key + ":read in", 1);
        var joined = Grain.Read(_key + "2");
        await Wait.ForNotes(engine.Probe, _key + ":read in", 2);
        engine.Probe.Open(_key + "1");
        await first;
        var write = Grain.Write(_key + "w");
        await Wait.ForNotes(engine.Probe, _key + ":write in", 1);
        joined.IsCompleted.ShouldBeFalse();
        engine.Probe.Open(_key + "w");
        engine.Probe.Open(_key + "2");
        await Task.WhenAll(write, joined);
    }

    [Fact]
    public async Task A_call_that_always_interleaves_starts_while_another_is_at_an_await()
    {
        var held = Grain.Write(_key);
        await Wait.ForNotes(engine.Probe, _key + ":write in", 1);
        (await Grain.Look()).ShouldBe(1);
        engine.Probe.Open(_key);
        await held;
    }

    [Fact]
    public async Task Calls_of_a_reentrant_grain_interleave()
    {
        var grain = engine.Grains.GetGrain<IReentrantGrain>(_key);
        var first = grain.Hold(_key);
        var second = grain.Hold(_key);
        await Wait.ForNotes(engine.Probe, _key + ":in", 2);
        engine.Probe.Open(_key);
        (await Task.WhenAll(first, second)).ShouldBe([2, 2]);
    }

    [Fact]
    public async Task Turns_of_a_reentrant_grain_never_run_in_parallel()
    {
        var grain = engine.Grains.GetGrain<IReentrantGrain>(_key);
        var counts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.Churn(200)));
        counts.Max().ShouldBe(20 * 200);
    }

    [Fact]
    public async Task Continuations_come_back_to_the_grains_scheduler() => (await Grain.SchedulerStays()).ShouldBeTrue();

    [Fact]
    public async Task Different_grains_run_at_the_same_time()
    {
        var other = engine.Grains.GetGrain<ITurnGrain>(_key + "other");
        var calls = new[] { Grain.Write(_key), other.Write(_key) };
        await Wait.ForNotes(engine.Probe, _key + ":write in", 1);
        await Wait.ForNotes(engine.Probe, _key + "other:write in", 1);
        engine.Probe.Open(_key);
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_call_that_comes_back_to_its_caller_times_out() =>
        await Should.ThrowAsync<TimeoutException>(Grain.CallBack(_key + "b"));

    [Fact]
    public async Task A_call_that_comes_back_along_an_allowed_chain_is_served() =>
        (await Grain.CallBackAllowed(_key + "b")).ShouldBe(7);

    [Fact]
    public async Task A_caller_times_out_and_the_callee_goes_on()
    {
        // It is there: what times out is the call, and not its way to a grain that is only just made.
        await Grain.Ping(1);
        await Should.ThrowAsync<TimeoutException>(Grain.Slow(_key));
        engine.Probe.Open(_key);
        await Wait.ForNotes(engine.Probe, _key + ":slow done", 1);
        (await Grain.Ping(1)).ShouldBe(1);
    }

    [Fact]
    public async Task A_call_whose_caller_gave_up_before_its_turn_came_is_not_carried_out()
    {
        var running = Grain.Write(_key);
        await Wait.ForNotes(engine.Probe, _key + ":write in", 1);
        await Should.ThrowAsync<TimeoutException>(Grain.Slow(_key));
        engine.Probe.Open(_key);
        await running;
        // It would have had its turn before this.
        (await Grain.Ping(1)).ShouldBe(1);
        engine.Probe.Notes.ShouldNotContain(_key + ":slow done");
    }

    [Fact]
    public async Task Cancelling_reaches_the_callee_and_ends_the_callers_wait()
    {
        using var cancellation = new CancellationTokenSource();
        var call = Grain.Cancellable(_key, cancellation.Token);
        await Wait.ForNotes(engine.Probe, _key + ":started", 1);
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
        await Wait.ForNotes(engine.Probe, _key + ":cancelled", 1);
    }

    [Fact]
    public async Task A_call_with_a_cancelled_token_is_not_made()
    {
        // Thrown at once, not by the task.
        Should.Throw<OperationCanceledException>(() => { _ = Grain.Cancellable(_key, new CancellationToken(true)); });
        (await Grain.Ping(1)).ShouldBe(1);
        engine.Probe.Of(_key + ":").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_one_way_call_returns_before_it_is_done()
    {
        await Grain.Shout(_key);
        engine.Probe.Of(_key + ":").ShouldBeEmpty();
        engine.Probe.Open(_key);
        await Wait.ForNotes(engine.Probe, _key + ":shouted", 1);
    }

    [Fact]
    public async Task Many_calls_at_once_are_all_answered_each_with_its_own_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 5_000).Select(async i => await Grain.Ping(i)));
        answers.ShouldBe(Enumerable.Range(0, 5_000));
    }

    [Fact]
    public async Task A_method_may_return_a_value_task_without_a_result() => await Grain.Touch();

    [Fact]
    public async Task Code_that_left_the_grains_scheduler_can_call_grains() => (await Grain.WithoutContext(_key + "b")).ShouldBe(3);

    [Fact]
    public async Task A_thread_that_blocks_on_an_answer_gets_it()
    {
        var answer = 0;
        var thread = new Thread(() => answer = Grain.Ping(5).AsTask().GetAwaiter().GetResult()) { IsBackground = true };
        thread.Start();
        await Wait.Until(() => Volatile.Read(ref answer) == 5, () => answer);
    }
}
