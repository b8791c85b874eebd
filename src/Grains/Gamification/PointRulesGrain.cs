using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.Grains.Gamification;

/// <summary>Key <c>tenant/point-rules</c>. Asked when somebody looks at their points; changed a few times a year.</summary>
[GrainType("point-rules")]
internal sealed class PointRulesGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<PointRulesState>(store), IPointRulesGrain
{
    public Task<PointRulesView> Get() => Task.FromResult(View(State));

    public Task<Result<PointRulesView>> Set(SetPointRules command) => Execute(command, s => PointRules.Set(s, command, Actor.UserId, time.GetUtcNow()), (s, _) => View(s));

    private static PointRulesView View(PointRulesState s) => new(s.RulesVersion, s.Points, s.Badges, s.History, s.Withdrawn);
}
