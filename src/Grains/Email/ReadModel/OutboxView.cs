using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Email;
using Npgsql;

namespace LearningHub.Grains.Email;

internal sealed class OutboxView : View<OutgoingMailState>
{
    public override string Name => "outbox";
    public override IReadOnlyList<string> Tables => ["rm_mail"];

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<OutgoingMailState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var x in snapshots.Where(x => x.State.State != MailState.None))
            batch.BatchCommands.Add(new(Upsert)
            {
                Parameters =
                {
                    new() { Value = x.Tenant }, new() { Value = x.Id }, new() { Value = x.Version },
                    new() { Value = x.State.State.ToString().ToLowerInvariant() },
                    new() { Value = x.State.QueuedAt.ToUniversalTime() }, new() { Value = x.State.DueAt.ToUniversalTime() },
                },
            });
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private const string Upsert = """
        insert into rm_mail (tenant, mail_id, version, state, queued_at, due_at) values ($1, $2, $3, $4, $5, $6)
        on conflict (tenant, mail_id) do update set version = excluded.version, state = excluded.state, queued_at = excluded.queued_at, due_at = excluded.due_at
        where rm_mail.version < excluded.version
        """;
}
