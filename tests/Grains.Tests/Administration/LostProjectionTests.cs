using System.Collections.Concurrent;
using LearningHub.Grains.Interfaces.Administration;
using LearningHub.Grains.Tests.Common;
using LearningHub.WebFrontend.Administration;

namespace LearningHub.Grains.Tests.Administration;

/// <summary>A silo has died with a projection and the others do not know yet: the rest is seen and steered all the same.</summary>
[Collection("projections")] // one after the other: they poison the same test projections
public sealed class LostProjectionTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    [Fact]
    public async Task One_that_does_not_answer_holds_up_neither_the_list_nor_what_is_done_to_another()
    {
        var lost = new Lost("system/test-reactor");
        await using var lab = await ProjectionLab.Start(server.Server, configure: services => services.AddSingleton<IIncomingGrainCallFilter>(lost));
        await lab.Caught(await lab.Store.Count("t/a"));
        lost.IsLost = true;
        var grains = lab.Host.Grains;
        try
        {
            using var _ = ActorContext.As(new Actor("main", "ada", [Roles.Admin], null));
            // More at once than the stateless worker has activations.
            var looked = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => grains.System().Projections()));
            foreach (var name in (string[])["test-view", "test-fold", "test-reactor"])
                looked[0].ShouldContain(p => p.Name == name && p.Running && p.Lag == 0, name);
            (await ProjectionCalls.Do(grains, "test-fold", "stop")).Value!.Running.ShouldBeFalse();
            (await grains.System().Projections()).Single(p => p.Name == "test-fold").Running.ShouldBeFalse();
            (await ProjectionCalls.Do(grains, "test-fold", "start")).Value!.Running.ShouldBeTrue();
            (await ProjectionCalls.Do(grains, "test-nothing", "stop")).Error!.Code.ShouldBe("projections.unknown");
            // It has answered nobody until now, and but for the feed that wakes it nobody has asked it: there was nothing to wait out.
            lost.Asked.ShouldBeEmpty();
        }
        finally { lost.IsLost = false; }
    }

    [Fact]
    public async Task The_list_shows_lag_what_is_parked_and_what_is_wrong()
    {
        await using var lab = await ProjectionLab.Start(server.Server);
        TestProjections.Poison = "bad";
        await lab.Caught(await lab.Store.Count("t/bad", "bad"));
        await lab.Ask("test-fold", g => g.Stop());
        var last = await lab.Store.Count("t/a");
        foreach (var name in (string[])["test-view", "test-reactor"]) (await lab.WaitFor(name, last)).ShouldBeTrue(name);
        using var _ = ActorContext.As(new Actor("main", "ada", [Roles.Admin], null));
        var seen = await lab.Host.Grains.System().Projections();
        seen.Select(p => p.Name).ShouldBeInOrder(SortDirection.Ascending, StringComparer.Ordinal);
        seen.Single(p => p.Name == "test-fold").ShouldSatisfyAllConditions(
            p => p.Kind.ShouldBe(ProjectionKind.Fold), p => p.Lag.ShouldBe(1), p => p.Consumed.ShouldBe(1), p => p.LastEventAt.ShouldNotBeNull(), p => p.Parked.ShouldHaveSingleItem().Key.ShouldBe("t/bad"));
        seen.Single(p => p.Name == "test-view").Parked.ShouldHaveSingleItem().Reason.ShouldContain("poison");
    }

    /// <summary>Calls of one grain get no answer, as those on their way to a silo that was killed.</summary>
    private sealed class Lost(string key) : IIncomingGrainCallFilter
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _isLost;

        /// <summary>What it was asked and has not answered, but for the wakes, which wait for no answer.</summary>
        public ConcurrentQueue<string> Asked { get; } = [];

        public bool IsLost
        {
            set
            {
                _isLost = value;
                if (!value) _answer.TrySetException(new TimeoutException("The silo is gone."));
            }
        }

        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (!_isLost || context.TargetId.Key.ToString() != key)
            {
                await context.Invoke();
                return;
            }
            if (context.InterfaceMethod.Name != nameof(IProjectionGrain.Wake)) Asked.Enqueue(context.InterfaceMethod.Name);
            await _answer.Task;
        }
    }
}
