using LearningHub.Grains.Interfaces.Notifications;
using Npgsql;

namespace LearningHub.Grains.Notifications;

/// <summary>How many a person has not read, with a number that rises.</summary>
internal static class UnreadCounts
{
    public const int Most = 1_000;

    /// <summary>The number is the database's clock when it took the statement, so before what the statement saw: of two answers the one with the higher number
    /// has seen all that the other one has.</summary>
    public static async Task<Dictionary<string, UnreadView>> Of(NpgsqlConnection connection, string tenant, IReadOnlyCollection<string> userIds, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select p.user_id,
                (select count(*) from (select from notification n where n.tenant = $1 and n.user_id = p.user_id and n.shown and n.deleted_at is null and n.read_at is null limit $3) x)::int,
                (extract(epoch from statement_timestamp()) * 1000000)::bigint
            from unnest($2::text[]) p (user_id)
            """, connection) { Parameters = { new() { Value = tenant }, new() { Value = userIds.ToArray() }, new() { Value = Most } } };
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var counts = new Dictionary<string, UnreadView>();
        while (await r.ReadAsync(cancellation)) counts[r.GetString(0)] = new(r.GetInt32(1), r.GetInt64(2));
        return counts;
    }
}
