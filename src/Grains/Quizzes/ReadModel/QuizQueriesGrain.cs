using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Quizzes;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_attempt</c>, <c>rm_attempt_mark</c>, <c>rm_essay</c> and <c>rm_user</c>.</summary>
[StatelessWorker(8), GrainType("quiz-queries")]
internal sealed class QuizQueriesGrain(NpgsqlDataSource database) : Grain, IQuizQueriesGrain
{
    private const string AttemptsList = "quizzes.attempts", QueueList = "quizzes.queue", ExportList = "quizzes.export";
    private const int MaxLimit = 100, MaxSearch = 100, ExportPage = 500, HardFrom = 5;
    private const decimal HardBelow = 0.3m;
    private const string Columns = """
        select a.user_id, coalesce(u.name, '') as name, coalesce(u.email, '') as email, a.number, a.state, a.started_at, a.deadline, a.handed_in_at, a.automatic, a.mark, a.max_mark,
            a.fraction, a.to_grade, (extract(epoch from a.started_at) * 1000000)::bigint as micros
        """;

    // Learners' ids are in byte order in these tables, so that pages go by them; rm_user's own index is asked in its own order.
    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<Page<AttemptRow>>> Attempts(AttemptsQuery query)
    {
        if (!await IsStaff(query.QuizId)) return QuizErrors.NotFound;
        var search = (query.Search ?? "").Trim();
        if (search.Length > MaxSearch || !PlainText.IsWellFormed(search)) return Error.Invalid("quizzes.search_too_long", $"A search may have at most {MaxSearch} characters.", "search");
        if (!TryAfter(query.Cursor, AttemptsList, 3, out var after)) return Cursor.Bad;
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        await using var command = Command(query.QuizId, $"""
            with found as (
                {Columns}
                from rm_attempt a left join rm_user u on u.tenant = a.tenant and u.user_id = a.user_id collate "default"
                where a.tenant = @tenant and a.quiz_id = @quiz and (@state = '' or a.state = @state) and (@like = '' or u.name_key like @like or u.email like @like))
            select *, (select count(*) from found) from found
            where @at is null or (started_at, user_id collate "C", number) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id, @number)
            order by started_at desc, user_id collate "C" desc, number desc limit @limit
            """);
        command.Parameters.AddWithValue("state", query.State is { } state ? Word(state) : "");
        command.Parameters.AddWithValue("like", search.Length == 0 ? "" : $"%{search.ToLowerInvariant().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%");
        AddPlace(command, after is null ? null : Micros(after[0]), after?[1] ?? "", after is null ? 0 : Int(after[2]), 0, limit + 1);

        var items = ImmutableArray.CreateBuilder<AttemptRow>();
        var (last, total) = (0L, 0L);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            total = reader.GetInt64(14);
            if (items.Count == limit) return new Page<AttemptRow>(items.ToImmutable(), Cursor.Encode(AttemptsList, Text(last), items[^1].UserId, Text(items[^1].Number)), total);
            items.Add(Row(reader));
            last = reader.GetInt64(13);
        }
        return new Page<AttemptRow>(items.ToImmutable(), null, total);
    }

    public async Task<Result<Page<EssayRow>>> Queue(string quizId, string? cursor, int limit)
    {
        if (!await IsStaff(quizId)) return QuizErrors.NotFound;
        if (!TryAfter(cursor, QueueList, 4, out var after)) return Cursor.Bad;
        limit = Math.Clamp(limit, 1, MaxLimit);
        await using var command = Command(quizId, """
            select e.user_id, coalesce(u.name, ''), e.number, e.place, e.question_id, e.handed_in_at, e.claimed_by, coalesce(g.name, ''), e.claimed_until,
                (extract(epoch from e.handed_in_at) * 1000000)::bigint, count(*) over ()
            from rm_essay e left join rm_user u on u.tenant = e.tenant and u.user_id = e.user_id collate "default" left join rm_user g on g.tenant = e.tenant and g.user_id = e.claimed_by
            where e.tenant = @tenant and e.quiz_id = @quiz
                and (@at is null or (e.handed_in_at, e.user_id, e.number, e.place) > (timestamptz 'epoch' + @at * interval '1 microsecond', @id collate "C", @number, @place))
            order by e.handed_in_at, e.user_id, e.number, e.place limit @limit
            """);
        AddPlace(command, after is null ? null : Micros(after[0]), after?[1] ?? "", after is null ? 0 : Int(after[2]), after is null ? 0 : Int(after[3]), limit + 1);
        var items = ImmutableArray.CreateBuilder<EssayRow>();
        var (last, total) = (0L, 0L);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            total = reader.GetInt64(10);
            if (items.Count == limit) return new Page<EssayRow>(items.ToImmutable(), Cursor.Encode(QueueList, Text(last), items[^1].UserId, Text(items[^1].Number), Text(items[^1].Place)), total);
            items.Add(new(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5),
                reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(6) ? null : reader.GetString(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8)));
            last = reader.GetInt64(9);
        }
        return new Page<EssayRow>(items.ToImmutable(), null, total);
    }

    public async Task<Result<QuizResults>> Results(string quizId)
    {
        if (!await IsStaff(quizId)) return QuizErrors.NotFound;
        var pass = (await GrainFactory.Quiz(new(Tenant, quizId)).Get()).Value?.Settings.PassPercent ?? 0;
        // Attempts first: what is counted there has its marks in the rows that are read after.
        var sums = await Sums(quizId, pass);
        return sums with { Questions = await QuestionResults.Read(sql => Command(quizId, sql)) };
    }

    public async Task<Result<ImmutableArray<QuestionFigures>>> Items(string courseId, ImmutableArray<string> questionIds)
    {
        if (!KeySegment.IsValid(courseId) || !await GrainFactory.Course(new(Tenant, courseId)).IsStaff()) return QuizErrors.NotFound;
        var asked = questionIds.IsDefault ? [] : questionIds.Where(KeySegment.IsValid).Take(MaxLimit).ToArray();
        if (asked.Length == 0) return ImmutableArray<QuestionFigures>.Empty;
        return await QuestionResults.Items(sql =>
        {
            var command = database.CreateCommand(sql);
            command.Parameters.AddWithValue("tenant", Tenant);
            command.Parameters.AddWithValue("course", courseId);
            command.Parameters.AddWithValue("questions", asked);
            return command;
        });
    }

    private async Task<QuizResults> Sums(string quizId, decimal pass)
    {
        await using var command = Command(quizId, """
            select count(distinct user_id), count(*), count(*) filter (where state = 'running'), coalesce(sum(to_grade), 0), count(*) filter (where state = 'graded'),
                round(avg(fraction) filter (where state = 'graded') * 100, 4), count(*) filter (where state = 'graded' and fraction * 100 >= @pass)
            from rm_attempt where tenant = @tenant and quiz_id = @quiz
            """);
        command.Parameters.AddWithValue("pass", pass);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new QuizResults((int)reader.GetInt64(0), (int)reader.GetInt64(1), (int)reader.GetInt64(2), (int)reader.GetInt64(3), (int)reader.GetInt64(4), Decimal(reader, 5), (int)reader.GetInt64(6), []);
    }

    public async Task<Result<Page<AttemptExport>>> Export(string quizId, string? cursor)
    {
        if (!await IsStaff(quizId)) return QuizErrors.NotFound;
        if (!TryAfter(cursor, ExportList, 2, out var after)) return Cursor.Bad;
        await using var command = Command(quizId, $"""
            {Columns},
                (select array_agg(m.mark order by m.place) from rm_attempt_mark m where m.tenant = a.tenant and m.quiz_id = a.quiz_id and m.user_id = a.user_id and m.number = a.number)
            from rm_attempt a left join rm_user u on u.tenant = a.tenant and u.user_id = a.user_id collate "default"
            where a.tenant = @tenant and a.quiz_id = @quiz and a.state in ('graded', 'needsGrading') and (a.user_id, a.number) > (@id collate "C", @number)
            order by a.user_id, a.number limit @limit
            """);
        AddPlace(command, null, after?[0] ?? "", after is null ? 0 : Int(after[1]), 0, ExportPage);
        var items = ImmutableArray.CreateBuilder<AttemptExport>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) items.Add(new(Row(reader), reader.IsDBNull(14) ? [] : [.. reader.GetFieldValue<decimal?[]>(14)]));
        return new Page<AttemptExport>(items.ToImmutable(), items.Count == ExportPage ? Cursor.Encode(ExportList, items[^1].Attempt.UserId, Text(items[^1].Attempt.Number)) : null);
    }

    public async Task<ImmutableArray<QuizAttention>> Attention(ImmutableArray<string> courseIds)
    {
        if (courseIds.IsDefaultOrEmpty) return [];
        await using var command = database.CreateCommand("""
            with waiting as (
                select a.course_id, e.quiz_id, count(*)::int as n, min(e.handed_in_at) as since
                from rm_essay e join rm_attempt a on a.tenant = e.tenant and a.quiz_id = e.quiz_id and a.user_id = e.user_id and a.number = e.number
                where e.tenant = @tenant and a.course_id = any(@courses) group by a.course_id, e.quiz_id),
            first as (
                select distinct on (quiz_id, user_id) course_id, quiz_id, user_id, number from rm_attempt
                where tenant = @tenant and course_id = any(@courses) and state = 'graded' order by quiz_id, user_id, number),
            asked as (
                select f.course_id, f.quiz_id, m.question_id, count(*) as n, sum(m.mark) / nullif(sum(m.max_mark), 0) as facility
                from first f join rm_attempt_mark m on m.tenant = @tenant and m.quiz_id = f.quiz_id and m.user_id = f.user_id and m.number = f.number group by f.course_id, f.quiz_id, m.question_id),
            hard as (select course_id, quiz_id, count(*)::int as n from asked where n >= @least and facility < @facility group by course_id, quiz_id)
            select coalesce(w.course_id, h.course_id), coalesce(w.quiz_id, h.quiz_id), coalesce(w.n, 0), w.since, coalesce(h.n, 0)
            from waiting w full join hard h on h.course_id = w.course_id and h.quiz_id = w.quiz_id order by 1, 2
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("courses", courseIds.ToArray());
        command.Parameters.AddWithValue("least", HardFrom);
        command.Parameters.AddWithValue("facility", HardBelow);
        var found = new List<QuizAttention>();
        await using (var reader = await command.ExecuteReaderAsync())
            while (await reader.ReadAsync()) found.Add(new(reader.GetString(0), reader.GetString(1), "", reader.GetInt32(2), Moment(reader, 3), reader.GetInt32(4)));
        return [.. await Task.WhenAll(found.Select(async f => f with { Title = (await GrainFactory.Quiz(new(Tenant, f.QuizId)).Get()).Value?.Title ?? "" }))];
    }

    public async Task<ImmutableArray<string>> Learners(string quizId, bool running, string? after, int limit)
    {
        await using var command = Command(quizId, """
            select distinct user_id from rm_attempt where tenant = @tenant and quiz_id = @quiz and (not @running or state = 'running') and user_id > @id collate "C" order by user_id limit @limit
            """);
        command.Parameters.AddWithValue("running", running);
        AddPlace(command, null, after ?? "", 0, 0, Math.Clamp(limit, 1, 1_000));
        var found = ImmutableArray.CreateBuilder<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) found.Add(reader.GetString(0));
        return found.ToImmutable();
    }

    private async Task<bool> IsStaff(string? quizId) => KeySegment.IsValid(quizId) && await GrainFactory.Quiz(new(Tenant, quizId!)).IsStaff();

    private NpgsqlCommand Command(string quizId, string sql)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("quiz", quizId);
        return command;
    }

    private static void AddPlace(NpgsqlCommand command, long? at, string id, int number, int place, int limit)
    {
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("number", number);
        command.Parameters.AddWithValue("place", place);
        command.Parameters.AddWithValue("limit", limit);
    }

    private static AttemptRow Row(NpgsqlDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt32(3), Enum.Parse<AttemptState>(r.GetString(4), ignoreCase: true), r.GetFieldValue<DateTimeOffset>(5), Moment(r, 6), Moment(r, 7),
        r.GetBoolean(8), Decimal(r, 9), r.GetDecimal(10), Decimal(r, 11) * 100, r.GetInt32(12));

    private static string Word(AttemptState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
    private static decimal? Decimal(NpgsqlDataReader r, int at) => r.IsDBNull(at) ? null : r.GetDecimal(at);
    private static DateTimeOffset? Moment(NpgsqlDataReader r, int at) => r.IsDBNull(at) ? null : r.GetFieldValue<DateTimeOffset>(at);
    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
    private static long? Micros(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>False: not a cursor of this list. Numbers and ids in it are checked: what comes back may have been changed on its way.</summary>
    private static bool TryAfter(string? cursor, string list, int keys, out string[]? after)
    {
        after = null;
        if (cursor is null) return true;
        after = Cursor.Decode(cursor, list, keys);
        if (after is null) return false;
        var (id, rest) = list == ExportList ? (after[0], after[1..]) : (after[1], after[2..]);
        return KeySegment.IsValid(id) && rest.All(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out _)) && (list == ExportList || Cursor.IsMoment(after[0], out _));
    }
}
