using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Questions;
using Npgsql;
using NpgsqlTypes;
using Orleans.Concurrency;

namespace LearningHub.Grains.Questions;

/// <summary>Key <c>tenant/queries</c>. Reads <c>rm_question</c>, and the versions for exports.</summary>
[StatelessWorker(8), GrainType("question-bank")]
internal sealed class QuestionBankGrain(NpgsqlDataSource database, QuestionVersions versions, TimeProvider time) : Grain, IQuestionBankGrain
{
    private const string List = "questions.bank";
    private const int MaxLimit = 100, MaxSearch = 100, MostExported = 5_000, ExportedAtOnce = 100, MostCompared = 50;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<Page<QuestionRow>>> Search(QuestionSearch query)
    {
        if (await BankAccess.Refuse(GrainFactory, new(Tenant, query.CourseId ?? "")) is { } refused) return refused;
        var search = (query.Search ?? "").Trim();
        if (search.Length > MaxSearch || !PlainText.IsWellFormed(search)) return Error.Invalid("questions.search_too_long", $"A search may have at most {MaxSearch} characters.", "search");
        if (query.Tag is { } tag && !PlainText.IsWellFormed(tag)) return QuestionErrors.BadTags;
        var (at, id) = ((long?)null, "");
        if (query.Cursor is not null)
        {
            if (Cursor.Decode(query.Cursor, List, 2) is not [var moment, var question] || !Cursor.IsMoment(moment, out var micros) || !KeySegment.IsValid(question)) return Cursor.Bad;
            (at, id) = (micros, question);
        }
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var terms = SearchText.Terms(search);
        // Something was typed, and it holds nothing to look for.
        if (search.Length > 0 && terms.Length == 0) return Page<QuestionRow>.Empty;

        await using var command = database.CreateCommand("""
            with found as (
                select question_id, latest, kind, name, excerpt, tags, archived, changed_at from rm_question
                where tenant = @tenant and course_id = @course and archived = @archived and (@kind is null or kind = @kind) and (@tag is null or tags @> array[@tag])
                    and (@words = '' or search @@ to_tsquery('simple', @words)))
            select *, (extract(epoch from changed_at) * 1000000)::bigint, (select count(*) from found) from found
            where @at is null or (changed_at, question_id) < (timestamptz 'epoch' + @at * interval '1 microsecond', @id)
            order by changed_at desc, question_id desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", query.CourseId!);
        command.Parameters.AddWithValue("archived", query.Archived);
        command.Parameters.Add(new("kind", NpgsqlDbType.Text) { Value = query.Kind is { } kind ? QuestionsView.KindWord(kind) : DBNull.Value });
        command.Parameters.Add(new("tag", NpgsqlDbType.Text) { Value = query.Tag is { Length: > 0 } wanted ? wanted.ToLowerInvariant() : DBNull.Value });
        // Terms hold letters, digits and marks only.
        command.Parameters.AddWithValue("words", string.Join(" & ", terms.Select(t => $"'{t}':*")));
        command.Parameters.Add(new("at", NpgsqlDbType.Bigint) { Value = (object?)at ?? DBNull.Value });
        command.Parameters.AddWithValue("id", id);
        command.Parameters.AddWithValue("limit", limit + 1);

        var items = ImmutableArray.CreateBuilder<QuestionRow>();
        var (last, total) = (0L, 0L);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            total = reader.GetInt64(9);
            if (items.Count == limit) return new Page<QuestionRow>(items.ToImmutable(), Cursor.Encode(List, last.ToString(CultureInfo.InvariantCulture), items[^1].QuestionId), total);
            items.Add(new(reader.GetString(0), reader.GetInt32(1), Enum.Parse<QuestionKind>(reader.GetString(2), ignoreCase: true), reader.GetString(3), reader.GetString(4),
                [.. reader.GetFieldValue<string[]>(5)], reader.GetBoolean(6), reader.GetFieldValue<DateTimeOffset>(7)));
            last = reader.GetInt64(8);
        }
        return new Page<QuestionRow>(items.ToImmutable(), null, total);
    }

    public async Task<QuestionComparison> Compare(CompareQuestions query)
    {
        var limit = Math.Clamp(query.Limit, 1, MostCompared);
        await using var command = database.CreateCommand("""
            with asked as (
                select question_id, name, name_key from rm_question
                where tenant = @tenant and course_id = @course and (@since is null or changed_at > @since)
                    and (question_id = any(@ids) or not archived and exists (select 1 from jsonb_array_elements(@draws) d where tags @> array(select jsonb_array_elements_text(d))))
            )
            select a.question_id, a.name, n.doc, w.doc from asked a
            join lateral (select id, doc from record where type = 'question_version' and key = @tenant || '/' || a.question_id order by id desc limit 1) n on true
            left join lateral (
                select id, doc from record where type = 'question_version' and key = @tenant || '/' || a.question_id and (doc ->> 'at')::timestamptz <= @since order by id desc limit 1) w on true
            -- Tags make no version: then it is the same question.
            where w.id is distinct from n.id
            order by a.name_key, a.question_id limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", query.CourseId);
        command.Parameters.Add(new("since", NpgsqlDbType.TimestampTz) { Value = (object?)query.Since?.ToUniversalTime() ?? DBNull.Value });
        command.Parameters.AddWithValue("ids", query.QuestionIds.ToArray());
        command.Parameters.Add(new("draws", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(query.Draws.Select(d => d.Tags.ToArray())) });
        command.Parameters.AddWithValue("limit", limit + 1);
        var found = ImmutableArray.CreateBuilder<ComparedQuestion>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (found.Count == limit) return new(found.ToImmutable(), true);
            found.Add(new(reader.GetString(0), reader.GetString(1), reader.IsDBNull(3) ? "" : Words(reader.GetString(3)), Words(reader.GetString(2))));
        }
        return new(found.ToImmutable(), false);

        static string Words(string json) => QuestionInWords.Of(JsonSerializer.Deserialize<QuestionVersion>(json, HubJson.Options)!.Content);
    }

