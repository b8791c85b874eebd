using System.Collections.Immutable;
using System.Text;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Users;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Users;

/// <summary>Reads about many people, from <c>rm_user</c>, the claims and the aggregates. Key <c>tenant/queries</c>. No state. Calls: one or two a page with people in it.</summary>
[StatelessWorker(16)]
internal sealed class UserQueriesGrain(NpgsqlDataSource database) : Grain, IUserQueriesGrain
{
    private const int MaxIds = 200;
    private const int MaxLimit = 100;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<string?> FindByEmail(string email)
    {
        if (EmailAddress.Normalise(email) is not { } normal) return null;
        await using var command = database.CreateCommand("select key from claim where tenant = $1 and kind = $2 and value = $3");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = Tenant }, new() { Value = User.EmailClaim }, new() { Value = normal } });
        return await command.ExecuteScalarAsync() is string key ? UserKey.Parse(key).UserId : null;
    }

    public async Task<bool> IsRegistered(string userId)
    {
        if (!KeySegment.IsValid(userId)) return false;
        await using var command = database.CreateCommand("select exists (select 1 from aggregate where type = $1 and key = $2)");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = UserState.AggregateType }, new() { Value = new UserKey(Tenant, userId).ToString() } });
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    public async Task<ImmutableArray<PersonView>> People(ImmutableArray<string> userIds)
    {
        if (userIds.IsDefaultOrEmpty) return [];
        await using var command = database.CreateCommand("select user_id, name, headline from rm_user where tenant = $1 and user_id = any($2)");
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = Tenant }, new() { Value = userIds.Distinct().Take(MaxIds).ToArray() } });
        var people = ImmutableArray.CreateBuilder<PersonView>(userIds.Length);
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) people.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        return people.ToImmutable();
    }

    public async Task<Page<UserRow>> List(UserFilter filter)
    {
        var limit = Math.Clamp(filter.Limit, 1, MaxLimit);
        var (afterName, afterId) = Cursor(filter.Cursor);
        await using var command = database.CreateCommand(Select);
        command.Parameters.AddRange(new NpgsqlParameter[] {
            new() { Value = Tenant }, new() { Value = Prefix(filter.Search) }, new() { Value = filter.Role ?? "" }, new() { Value = filter.SuspendedOnly },
            new() { Value = afterName }, new() { Value = afterId }, new() { Value = limit + 1 } });
        var found = new List<(string NameKey, UserRow Row)>(limit + 1);
        long total = 0;
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync())
            {
                total = rows.GetInt64(8);
                found.Add((rows.GetString(0), new(rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetBoolean(4),
                    [.. rows.GetFieldValue<string[]>(5)], rows.GetBoolean(6), rows.GetFieldValue<DateTimeOffset>(7))));
            }
        var next = found.Count > limit ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{found[limit - 1].NameKey}\n{found[limit - 1].Row.UserId}")) : null;
        return new([.. found.Take(limit).Select(x => x.Row)], next, total);
    }

    /// <summary>What people type, as a pattern: lower case, wildcards meant literally. No text that can match nothing stored reaches the database.</summary>
    private static string Prefix(string? search) => PlainText.Line(search ?? "", 100) is { } line
        ? line.ToLowerInvariant().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")
        : "\u0001";

    /// <summary>A cursor from outside may be anything; what is not ours starts at the beginning.</summary>
    private static (string Name, string Id) Cursor(string? cursor)
    {
        Span<byte> bytes = stackalloc byte[1024];
        if (cursor is null || !Convert.TryFromBase64String(cursor, bytes, out var length)) return ("", "");
        return Encoding.UTF8.GetString(bytes[..length]).Split('\n') is [var name, var id] && PlainText.IsWellFormed(name + id) ? (name, id) : ("", "");
    }

    private const string Select = """
        with matching as (
          select * from rm_user
          where tenant = $1
            and ($2 = '' or name_key like $2 || '%' or name_key like '% ' || $2 || '%' or email like $2 || '%')
            and ($3 = '' or $3 = any(roles))
            and (not $4 or suspended))
        select name_key, user_id, name, email, confirmed, roles, suspended, registered_at, (select count(*) from matching)
        from matching
        where (name_key, user_id) > ($5, $6)
        order by name_key, user_id
        limit $7
        """;
}
