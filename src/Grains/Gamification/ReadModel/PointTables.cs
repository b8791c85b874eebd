using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Gamification;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Gamification;

/// <summary>Reads and writes the rows of many people at once, in the transaction of the batch. There is one writer: the checkpoint's row is locked.</summary>
internal sealed class PointTables(NpgsqlConnection connection, CancellationToken cancellation)
{
    /// <summary>The zone that the person has now, from the moment of the event on; what is known of an earlier time stays.</summary>
    public Task AddZones(IReadOnlyCollection<EventRow> events) => events.Count == 0 ? Task.CompletedTask : Run("""
        insert into person_zone (tenant, user_id, since, zone)
        select e.tenant, e.user_id, e.at, coalesce(a.doc ->> 'zone', '') from unnest($1::text[], $2::text[], $3::timestamptz[]) e (tenant, user_id, at)
        join aggregate a on a.type = 'user' and a.key = e.tenant || '/' || e.user_id
        on conflict do nothing
        """, Texts(events, e => e.Tenant), Texts(events, e => e.Id), Times(events, e => e.At));

    public Task AddRules(IReadOnlyCollection<EventRow> events) => events.Count == 0 ? Task.CompletedTask : Run("""
        insert into point_rules (tenant, rules_version, since, doc) select * from unnest($1::text[], $2::int[], $3::timestamptz[], $4::jsonb[]) on conflict do nothing
        """, Texts(events, e => e.Tenant), Array(events, e => e.Read<PointRulesChanged>().RulesVersion), Times(events, e => e.At), Json(events, e => e.Payload));

    public async Task<ILookup<PersonKey, (DateTimeOffset Since, string Zone)>> Zones(IReadOnlyCollection<PersonKey> people) => (await Read("""
        select z.tenant, z.user_id, z.since, z.zone from person_zone z join unnest($1::text[], $2::text[]) p (tenant, user_id) using (tenant, user_id) order by z.since
        """, r => (Key: Person(r), Zone: (r.GetFieldValue<DateTimeOffset>(2), r.GetString(3))), People(people))).ToLookup(z => z.Key, z => z.Zone);

    public async Task<Dictionary<string, RulesOf>> Rules(IReadOnlyCollection<string> tenants)
    {
        var rows = await Read("select tenant, rules_version, since, doc from point_rules where tenant = any($1) order by since, rules_version",
            r => (Tenant: r.GetString(0), Version: r.GetInt32(1), Since: r.GetFieldValue<DateTimeOffset>(2), Rules: JsonSerializer.Deserialize<PointRulesChanged>(r.GetString(3), HubJson.Options)!),
            Texts(tenants, t => t));
        return tenants.ToDictionary(t => t, t => new RulesOf([.. rows.Where(r => r.Tenant == t).Select(r => (r.Version, r.Since, r.Rules))]));
    }

    private const string EntryColumns = "e.tenant, e.user_id, e.entry_key, e.reason, e.course_id, e.subject_id, e.at, e.event_id, e.points, e.rules_version";

    /// <summary>The entries about the same things.</summary>
    public Task<List<EntryRow>> Entries(IReadOnlyCollection<PointFact> facts) => Read(
        $"select {EntryColumns} from point_entry e join unnest($1::text[], $2::text[], $3::text[]) f (tenant, user_id, entry_key) using (tenant, user_id, entry_key)", Entry,
        [.. People([.. facts.Select(f => f.Person)]), Texts(facts, f => f.EntryKey)]);

    public Task<List<EntryRow>> EntriesOf(IReadOnlyCollection<PersonKey> people) => Read(
        $"select {EntryColumns} from point_entry e join unnest($1::text[], $2::text[]) p (tenant, user_id) using (tenant, user_id)", Entry, People(people));

    /// <summary>Entries that a version of the rules came too late for.</summary>
    public Task<List<EntryRow>> EntriesSince(string tenant, DateTimeOffset since) => Read(
        $"select {EntryColumns} from point_entry e where e.at >= $2 and e.tenant = $1", Entry, new NpgsqlParameter { Value = tenant }, new NpgsqlParameter { Value = since.ToUniversalTime() });

