using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Gamification;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Gamification;

/// <summary>Pages of a board in its one order: more points first, of equal ones who had them earlier, then the id. Who has left by their own document is left
/// out, whatever the fold has done.</summary>
internal sealed class BoardReader(NpgsqlDataSource database, string tenant, PeopleNames names)
{
    /// <summary>Those who left a moment ago may stand in the table for a moment: as many more are read.</summary>
    private const int Spare = 20;

    private const string Shown = """
        select s.user_id, s.points, (extract(epoch from s.reached_at) * 1000000)::bigint from s
        left join aggregate a on a.type = 'points-profile' and a.key = @tenant || '/' || s.user_id
        where not coalesce((a.doc ->> 'hidden')::boolean, false)
        """;

    public async Task<ImmutableArray<BoardRow>> Top(string board, int limit) => await Named(await Page(board, null, limit), 1);

    /// <summary>From behind a place on.</summary>
    public Task<List<Place>> Page(string board, Place? after, int limit) => Read($"""
        with s as materialized (
            select user_id, points, reached_at from point_score
            where tenant = @tenant and board = @board and not hidden and points > 0
                {(after is null ? "" : "and points <= @points and (points < @points or (reached_at, user_id) > (timestamptz 'epoch' + @reached * interval '1 microsecond', @user))")}
            order by points desc, reached_at, user_id limit @limit + {Spare})
        {Shown} order by s.points desc, s.reached_at, s.user_id limit @limit
        """, board, after, limit);

    /// <summary>The nearest before a place, the nearest of them first.</summary>
    public Task<List<Place>> Before(string board, Place place, int limit) => Read($"""
        with s as materialized (
            select user_id, points, reached_at from point_score
            where tenant = @tenant and board = @board and not hidden and points > 0
                and points >= @points and (points > @points or (reached_at, user_id) < (timestamptz 'epoch' + @reached * interval '1 microsecond', @user))
            order by points, reached_at desc, user_id desc limit @limit + {Spare})
        {Shown} order by s.points, s.reached_at desc, s.user_id desc limit @limit
        """, board, place, limit);

    /// <summary>Where a person stands, from 1; null when they are not on the board.</summary>
    public async Task<(Place Place, long Rank)?> Find(string board, string userId)
    {
        await using var command = database.CreateCommand("""
            select s.points, (extract(epoch from s.reached_at) * 1000000)::bigint,
                (select coalesce(sum(t.people), 0)::bigint from point_tally t where t.tenant = s.tenant and t.board = s.board and t.points > s.points)
                + (select count(*) from point_score o where o.tenant = s.tenant and o.board = s.board and not o.hidden and o.points > 0 and o.points = s.points
                    and (o.reached_at, o.user_id) <= (s.reached_at, s.user_id))
            from point_score s where s.tenant = $1 and s.board = $2 and s.user_id = $3 and not s.hidden and s.points > 0
            """);
        foreach (var value in (string[])[tenant, board, userId]) command.Parameters.Add(new() { Value = value });
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? (new(userId, reader.GetInt64(0), reader.GetInt64(1)), reader.GetInt64(2)) : null;
    }

    public async Task<long> People(string board)
    {
        await using var command = database.CreateCommand("select coalesce(sum(people), 0)::bigint from point_tally where tenant = $1 and board = $2");
        foreach (var value in (string[])[tenant, board]) command.Parameters.Add(new() { Value = value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<ImmutableArray<BoardRow>> Named(IReadOnlyList<Place> places, long firstRank)
    {
        var known = await names.Of(places.Select(p => p.UserId));
        return [.. places.Select((p, i) => new BoardRow(firstRank + i, p.UserId, known[p.UserId], p.Points))];
    }

    private async Task<List<Place>> Read(string sql, string board, Place? from, int limit)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("tenant", tenant);
        command.Parameters.AddWithValue("board", board);
        command.Parameters.Add(new("limit", NpgsqlDbType.Integer) { Value = limit });
        if (from is not null)
        {
            command.Parameters.AddWithValue("points", from.Points);
            command.Parameters.AddWithValue("reached", from.Reached);
            command.Parameters.AddWithValue("user", from.UserId);
        }
        var places = new List<Place>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) places.Add(new(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        return places;
    }
}

/// <param name="Reached">Microseconds since 1970.</param>
internal sealed record Place(string UserId, long Points, long Reached);
