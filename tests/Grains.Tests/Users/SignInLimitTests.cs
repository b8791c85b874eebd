using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Tests.Users;

/// <summary>One count for all front ends: each asks the same grain.</summary>
[Collection("hub")]
public sealed class SignInLimitTests(HubFixture hub)
{
    private static string Address() => $"system/{Guid.NewGuid():n}";

    [Fact]
    public async Task One_address_may_try_one_account_twenty_times_a_minute_whichever_front_end_it_asks()
    {
        using var _ = hub.As(Actor.System("system"));
        var key = Address();
        var waits = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => hub.Grains.GetGrain<ISignInLimitGrain>(key).Try("ann")));
        waits.Count(w => w == TimeSpan.Zero).ShouldBe(20);
        waits.Where(w => w > TimeSpan.Zero).ShouldAllBe(w => w <= TimeSpan.FromMinutes(1));
        (await hub.Grains.GetGrain<ISignInLimitGrain>(key).Try("bob")).ShouldBe(TimeSpan.Zero);
        (await hub.Grains.GetGrain<ISignInLimitGrain>(Address()).Try("ann")).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task One_address_may_not_try_account_after_account_for_ever()
    {
        using var _ = hub.As(Actor.System("system"));
        var limit = hub.Grains.GetGrain<ISignInLimitGrain>(Address());
        var tried = 0;
        while (await limit.Try($"account{tried}") == TimeSpan.Zero) tried++;
        tried.ShouldBe(300);
        var registered = 0;
        while (await limit.TryRegister() == TimeSpan.Zero) registered++;
        registered.ShouldBe(60);
    }

    [Fact]
    public async Task People_do_not_count_for_others()
    {
        using var _ = hub.As("main", "eve", Roles.Admin);
        await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.GetGrain<ISignInLimitGrain>(Address()).Try("ann"));
    }
}
