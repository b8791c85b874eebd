using System.Collections.Concurrent;
using Npgsql;

namespace LearningHub.Grains.Questions;

/// <summary>The banks that draws take from, kept for two seconds, one store a process: thousands of draws are a few reads. At most 200 banks are kept.</summary>
internal sealed class QuestionPools(NpgsqlDataSource database, TimeProvider time)
{
    public const int MostQuestions = 10_000;
    private const int MostPools = 200;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(2);
    private readonly ConcurrentDictionary<string, Pool> _pools = new();

    public async Task<IReadOnlyList<Drawable>> Get(string tenant, string courseId, IReadOnlyList<string> tags)
    {
        // Tags hold no comma.
        var key = $"{tenant}/{courseId}/{string.Join(',', tags)}";
        var now = time.GetTimestamp();
        if (!_pools.TryGetValue(key, out var pool) || time.GetElapsedTime(pool.At, now) > Kept || pool.Reading.IsValueCreated && pool.Reading.Value.IsFaulted)
        {
            if (_pools.Count >= MostPools)
                foreach (var old in _pools) if (time.GetElapsedTime(old.Value.At, now) > Kept) _pools.TryRemove(old);
            if (_pools.Count >= MostPools) _pools.Clear();
            var fresh = new Pool(now, new(() => Read(tenant, courseId, tags)));
            pool = pool is null ? _pools.GetOrAdd(key, fresh) : _pools.TryUpdate(key, fresh, pool) ? fresh : _pools.GetOrAdd(key, fresh);
        }
        return await pool.Reading.Value;
    }

    private async Task<IReadOnlyList<Drawable>> Read(string tenant, string courseId, IReadOnlyList<string> tags)
    {
        await using var command = database.CreateCommand("""
            select question_id, latest from rm_question
            where tenant = @tenant and course_id = @course and not archived and tags @> @tags order by question_id limit @limit
            """);
        command.Parameters.AddWithValue("tenant", tenant);
        command.Parameters.AddWithValue("course", courseId);
        command.Parameters.AddWithValue("tags", tags.ToArray());
        command.Parameters.AddWithValue("limit", MostQuestions);
        var pool = new List<Drawable>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) pool.Add(Drawable.Of(reader.GetString(0), reader.GetInt32(1)));
        return pool;
    }

    private sealed record Pool(long At, Lazy<Task<IReadOnlyList<Drawable>>> Reading);
}
