using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Audit;

internal static class AuditErrors
{
    public static readonly Error NotFound = Error.NotFound("audit.not_found", "There is no such entry.");
    public static readonly Error BadFilter = Error.Invalid("audit.bad_filter", "A filter is at most 200 characters of plain text, and the first day is not after the last.");
}