    public Task Save(IReadOnlyCollection<EntryRow> entries) => entries.Count == 0 ? Task.CompletedTask : Run("""
        insert into point_entry (tenant, user_id, entry_key, reason, course_id, subject_id, at, event_id, points, rules_version)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::timestamptz[], $8::uuid[], $9::int[], $10::int[])
        on conflict (tenant, user_id, entry_key) do update set course_id = excluded.course_id, subject_id = excluded.subject_id, at = excluded.at, event_id = excluded.event_id,
            points = excluded.points, rules_version = excluded.rules_version
        """, Texts(entries, e => e.Fact.Person.Tenant), Texts(entries, e => e.Fact.Person.UserId), Texts(entries, e => e.Fact.EntryKey), Texts(entries, e => e.Fact.Reason.ToString()),
        Texts(entries, e => e.Fact.CourseId), Texts(entries, e => e.Fact.SubjectId), Times(entries, e => e.Fact.At), Array(entries, e => e.Fact.EventId),
        Array(entries, e => e.Points), Array(entries, e => e.RulesVersion));

    public async Task<Dictionary<PersonKey, PersonRow>> Persons(IReadOnlyCollection<PersonKey> people)
    {
        var rows = await Read("""
            select p.tenant, p.user_id, p.points, p.lessons, p.courses, p.quizzes, p.best_streak, p.hidden, p.hidden_version
            from point_person p join unnest($1::text[], $2::text[]) k (tenant, user_id) using (tenant, user_id)
            """, r => new PersonRow(Person(r))
        {
            Points = r.GetInt64(2), Lessons = r.GetInt32(3), Courses = r.GetInt32(4), Quizzes = r.GetInt32(5), BestStreak = r.GetInt32(6), Hidden = r.GetBoolean(7), HiddenVersion = r.GetInt64(8),
        }, People(people));
        var known = rows.ToDictionary(r => r.Key);
        foreach (var key in people) known.TryAdd(key, new(key));
        return known;
    }

    public Task Save(IReadOnlyCollection<PersonRow> rows) => rows.Count == 0 ? Task.CompletedTask : Run("""
        insert into point_person (tenant, user_id, points, lessons, courses, quizzes, best_streak, hidden, hidden_version)
        select * from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[], $8::boolean[], $9::bigint[])
        on conflict (tenant, user_id) do update set points = excluded.points, lessons = excluded.lessons, courses = excluded.courses, quizzes = excluded.quizzes,
            best_streak = excluded.best_streak, hidden = excluded.hidden, hidden_version = excluded.hidden_version
        """, [.. People([.. rows.Select(r => r.Key)]), Array(rows, r => r.Points), Array(rows, r => r.Lessons), Array(rows, r => r.Courses), Array(rows, r => r.Quizzes),
            Array(rows, r => r.BestStreak), Array(rows, r => r.Hidden), Array(rows, r => r.HiddenVersion)]);

    private const string ScoreColumns = "s.tenant, s.user_id, s.board, s.points, s.reached_at, s.hidden";

    public Task<List<ScoreRow>> Scores(IReadOnlyCollection<ScoreKey> keys) => keys.Count == 0 ? Task.FromResult<List<ScoreRow>>([]) : Read(
        $"select {ScoreColumns} from point_score s join unnest($1::text[], $2::text[], $3::text[]) k (tenant, user_id, board) using (tenant, user_id, board)", Score,
        [.. People([.. keys.Select(k => k.Person)]), Texts(keys, k => k.Board)]);

    public Task<List<ScoreRow>> ScoresOf(IReadOnlyCollection<PersonKey> people) => people.Count == 0 ? Task.FromResult<List<ScoreRow>>([]) : Read(
        $"select {ScoreColumns} from point_score s join unnest($1::text[], $2::text[]) k (tenant, user_id) using (tenant, user_id)", Score, People(people));

    /// <summary>The rows, and in the tally one person from where they stood to where they stand.</summary>
    public async Task Save(IReadOnlyCollection<ScoreRow> rows)
    {
        if (rows.Count == 0) return;
        await Run("""
            insert into point_score (tenant, user_id, board, points, reached_at, hidden) select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::boolean[])
            on conflict (tenant, board, user_id) do update set points = excluded.points, reached_at = excluded.reached_at, hidden = excluded.hidden
            """, [.. People([.. rows.Select(r => r.Key.Person)]), Texts(rows, r => r.Key.Board), Array(rows, r => r.Points), Times(rows, r => r.ReachedAt), Array(rows, r => r.Hidden)]);
        var moved = new Dictionary<(string Tenant, string Board, long Points), long>();
        foreach (var row in rows)
        {
            if (row.Stored is { Hidden: false, Points: > 0 }) Add(row, row.Stored.Points, -1);
            if (row is { Hidden: false, Points: > 0 }) Add(row, row.Points, 1);
        }
        var changed = moved.Where(m => m.Value != 0).OrderBy(m => m.Key).ToList();
        if (changed.Count == 0) return;
        await Run("""
            with moved as (
                insert into point_tally as t (tenant, board, points, people) select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[])
                on conflict (tenant, board, points) do update set people = t.people + excluded.people returning 1)
            select count(*) from moved
            """, Texts(changed, c => c.Key.Tenant), Texts(changed, c => c.Key.Board), Array(changed, c => c.Key.Points), Array(changed, c => c.Value));
        await Run("delete from point_tally t using unnest($1::text[], $2::text[], $3::bigint[]) k (tenant, board, points) where (t.tenant, t.board, t.points) = (k.tenant, k.board, k.points) and t.people = 0",
            Texts(changed, c => c.Key.Tenant), Texts(changed, c => c.Key.Board), Array(changed, c => c.Key.Points));

        void Add(ScoreRow row, long points, int people)
        {
            var key = (row.Key.Person.Tenant, row.Key.Board, points);
            moved[key] = moved.GetValueOrDefault(key) + people;
        }
    }

