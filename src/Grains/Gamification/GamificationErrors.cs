using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Gamification;

internal static class GamificationErrors
{
    public static Error RuleInvalid { get; } = Error.Invalid("points.rule_invalid", "Every reason has 0 to 10,000 points.", "points");
    public static Error Changed { get; } = Error.Conflict("points.changed", "The rules were changed meanwhile. Look at them again.");
    public static Error NotMember { get; } = Error.Forbidden("points.not_member", "This board is for the members of the course.");
    public static Error NoBoard { get; } = Error.NotFound("points.no_board", "There is no such board.");
    public static Error NoPerson { get; } = Error.NotFound("points.no_person", "There is no such person.");
    public static Error NotYours { get; } = Error.Forbidden("points.not_yours", "Everybody decides this for themselves.");

    public static Error Badge(string message) => Error.Invalid("points.badge_invalid", message, "badges");
}
