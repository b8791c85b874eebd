using LearningHub.Grains.Common;
using Npgsql;

namespace LearningHub.Grains.Transcoding.ReadModel;

/// <summary>The queue as a table: what waits, runs and was done.</summary>
internal sealed class TranscodeJobView : View<TranscodeJobState>
{
    public override string Name => "transcode-jobs";
    public override IReadOnlyList<string> Tables { get; } = ["rm_transcode_job"];

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<TranscodeJobState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(
                """
                insert into rm_transcode_job as r (tenant, media_id, course_id, state, attempt, code, queued_at, started_at, changed_at, version)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                on conflict (tenant, media_id) do update
                set course_id = excluded.course_id, state = excluded.state, attempt = excluded.attempt, code = excluded.code, queued_at = excluded.queued_at,
                    started_at = excluded.started_at, changed_at = excluded.changed_at, version = excluded.version
                where r.version < excluded.version
                """)
            {
                Parameters =
                {
                    new() { Value = s.Tenant }, new() { Value = s.Id }, new() { Value = s.State.CourseId },
                    new() { Value = s.State.State.ToString().ToLowerInvariant() }, new() { Value = s.State.Attempt },
                    new() { Value = (object?)s.State.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                    new() { Value = s.State.QueuedAt },
                    new() { Value = (object?)s.State.StartedAt ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
                    new() { Value = s.State.ChangedAt }, new() { Value = s.Version },
                },
            });
        }
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