    /// <summary>Adds days; answers all days of those who had not learned on one of them yet.</summary>
    public async Task<ILookup<PersonKey, DateOnly>> AddDays(IReadOnlyCollection<(PersonKey Person, DateOnly Day)> days)
    {
        if (days.Count == 0) return System.Array.Empty<(PersonKey, DateOnly)>().ToLookup(_ => default(PersonKey), _ => default(DateOnly));
        var added = await Read("insert into learning_day (tenant, user_id, day) select * from unnest($1::text[], $2::text[], $3::date[]) on conflict do nothing returning tenant, user_id", Person,
            [.. People([.. days.Select(d => d.Person)]), Array(days, d => d.Day)]);
        var people = added.Distinct().ToList();
        var all = people.Count == 0 ? [] : await Read(
            "select d.tenant, d.user_id, d.day from learning_day d join unnest($1::text[], $2::text[]) k (tenant, user_id) using (tenant, user_id)", r => (Key: Person(r), Day: r.GetFieldValue<DateOnly>(2)), People(people));
        return all.ToLookup(d => d.Key, d => d.Day);
    }

    public async Task<ILookup<PersonKey, string>> Awards(IReadOnlyCollection<PersonKey> people) => (await Read(
        "select b.tenant, b.user_id, b.badge_id from badge_award b join unnest($1::text[], $2::text[]) k (tenant, user_id) using (tenant, user_id)", r => (Key: Person(r), Badge: r.GetString(2)), People(people)))
        .ToLookup(b => b.Key, b => b.Badge);

    public Task Save(IReadOnlyCollection<(PersonKey Person, string BadgeId, DateTimeOffset At)> awards) => awards.Count == 0 ? Task.CompletedTask : Run(
        "insert into badge_award (tenant, user_id, badge_id, at) select * from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) on conflict do nothing",
        [.. People([.. awards.Select(a => a.Person)]), Texts(awards, a => a.BadgeId), Times(awards, a => a.At)]);

    private static PersonKey Person(NpgsqlDataReader r) => new(r.GetString(0), r.GetString(1));

    private static EntryRow Entry(NpgsqlDataReader r) => new(
        new(Person(r), r.GetString(2), Enum.Parse<PointReason>(r.GetString(3)), r.GetString(4), r.GetString(5), r.GetFieldValue<DateTimeOffset>(6), r.GetGuid(7)), r.GetInt32(8), r.GetInt32(9));

    private static ScoreRow Score(NpgsqlDataReader r) => new(new(Person(r), r.GetString(2)))
    {
        Points = r.GetInt64(3), ReachedAt = r.GetFieldValue<DateTimeOffset>(4), Hidden = r.GetBoolean(5), Stored = (r.GetInt64(3), r.GetBoolean(5)),
    };

    private async Task Run(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<T>> Read<T>(string sql, Func<NpgsqlDataReader, T> row, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
        return rows;
    }

    private static NpgsqlParameter[] People(IReadOnlyCollection<PersonKey> people) => [Texts(people, p => p.Tenant), Texts(people, p => p.UserId)];
    private static NpgsqlParameter Texts<T>(IEnumerable<T> rows, Func<T, string> value) => Array(rows, value);
    private static NpgsqlParameter Times<T>(IEnumerable<T> rows, Func<T, DateTimeOffset> value) => Array(rows, r => value(r).ToUniversalTime());
    private static NpgsqlParameter Array<T, TValue>(IEnumerable<T> rows, Func<T, TValue> value) => new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(value)] };
    private static NpgsqlParameter Json<T>(IEnumerable<T> rows, Func<T, string> value) => new() { Value = rows.Select(value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
