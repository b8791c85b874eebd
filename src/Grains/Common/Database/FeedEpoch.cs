using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>A database that was restored or copied into another server meets transaction ids that start anew: events written there must sort after
/// all older ones, so the epoch rises. Called at start under the migration lock, before anything is written.</summary>
internal static class FeedEpoch
{
    public static async Task FitServer(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            insert into feed_epoch (epoch, system_identifier) select 1, system_identifier from pg_control_system() on conflict do nothing;
            with raised as (
                update feed_epoch f set epoch = f.epoch + 1, system_identifier = c.system_identifier
                from pg_control_system() c where c.system_identifier <> f.system_identifier
                returning f.epoch
            )
            -- A copy may have left the identity behind its rows.
            select setval(pg_get_serial_sequence('event', 'position'), (select coalesce(max(position), 0) + 1 from event), false) from raised;
            """, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
