using LearningHub.Grains.Common;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Grains.Tests.Common;

[Collection("hub")]
public sealed class AggregateGrainTests(HubFixture hub)
{
    private readonly string _tenant = hub.NewTenant();
    private IAggregateStore Store => hub.Services.GetRequiredService<IAggregateStore>();
    private ICounterGrain Grain(string id) => hub.Grains.GetGrain<ICounterGrain>($"{_tenant}/{id}");
    private async Task<int> Value(string id) => (await Store.Load<Counter>($"{_tenant}/{id}")).State.Value;

    [Fact]
    public async Task An_operation_sent_fifty_times_at_once_has_one_effect_and_one_answer()
    {
        using var _ = hub.As(Actor.System(_tenant));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Grain("a").Count(new CountUp(1) { OperationId = "op" })));
        answers.Distinct().ShouldHaveSingleItem().Value.ShouldBe(new Receipt(Counter.AggregateType, $"{_tenant}/a", 1));
        (await Value("a")).ShouldBe(1);
    }

    [Fact]
    public async Task An_operation_is_answered_as_before_also_when_the_state_would_refuse_it_now()
    {
        using var _ = hub.As(Actor.System(_tenant));
        var first = await Grain("a").Count(new CountUp(1) { OperationId = "op" });
        await Store.Save(CounterSaves.Save($"{_tenant}/a", 1, new(1, "full")));
        (await Grain("a").Count(new CountUp(1))).Error!.Code.ShouldBe("test.full");
        (await Grain("a").Count(new CountUp(1) { OperationId = "op" })).ShouldBe(first);
    }

    [Fact]
    public async Task A_key_that_another_person_used_is_another_operation()
    {
        using (hub.As(Actor.System(_tenant))) await Grain("b").Count(new CountUp(1) { OperationId = "op" });
        using (hub.As(new Actor(_tenant, "somebody", [Roles.Admin], null))) await Grain("b").Count(new CountUp(1) { OperationId = "op" });
        await using var rows = hub.Database.CreateCommand($"select count(*) from operation where key = '{_tenant}/b'");
        (await rows.ExecuteScalarAsync()).ShouldBe(2L);
    }

    [Fact]
    public async Task Answers_are_kept_for_thirty_days()
    {
        using var _ = hub.As(Actor.System(_tenant));
        await Grain("a").Count(new CountUp(1) { OperationId = "old" });
        await Grain("a").Count(new CountUp(1) { OperationId = "young" });
        await using (var age = hub.Database.CreateCommand($"update operation set at = now() - case when op_id like '%/old' then interval '31 days' else interval '29 days' end where key = '{_tenant}/a'"))
            await age.ExecuteNonQueryAsync();
        await new OperationRetention(hub.Database, TimeProvider.System, NullLogger<OperationRetention>.Instance).Forget(default);
        (await Store.FindOperation(Counter.AggregateType, $"{_tenant}/a", OperationKey.Of(new CountUp(1) { OperationId = "old" }, Actor.System(_tenant))!)).ShouldBeNull();
        (await Store.FindOperation(Counter.AggregateType, $"{_tenant}/a", OperationKey.Of(new CountUp(1) { OperationId = "young" }, Actor.System(_tenant))!)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Commands_without_an_operation_id_all_count()
    {
        using var _ = hub.As(Actor.System(_tenant));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Grain("a").Count(new CountUp(1))));
        (await Value("a")).ShouldBe(20);
    }

    [Fact]
    public async Task A_grain_that_another_overtook_loads_again_and_decides_again()
    {
        using var _ = hub.As(Actor.System(_tenant));
        await Grain("a").Count(new CountUp(1));
        await Store.Save(CounterSaves.Save($"{_tenant}/a", 1, new(100)));
        (await Grain("a").Count(new CountUp(1))).Value!.Version.ShouldBe(3);
        (await Value("a")).ShouldBe(101);
    }
}
