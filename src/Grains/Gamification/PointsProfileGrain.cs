using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.Grains.Gamification;

/// <summary>Key <see cref="UserKey"/>. A switch, and which badges were told. What shows a board asks this document for each name it shows, so that leaving counts at once, whatever
/// the fold has done.</summary>
[GrainType("points-profile")]
internal sealed class PointsProfileGrain(IAggregateStore store) : AggregateGrain<PointsProfileState>(store), IPointsProfileGrain
{
    public async Task<Result<Receipt>> SetVisibility(SetPointsVisibility command)
    {
        if (UserKey.Parse(Key).UserId != Actor.UserId) return GamificationErrors.NotYours;
        return await Execute(command, s => s.Hidden == command.Hidden ? Decision<PointsProfileState>.NoChange(s)
            : Decision<PointsProfileState>.Of(s with { Hidden = command.Hidden }, new PointsVisibilityChanged(command.Hidden)));
    }

    public Task<Result<Receipt>> TellBadge(TellBadge command) => Execute(command, s => s.Told.Contains(command.BadgeId) ? Decision<PointsProfileState>.NoChange(s)
        : Decision<PointsProfileState>.Of(s with { Told = s.Told.Add(command.BadgeId) }, new BadgeAwarded(command.BadgeId)));
}

internal sealed record PointsProfileState : IAggregateState<PointsProfileState>
{
    public static string AggregateType => "points-profile";
    public static PointsProfileState Empty { get; } = new();

    public bool Hidden { get; init; }

    /// <summary>Badges that were told: each at most once, so as many as an academy has rules in all its years; some hundred of 32 characters.</summary>
    public ImmutableArray<string> Told { get; init; } = [];
}
