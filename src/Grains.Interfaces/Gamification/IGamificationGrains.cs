using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Gamification;

/// <summary>What an academy gives points and badges for, as numbered versions. Key <c>tenant/point-rules</c>. A version counts for what happens after it
/// was set: nobody's points change by it.</summary>
public interface IPointRulesGrain : IGrainWithStringKey
{
    [Requires(Permission.SignedIn), ReadOnly, Alias("Get")] Task<PointRulesView> Get();

    /// <summary>Errors, with their field: <c>points.rule_invalid</c>, <c>points.badge_invalid</c>, <c>points.changed</c>.</summary>
    [Requires(Permission.ManageUsers), Alias("Set")] Task<Result<PointRulesView>> Set(SetPointRules command);
}

/// <summary>A person on the boards. Key <see cref="UserKey"/>.</summary>
public interface IPointsProfileGrain : IGrainWithStringKey
{
    /// <summary>One's own. From the answer on no board, page or push that is made names a person who has left. Points and badges go on.</summary>
    [Requires(Permission.SignedIn), Alias("SetVisibility")] Task<Result<Receipt>> SetVisibility(SetPointsVisibility command);

    /// <summary>A badge was given: told as an event, once however often it is called.</summary>
    [Requires(Permission.System), Alias("TellBadge")] Task<Result<Receipt>> TellBadge(TellBadge command);
}

/// <summary>Boards, and what one has earned. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IPointQueriesGrain : IGrainWithStringKey
{
    /// <summary>The academy's for those who are signed in, a course's for its members (<c>points.not_member</c>). The week is the ISO week in UTC.
    /// Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Board")] Task<Result<BoardView>> Board(BoardQuery query);

    /// <summary>The caller's points with the reason for each, newest first. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Mine")] Task<Result<MyPoints>> Mine(string? cursor, int limit);

    /// <summary>The badges that a person has; of one who has left the boards only for themselves. Errors: <c>points.no_person</c>.</summary>
    [Requires(Permission.SignedIn), Alias("BadgesOf")] Task<Result<ImmutableArray<BadgeView>>> BadgesOf(string userId);
}

/// <summary>Tells the viewers of boards, each board at most once a second. Key <c>tenant/leaderboards</c>. Volatile.</summary>
public interface ILeaderboardPushGrain : IGrainWithStringKey
{
    /// <summary>Somebody who may watches this topic (<c>all</c>, <c>week</c>, <c>c-{course}</c>, <c>cw-{course}</c>): counts for three minutes.
    /// Errors: <c>points.no_board</c>, <c>points.not_member</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Watch")] Task<Result<long>> Watch(string topicId);

    /// <summary>These boards have changed; none: any may have. A hint.</summary>
    [Requires(Permission.System), Alias("Changed")] Task Changed(ImmutableArray<string> boards);
}

/// <summary>Names of projections that pages wait for.</summary>
public static class GamificationProjections
{
    public const string Points = "points";
}