    public async Task<Result<ImmutableArray<QuestionTag>>> Tags(string courseId)
    {
        if (await BankAccess.Refuse(GrainFactory, new(Tenant, courseId ?? "")) is { } refused) return refused;
        await using var command = database.CreateCommand("""
            select t, count(*)::int from rm_question, unnest(tags) t where tenant = @tenant and course_id = @course and not archived group by t order by count(*) desc, t limit 200
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", courseId!);
        var tags = ImmutableArray.CreateBuilder<QuestionTag>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) tags.Add(new(reader.GetString(0), reader.GetInt32(1)));
        return tags.ToImmutable();
    }

    public async Task<Result<QuestionImportReport>> Import(ImportQuestions command)
    {
        if (await BankAccess.Refuse(GrainFactory, new(Tenant, command.CourseId ?? "")) is { } refused) return refused;
        return await QuestionImport.Run(GrainFactory, Tenant, command, time);
    }

    public async Task<Result<QuestionExport>> Export(string courseId, string? tag)
    {
        if (await BankAccess.Refuse(GrainFactory, new(Tenant, courseId ?? "")) is { } refused) return refused;
        var rows = new List<(QuestionRef Question, ImmutableArray<string> Tags)>();
        await using (var command = database.CreateCommand("""
            select question_id, latest, tags from rm_question where tenant = @tenant and course_id = @course and not archived and (@tag is null or tags @> array[@tag])
            order by name_key, question_id limit @limit
            """))
        {
            command.Parameters.AddWithValue("tenant", Tenant);
            command.Parameters.AddWithValue("course", courseId!);
            command.Parameters.Add(new("tag", NpgsqlDbType.Text) { Value = tag is { Length: > 0 } && PlainText.IsWellFormed(tag) ? tag.ToLowerInvariant() : DBNull.Value });
            command.Parameters.AddWithValue("limit", MostExported);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync()) rows.Add((new(reader.GetString(0), reader.GetInt32(1)), [.. reader.GetFieldValue<string[]>(2)]));
        }
        var questions = new List<(QuestionContent, ImmutableArray<string>)>(rows.Count);
        foreach (var some in rows.Chunk(ExportedAtOnce))
        {
            var contents = await versions.Get(Tenant, [.. some.Select(r => r.Question)]);
            questions.AddRange(some.Zip(contents).Where(x => x.Second is not null).Select(x => (x.Second!, x.First.Tags)));
        }
        var notes = new List<string>();
        return new QuestionExport(GiftWriter.Write(questions, notes), questions.Count, [.. notes]);
    }
}
