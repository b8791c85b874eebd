using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Gamification;

/// <summary>What is earned from now on. Key: <c>tenant/point-rules</c>. Names of badges stay in the document.</summary>
[EventName("points.rules_changed")]
public sealed record PointRulesChanged(int RulesVersion, ImmutableArray<PointRule> Points, ImmutableArray<BadgeGoal> Badges) : DomainEvent;

/// <summary>A badge was earned; told once. Key: a <see cref="UserKey"/>.</summary>
[EventName("points.badge_awarded")]
public sealed record BadgeAwarded(string BadgeId) : DomainEvent;

/// <summary>A person leaves the boards or comes back. Key: a <see cref="UserKey"/>.</summary>
[EventName("points.visibility_changed")]
public sealed record PointsVisibilityChanged(bool Hidden) : DomainEvent;
