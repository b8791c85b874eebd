using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.Grains.Interfaces.Transcoding;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Transcoding.ReadModel;

/// <summary>Reads the queue. Key <c>system/queries</c>. Expected: one call a second and worker.</summary>
[StatelessWorker(4)]
internal sealed class TranscodeQueueGrain(NpgsqlDataSource database, TimeProvider time) : Grain, ITranscodeQueueGrain
{
    private const int MostFailed = 500;
    private const string Columns = "select tenant, media_id, course_id, state, attempt, code, changed_at from rm_transcode_job";

    public async Task<ImmutableArray<TranscodeJobRef>> Next(int limit)
    {
        // Jobs whose worker was lost are few and have waited longest: they come first, each part within its own bound.
        await using var command = database.CreateCommand(
            """
            with lost as (
                select tenant, media_id, 0 as part, 0 as running, queued_at from rm_transcode_job
                where state = 'running' and started_at < $1 order by started_at limit $2),
            running as (select tenant, count(*)::int as n from rm_transcode_job where state = 'running' group by tenant),
            -- The first of each tenant, then the second of each: one tenant's hundred videos do not hold up another's one.
            queued as (
                select j.tenant, j.media_id, 1 as part,
                       coalesce(r.n, 0) + (row_number() over (partition by j.tenant order by j.queued_at, j.media_id))::int as running, j.queued_at
                from rm_transcode_job j left join running r on r.tenant = j.tenant
                where j.state = 'queued'),
            best as (select * from queued order by running, queued_at limit $2)
            select tenant, media_id from (select * from lost union all select * from best) x order by part, running, queued_at
            """);
        command.Parameters.AddWithValue(time.GetUtcNow() - TranscodeJob.Lease);
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, 200));
        return await Refs(command);
    }

    public async Task<ImmutableArray<TranscodeJobRef>> NextUnseen(int limit)
    {
        await using var command = database.CreateCommand("select tenant, media_id from rm_transcode_job where state = 'queued' and attempt = 0 order by queued_at, media_id limit $1");
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, 200));
        return await Refs(command);
    }

    private static async Task<ImmutableArray<TranscodeJobRef>> Refs(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var jobs = ImmutableArray.CreateBuilder<TranscodeJobRef>();
        while (await reader.ReadAsync()) jobs.Add(new(reader.GetString(0), reader.GetString(1)));
        return jobs.ToImmutable();
    }

    public async Task<QueueDepth> Depth()
    {
        await using var command = database.CreateCommand("""
            select count(*) filter (where state = 'queued')::int, count(*) filter (where state = 'running')::int,
                   coalesce(extract(epoch from $1 - min(queued_at) filter (where state = 'queued')), 0)::float8,
                   (select count(*)::int from rm_transcode_job where state = 'failed' and changed_at > $1 - interval '1 day')
            from rm_transcode_job where state in ('queued', 'running')
            """);
        command.Parameters.AddWithValue(time.GetUtcNow());
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new(row.GetInt32(0), row.GetInt32(1), TimeSpan.FromSeconds(Math.Max(0, row.GetDouble(2))), row.GetInt32(3));
    }

    public async Task<ImmutableArray<TranscodeJobRow>> List(int limit)
    {
        var tenant = ActorContext.Required is { IsSystem: true, Tenant: "system" } ? null : ActorContext.Required.Tenant;
        await using var command = database.CreateCommand(
            $"""
            {Columns}
            where $2::text is null or tenant = $2
            order by state not in ('queued', 'running'), case when state in ('queued', 'running') then queued_at end, changed_at desc
            limit $1
            """);
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, 500));
        command.Parameters.Add(new() { Value = (object?)tenant ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return await Rows(command);
    }

    public async Task<ImmutableArray<TranscodeJobRow>> Failed(string tenant, ImmutableArray<string> courseIds)
    {
        if (courseIds.IsDefaultOrEmpty) return [];
        await using var command = database.CreateCommand($"{Columns} where tenant = $1 and course_id = any($2) and state = 'failed' order by changed_at desc limit $3");
        command.Parameters.AddWithValue(tenant);
        command.Parameters.AddWithValue(courseIds.ToArray());
        command.Parameters.AddWithValue(MostFailed);
        return await Rows(command);
    }

    private static async Task<ImmutableArray<TranscodeJobRow>> Rows(NpgsqlCommand command)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<TranscodeJobRow>();
        while (await reader.ReadAsync())
        {
            rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), Enum.Parse<TranscodeState>(reader.GetString(3), ignoreCase: true),
                reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetString(5), reader.GetFieldValue<DateTimeOffset>(6)));
        }
        return rows.ToImmutable();
    }
}
