namespace LearningHub.Engine.Tests.Calls;

public sealed class FilterTests(FilterTests.Filtered engine) : IClassFixture<FilterTests.Filtered>
{
    private IFilteredGrain Grain(string key) => engine.Grains.GetGrain<IFilteredGrain>(key);

    [Fact]
    public async Task Filters_run_in_their_order_around_the_grain_which_is_its_own_last_one()
    {
        (await Grain("order").Echo("a")).ShouldBe("a");
        engine.Probe.Of("order:").ShouldBe(["sent by outside", "first IFilteredGrain.Echo FilteredGrain from hosted-", "second", "own", "grain"]);
    }

    [Fact]
    public async Task A_filter_sees_the_grain_that_calls()
    {
        (await Grain("source").EchoFurther("a")).ShouldBe("a");
        engine.Probe.Of("sourcefurther:").Take(2).ShouldBe(["sent by source", "first IFilteredGrain.Echo FilteredGrain from source"]);
    }

    [Fact]
    public async Task A_filter_that_throws_refuses_the_call()
    {
        var exception = await Should.ThrowAsync<UnauthorizedAccessException>(Grain("refused").Nothing());
        exception.Message.ShouldBe("no entry");
        engine.Probe.Of("refused:nothing").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_that_sets_the_result_answers_in_place_of_the_grain()
    {
        (await Grain("answered").Echo("a")).ShouldBe("from the filter");
        (await Grain("answered").Number()).ShouldBe(42);
        await Grain("skipped").Nothing();
        engine.Probe.Of("answered:grain").ShouldBeEmpty();
        engine.Probe.Of("skipped:nothing").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_filter_can_change_the_result() => (await Grain("changed").Echo("a")).ShouldBe("a!");

    [Fact]
    public async Task A_filter_that_neither_goes_on_nor_answers_fails_the_call() =>
        await Should.ThrowAsync<InvalidOperationException>(Grain("broken").Nothing());

    [Fact]
    public async Task A_filter_sees_the_exception_of_the_grain()
    {
        await Should.ThrowAsync<InvalidOperationException>(Grain("throwing").Throw());
        engine.Probe.Of("throwing:saw ").ShouldBe(["from the grain"]);
    }

    [Fact]
    public async Task An_outgoing_filter_can_answer_without_sending()
    {
        (await Grain("unsent").Echo("a")).ShouldBe("not sent");
        engine.Probe.Of("unsent:").ShouldBe(["sent by outside"]);
    }

    public sealed class Filtered : IAsyncLifetime
    {
        private EngineHost? _engine;

        public IGrainFactory Grains => _engine!.Grains;
        public Probe Probe => _engine!.Probe;

        public async Task InitializeAsync() => _engine = await EngineHost.StartAsync(static silo => silo
            .AddIncomingGrainCallFilter<FirstFilter>()
            .AddIncomingGrainCallFilter<SecondFilter>()
            .AddOutgoingGrainCallFilter<OutgoingFilter>());

        public Task DisposeAsync() => _engine!.DisposeAsync();
    }
}
