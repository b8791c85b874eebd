namespace LearningHub.Grains.Common;

/// <summary>Which rows of <c>aggregate</c> are runs that a person should look at, as SQL: those that stopped; those that have not moved for five minutes although
/// a step is tried again every minute at most; those that have tried for an hour; and those that have waited for a day
/// for somebody, not for a moment that was set and has not come.</summary>
internal static class StuckRuns
{
    public const string Unfinished = "doc ->> 'phase' in ('running', 'waiting', 'compensating')";

    public const string Sql = """
        (doc ->> 'phase' = 'failed'
         or doc ->> 'phase' in ('running', 'compensating') and (changed_at < now() - interval '5 minutes' or (doc ->> 'startedAt')::timestamptz < now() - interval '1 hour')
         or doc ->> 'phase' = 'waiting' and changed_at < now() - interval '1 day'
            and not exists (select from jsonb_array_elements(doc -> 'steps') s where (s ->> 'waitsUntil')::timestamptz > now()))
        """;
}
