using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Gamification;

namespace LearningHub.Grains.Gamification;

internal sealed record EntryRow(PointFact Fact, int Points, int RulesVersion);

/// <summary>A person as stored, and as a batch leaves them.</summary>
internal sealed class PersonRow(PersonKey key)
{
    public PersonKey Key => key;
    public long Points { get; set; }
    public int Lessons { get; set; }
    public int Courses { get; set; }
    public int Quizzes { get; set; }
    public int BestStreak { get; set; }
    public bool Hidden { get; set; }
    public long HiddenVersion { get; set; }

    public void Count(PointReason reason)
    {
        switch (reason)
        {
            case PointReason.LessonCompleted: Lessons++; break;
            case PointReason.CourseCompleted: Courses++; break;
            case PointReason.QuizPassed: Quizzes++; break;
        }
    }

    public long Of(BadgeMetric metric) => metric switch
    {
        BadgeMetric.Points => Points,
        BadgeMetric.Lessons => Lessons,
        BadgeMetric.Courses => Courses,
        BadgeMetric.Quizzes => Quizzes,
        _ => BestStreak,
    };
}

internal readonly record struct ScoreKey(PersonKey Person, string Board);

/// <summary>A place on a board, with what was stored: what changes in the tally is the difference.</summary>
internal sealed class ScoreRow(ScoreKey key)
{
    public ScoreKey Key => key;
    public long Points { get; set; }
    public DateTimeOffset ReachedAt { get; set; } = DateTimeOffset.UnixEpoch;
    public bool Hidden { get; set; }
    public (long Points, bool Hidden) Stored { get; set; }
}

/// <summary>An academy's versions of the rules; those of every academy where it has set none.</summary>
internal sealed class RulesOf(IReadOnlyList<(int Version, DateTimeOffset Since, PointRulesChanged Rules)> versions)
{
    private static readonly PointRulesChanged First = new(0, PointRules.FirstPoints, [.. PointRules.FirstBadges.Select(b => new BadgeGoal(b.BadgeId, b.Metric, b.AtLeast))]);

    public ImmutableArray<BadgeGoal> Badges => versions.Count == 0 ? First.Badges : versions.MaxBy(v => v.Version).Rules.Badges;

    public EntryRow Price(PointFact fact)
    {
        var rules = versions.Where(v => v.Since <= fact.At).Select(v => v.Rules).LastOrDefault() ?? First;
        return new(fact, rules.Points.FirstOrDefault(p => p.Reason == fact.Reason)?.Points ?? 0, rules.RulesVersion);
    }
}
