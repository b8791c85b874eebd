using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.Grains.Gamification;

/// <summary>The rules of rules.</summary>
internal static class PointRules
{
    private const int MostPoints = 10_000, MostGoal = 1_000_000, MostBadges = 40, Remembered = 20, MostWithdrawn = 200;

    public static ImmutableArray<PointRule> FirstPoints { get; } =
        [new(PointReason.LessonCompleted, 10), new(PointReason.CourseCompleted, 100), new(PointReason.QuizPassed, 25), new(PointReason.FirstMessageOfDay, 2)];

    public static ImmutableArray<BadgeRule> FirstBadges { get; } =
    [
        new("first-lesson", "First lesson", BadgeMetric.Lessons, 1), new("ten-lessons", "Ten lessons", BadgeMetric.Lessons, 10), new("fifty-lessons", "Fifty lessons", BadgeMetric.Lessons, 50),
        new("first-quiz", "First quiz", BadgeMetric.Quizzes, 1), new("ten-quizzes", "Ten quizzes", BadgeMetric.Quizzes, 10),
        new("first-course", "First course", BadgeMetric.Courses, 1), new("five-courses", "Five courses", BadgeMetric.Courses, 5),
        new("week-streak", "A week in a row", BadgeMetric.Streak, 7), new("month-streak", "A month in a row", BadgeMetric.Streak, 30),
        new("thousand-points", "A thousand points", BadgeMetric.Points, 1_000),
    ];

    public static Decision<PointRulesState> Set(PointRulesState s, SetPointRules c, string by, DateTimeOffset now)
    {
        if (c.ExpectedVersion is { } expected && expected != s.RulesVersion) return GamificationErrors.Changed;
        if (c.Points.IsDefault || c.Points.Any(p => p is null || !Enum.IsDefined(p.Reason) || p.Points is < 0 or > MostPoints)) return GamificationErrors.RuleInvalid;
        if (c.Points.Select(p => p.Reason).Distinct().Count() != c.Points.Length || c.Points.Length != Enum.GetValues<PointReason>().Length) return GamificationErrors.RuleInvalid;
        if (c.Badges.IsDefault || c.Badges.Length > MostBadges) return GamificationErrors.Badge($"There are at most {MostBadges} badges.");
        var badges = ImmutableArray.CreateBuilder<BadgeRule>(c.Badges.Length);
        foreach (var badge in c.Badges)
        {
            if (badge is null || !KeySegment.IsValid(badge.BadgeId) || badges.Any(b => b.BadgeId == badge.BadgeId)) return GamificationErrors.Badge("Each badge has an id of its own: a-z, 0-9, - and _.");
            if (PlainText.Line(badge.Name ?? "", 40) is not { Length: > 0 } name) return GamificationErrors.Badge("The name of a badge has 1 to 40 characters.");
            if (!Enum.IsDefined(badge.Metric) || badge.AtLeast is < 1 or > MostGoal) return GamificationErrors.Badge("A badge is given at 1 to 1,000,000.");
            badges.Add(badge with { Name = name });
        }
        var points = c.Points.OrderBy(p => p.Reason).ToImmutableArray();
        if (points.SequenceEqual(s.Points) && badges.SequenceEqual(s.Badges)) return Decision<PointRulesState>.NoChange(s);
        var next = s with
        {
            RulesVersion = s.RulesVersion + 1, Points = points, Badges = badges.ToImmutable(),
            Withdrawn = [.. s.Badges.Concat(s.Withdrawn).Where(b => badges.All(kept => kept.BadgeId != b.BadgeId)).DistinctBy(b => b.BadgeId).Take(MostWithdrawn)],
            History = [new(s.RulesVersion + 1, now, by, points), .. s.History.Take(Remembered - 1)],
        };
        return Decision<PointRulesState>.Of(next, new PointRulesChanged(next.RulesVersion, points, [.. next.Badges.Select(b => new BadgeGoal(b.BadgeId, b.Metric, b.AtLeast))]));
    }
}

/// <summary>An academy's rules: at most 40 badges, 20 editions and 200 badges that were withdrawn, under 40 KB.</summary>
internal sealed record PointRulesState : IAggregateState<PointRulesState>
{
    public static string AggregateType => "point-rules";
    public static PointRulesState Empty { get; } = new();

    public int RulesVersion { get; init; }
    public ImmutableArray<PointRule> Points { get; init; } = PointRules.FirstPoints;
    public ImmutableArray<BadgeRule> Badges { get; init; } = PointRules.FirstBadges;
    public ImmutableArray<PointRulesEdition> History { get; init; } = [];

    /// <summary>Badges that no rule names any more, as they were last, newest first: who has one keeps it, and its name.</summary>
    public ImmutableArray<BadgeRule> Withdrawn { get; init; } = [];

    /// <summary>What a badge that was given is called: as the rules say, or as they last did. One of which nobody knows any more has its id for a name.</summary>
    public static BadgeRule Named(PointRulesView rules, string badgeId) =>
        rules.Badges.Concat(rules.Withdrawn.IsDefault ? [] : rules.Withdrawn).Concat(PointRules.FirstBadges).FirstOrDefault(b => b.BadgeId == badgeId) ?? new(badgeId, badgeId, BadgeMetric.Points, 1);
}
