using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Gamification;

/// <summary>What points are given for, each once: a lesson, a course, a quiz of a person; a message once a day of theirs.</summary>
public enum PointReason { LessonCompleted, CourseCompleted, QuizPassed, FirstMessageOfDay }

public enum BadgeMetric { Points, Lessons, Courses, Quizzes, Streak }

public enum BoardPeriod { Week, AllTime }

/// <param name="Points">0 to 10,000; 0: this is not rewarded.</param>
[GenerateSerializer, Immutable, Alias("hub.points.Rule")]
public sealed record PointRule(PointReason Reason, int Points);

/// <param name="AtLeast">1 to 1,000,000.</param>
[GenerateSerializer, Immutable, Alias("hub.points.BadgeGoal")]
public sealed record BadgeGoal(string BadgeId, BadgeMetric Metric, int AtLeast);

/// <param name="Name">1 to 40 characters.</param>
[GenerateSerializer, Immutable, Alias("hub.points.BadgeRule")]
public sealed record BadgeRule(string BadgeId, string Name, BadgeMetric Metric, int AtLeast);

/// <param name="Points">One a reason.</param>
/// <param name="Badges">At most 40. One that is missing is given to nobody any more; who has it keeps it.</param>
/// <param name="ExpectedVersion">Refused with <c>points.changed</c> when others were set meanwhile; null: not asked.</param>
[GenerateSerializer, Immutable, Alias("hub.points.SetRules")]
public sealed record SetPointRules(ImmutableArray<PointRule> Points, ImmutableArray<BadgeRule> Badges, int? ExpectedVersion = null) : Command;

/// <param name="RulesVersion">0: those every academy begins with.</param>
/// <param name="History">The last 20 versions, newest first.</param>
/// <param name="Withdrawn">Badges that are given to nobody any more, newest first, at most 200.</param>
[GenerateSerializer, Immutable, Alias("hub.points.Rules")]
public sealed record PointRulesView(int RulesVersion, ImmutableArray<PointRule> Points, ImmutableArray<BadgeRule> Badges, ImmutableArray<PointRulesEdition> History, ImmutableArray<BadgeRule> Withdrawn);

[GenerateSerializer, Immutable, Alias("hub.points.RulesEdition")]
public sealed record PointRulesEdition(int RulesVersion, DateTimeOffset Since, string By, ImmutableArray<PointRule> Points);

[GenerateSerializer, Immutable, Alias("hub.points.SetVisibility")]
public sealed record SetPointsVisibility(bool Hidden) : Command;

[GenerateSerializer, Immutable, Alias("hub.points.TellBadge")]
public sealed record TellBadge(string BadgeId) : Command;

/// <param name="CourseId">Null: the whole academy.</param>
/// <param name="Cursor">From the page before; null: from the first place.</param>
[GenerateSerializer, Immutable, Alias("hub.points.BoardQuery")]
public sealed record BoardQuery(BoardPeriod Period, string? CourseId, string? Cursor, int Limit);

/// <param name="Rank">From 1, each once: of equal points the one who had them first goes before, then by id.</param>
[GenerateSerializer, Immutable, Alias("hub.points.BoardRow")]
public sealed record BoardRow(long Rank, string UserId, string Name, long Points);

/// <param name="Topic">Of the live hub: kind <c>board</c> tells of changes with a <see cref="BoardTop"/>.</param>
/// <param name="People">On the board.</param>
/// <param name="Around">The caller's row with up to two before and behind it; none when they are not on the board.</param>
/// <param name="Hidden">The caller has left the boards.</param>
[GenerateSerializer, Immutable, Alias("hub.points.Board")]
public sealed record BoardView(string Topic, ImmutableArray<BoardRow> Rows, string? Next, long People, ImmutableArray<BoardRow> Around, bool Hidden);

/// <summary>What is pushed: the first ten, and how many there are.</summary>
[GenerateSerializer, Immutable, Alias("hub.points.BoardTop")]
public sealed record BoardTop(ImmutableArray<BoardRow> Rows, long People);

/// <param name="Points">By the rules of that time.</param>
/// <param name="CourseTitle">Null: the course is gone.</param>
/// <param name="Subject">The lesson's title; null for a course or a message, or when the lesson is gone.</param>
[GenerateSerializer, Immutable, Alias("hub.points.Entry")]
public sealed record PointEntry(PointReason Reason, int Points, int RulesVersion, string CourseId, string? CourseTitle, string? Subject, DateTimeOffset At);

/// <param name="Have">What counts towards it, at most <paramref name="AtLeast"/>.</param>
/// <param name="At">When it was given; null: not yet.</param>
[GenerateSerializer, Immutable, Alias("hub.points.Badge")]
public sealed record BadgeView(string BadgeId, string Name, BadgeMetric Metric, int AtLeast, int Have, DateTimeOffset? At);

/// <summary>Days in a row with learning on them, in the zone the person had on each.</summary>
/// <param name="Current">Up to today; up to yesterday while today can still be added.</param>
/// <param name="Week">The last seven days, today last.</param>
[GenerateSerializer, Immutable, Alias("hub.points.Streak")]
public sealed record StreakView(int Current, int Best, bool Today, ImmutableArray<StreakDay> Week);

/// <param name="Day">As 2026-11-22.</param>
[GenerateSerializer, Immutable, Alias("hub.points.StreakDay")]
public sealed record StreakDay(string Day, bool Learned);

[GenerateSerializer, Immutable, Alias("hub.points.Mine")]
public sealed record MyPoints(long Points, StreakView Streak, ImmutableArray<BadgeView> Badges, bool Hidden, Page<PointEntry> Entries);
