using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;
using Npgsql;

namespace LearningHub.Grains.Users;

internal sealed class PeopleView : View<UserState>
{
    public override string Name => UserProjections.People;
    public override IReadOnlyList<string> Tables => ["rm_user"];

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<UserState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var x in snapshots.Where(x => x.State.IsRegistered))
            batch.BatchCommands.Add(new(Upsert)
            {
                Parameters =
                {
                    new() { Value = x.Tenant }, new() { Value = x.Id }, new() { Value = x.Version }, new() { Value = x.State.Name },
                    new() { Value = x.State.Name.ToLowerInvariant() }, new() { Value = x.State.Email }, new() { Value = x.State.EmailConfirmed },
                    new() { Value = x.State.Headline }, new() { Value = x.State.Roles.ToArray() }, new() { Value = x.State.Suspension is not null },
                    new() { Value = x.State.RegisteredAt.ToUniversalTime() },
                },
            });
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private const string Upsert = """
        insert into rm_user (tenant, user_id, version, name, name_key, email, confirmed, headline, roles, suspended, registered_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        on conflict (tenant, user_id) do update set version = excluded.version, name = excluded.name, name_key = excluded.name_key, email = excluded.email,
          confirmed = excluded.confirmed, headline = excluded.headline, roles = excluded.roles, suspended = excluded.suspended,
          registered_at = excluded.registered_at
        where rm_user.version < excluded.version
        """;
}
