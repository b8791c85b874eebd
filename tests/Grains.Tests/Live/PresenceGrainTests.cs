using LearningHub.Grains.Tests.Chat;

namespace LearningHub.Grains.Tests.Live;

[Collection("hub")]
public sealed class PresenceGrainTests(HubFixture hub)
{
    /// <summary>Before a report runs out, which is told too.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    [Fact]
    public async Task Front_ends_are_summed_and_changes_within_a_second_are_told_together()
    {
        var room = await Classroom.Open(hub.Grains, hub.NewTenant());
        var heard = await room.Listen(hub.Services, room.Topic);
        var presence = hub.Grains.GetGrain<IPresenceGrain>($"{room.Tenant}/{room.Topic}");
        var started = TimeProvider.System.GetTimestamp();
        using (hub.As(Actor.System(room.Tenant)))
        {
            await presence.Report("a", 1, ["u1", "u2"]);
            await presence.Report("b", 1, ["u2", "u3"]);
            await presence.Report("a", 2, ["u2"]);
        }
        var took = TimeProvider.System.GetElapsedTime(started);
        await Wait.Until(() => { lock (heard) return heard.Count >= 2 && !heard[^1].Json.Contains("\"u1\"", StringComparison.Ordinal); }, Patience);
        lock (heard)
        {
            heard.Count.ShouldBeLessThanOrEqualTo(1 + (int)Math.Ceiling(took.TotalSeconds));
            heard[^1].Json.ShouldContain("\"count\":2");
            heard[0].Json.ShouldContain("\"count\":2");
            heard[1].Json.ShouldContain("\"u3\"");
            heard[1].Seq.ShouldBeGreaterThan(heard[0].Seq);
        }
    }

    [Fact]
    public async Task Who_asks_between_two_pushes_is_told_what_the_others_were_told()
    {
        var room = await Classroom.Open(hub.Grains, hub.NewTenant());
        var heard = await room.Listen(hub.Services, room.Topic);
        var presence = hub.Grains.GetGrain<IPresenceGrain>($"{room.Tenant}/{room.Topic}");
        var told = new List<PresenceView>();
        using (hub.As(Actor.System(room.Tenant)))
        {
            (await presence.Get()).Number.ShouldBe(0);
            // Away and back: whoever asks in between may not be left with a view that no later push corrects.
            for (var number = 1; number <= 20; number++)
            {
                await presence.Report("a", number, number % 2 == 0 ? ["u1"] : ["u1", "u2"]);
                told.Add(await presence.Get());
            }
        }
        foreach (var view in told)
            await Wait.Until(() => { lock (heard) return heard.Any(p => p.Seq == view.Number && p.Json.Contains($"\"count\":{view.Count}", StringComparison.Ordinal)); });
    }

    [Fact]
    public async Task People_may_not_report()
    {
        var tenant = hub.NewTenant();
        using var _ = hub.As(tenant, "ann", Roles.Admin);
        await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.GetGrain<IPresenceGrain>($"{tenant}/chat:c1").Report("a", 1, ["x"]));
    }
}
