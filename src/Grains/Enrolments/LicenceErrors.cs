using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Enrolments;

internal static class LicenceErrors
{
    public static Error NotFound { get; } = Error.NotFound("licences.not_found", "There are no such licences.");
    public static Error Unknown { get; } = Error.NotFound("licences.unknown", "There is no such licence. Look whether the code is spelled right.") with { Field = "code" };
    public static Error Mistyped { get; } = Error.Invalid("licences.mistyped", "There is a typing mistake in this code: its last character does not fit the others.", "code");
    public static Error Redeemed { get; } = Error.Conflict("licences.redeemed", "Somebody else has redeemed this code already.") with { Field = "code" };
    public static Error Revoked { get; } = Error.Conflict("licences.revoked", "This licence was refunded to its buyer and is no longer good.") with { Field = "code" };
    public static Error HasAccess { get; } = Error.Conflict("licences.has_access", "You are in this course already. The code stays good for somebody else.") with { Field = "code" };
    public static Error BadCount { get; } = Error.Invalid("licences.bad_count", $"Between 1 and {Licences.MaxCount} licences can be issued.", "count");
    public static Error CodesClashed { get; } = new("licences.codes_clashed", "New codes clashed with old ones. Try again.", ErrorKind.Unavailable);

    public static Error Locked(TimeSpan wait) => new("licences.locked", $"Too many codes were wrong. Try again in {Math.Max(1, (int)Math.Ceiling(wait.TotalMinutes))} min.", ErrorKind.TooMany, "code");
}
