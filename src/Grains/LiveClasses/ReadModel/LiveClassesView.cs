using System.Text.Json;
using LearningHub.Grains.Common;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.LiveClasses;

/// <summary>Live classes as lists read them: <c>rm_live_class</c>.</summary>
internal sealed class LiveClassesView : View<LiveClassState>
{
    public override string Name => "live-classes";
    public override IReadOnlyList<string> Tables => ["rm_live_class"];

    private const string Upsert = """
        insert into rm_live_class as c (tenant, class_id, version, course_id, host_id, title, starts_at, minutes, attendee_limit, phase, live_at, ended_at)
        values (@tenant, @id, @version, @course, @host, @title, @starts, @minutes, @limit, @phase, @live, @ended)
        on conflict (tenant, class_id) do update set version = excluded.version, host_id = excluded.host_id, title = excluded.title, starts_at = excluded.starts_at,
            minutes = excluded.minutes, attendee_limit = excluded.attendee_limit, phase = excluded.phase, live_at = excluded.live_at, ended_at = excluded.ended_at
        where c.version < excluded.version
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<LiveClassState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.Exists)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<LiveClassState> s) => new(Upsert)
    {
        Parameters =
        {
            new("tenant", s.Tenant), new("id", s.Id), new("version", s.Version), new("course", s.State.CourseId), new("host", s.State.HostId), new("title", s.State.Title),
            new("starts", s.State.StartsAt.ToUniversalTime()), new("minutes", s.State.Minutes), new("limit", NpgsqlDbType.Integer) { Value = (object?)s.State.AttendeeLimit ?? DBNull.Value },
            new("phase", JsonNamingPolicy.CamelCase.ConvertName(s.State.Phase.ToString())), Time("live", s.State.LiveAt), Time("ended", s.State.EndedAt),
        },
    };

    private static NpgsqlParameter Time(string name, DateTimeOffset? at) => new(name, NpgsqlDbType.TimestampTz) { Value = (object?)at?.ToUniversalTime() ?? DBNull.Value };
}
