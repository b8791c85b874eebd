using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Courses;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Courses;

/// <summary>Courses as lists and searches read them: <c>rm_course</c> and the words of titles for spelling, <c>rm_course_word</c>.</summary>
internal sealed class CatalogueView : View<CourseState>
{
    public const string ViewName = "catalogue";
    private const int ShortestWord = 3;

    public override string Name => ViewName;
    public override IReadOnlyList<string> Tables => ["rm_course", "rm_course_word"];
    public override IReadOnlyList<string> RecordTypes => [CourseState.SectionRecord];

    // Stemming helps English; other languages match by their letters alone.
    private const string Upsert = """
        with saved as (
            insert into rm_course as c (tenant, course_id, version, published, instructor_id, title, title_key, subtitle, subject, level, language,
                prices, lessons, duration_ms, outline, created_at, published_at, changed_at, search)
            values (@tenant, @id, @version, @published, @instructor, @title, @titleKey, @subtitle, @subject, @level, @language,
                @prices, @lessons, @duration, @outline, @created, @publishedAt, @changed,
                setweight(to_tsvector('simple', @titleKey), 'A') || setweight(to_tsvector('simple', @subtitleKey), 'B') || setweight(to_tsvector('simple', @subjectKey), 'B')
                || setweight(to_tsvector('simple', @descriptionKey), 'D')
                || case when @language like 'en%' then setweight(to_tsvector('english', @titleKey), 'A') || setweight(to_tsvector('english', @subtitleKey), 'B')
                    || setweight(to_tsvector('english', @descriptionKey), 'D') else ''::tsvector end)
            on conflict (tenant, course_id) do update set version = excluded.version, published = excluded.published, instructor_id = excluded.instructor_id,
                title = excluded.title, title_key = excluded.title_key, subtitle = excluded.subtitle, subject = excluded.subject, level = excluded.level,
                language = excluded.language, prices = excluded.prices, lessons = excluded.lessons,
                duration_ms = excluded.duration_ms, outline = excluded.outline, created_at = excluded.created_at, published_at = excluded.published_at,
                changed_at = excluded.changed_at, search = excluded.search
            where c.version < excluded.version
            returning tenant, course_id),
        gone as (
            delete from rm_course_word w using saved s where w.tenant = s.tenant and w.course_id = s.course_id and not w.word = any(@words))
        insert into rm_course_word (tenant, course_id, word) select tenant, course_id, unnest(@words) from saved on conflict do nothing
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<CourseState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.Exists)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<CourseState> s)
    {
        // Document and records are read one after the other: a section may be gone already. What took it away renders the course again.
        var sections = s.Records[CourseState.SectionRecord].ToDictionary(r => r.Id, r => JsonSerializer.Deserialize<Section>(r.Json, HubJson.Options)!);
        var c = (s.State with { SectionIds = [.. s.State.SectionIds.Where(sections.ContainsKey)] }).WithStored(sections.Values);
        var published = c.Status == CourseStatus.Published;
        var (title, subtitle, subject) = (SearchText.Fold(c.Title), SearchText.Fold(c.Subtitle), SearchText.Fold(c.Subject));
        var words = published ? SearchText.Words($"{title} {subtitle} {subject}").Where(w => w.Length is >= ShortestWord and <= 60).Distinct().ToArray() : [];
        var outline = c.Sections.SelectMany(x => x.Lessons).Select(l => new OutlineItem(l.LessonId, l.Title, l.DurationMs));
        return new(Upsert)
        {
            Parameters =
            {
                new("tenant", s.Tenant), new("id", s.Id), new("version", s.Version), new("published", published), new("instructor", c.InstructorId),
                new("title", c.Title), new("titleKey", title), new("subtitle", c.Subtitle), new("subtitleKey", subtitle), new("subject", c.Subject),
                new("subjectKey", subject), new("descriptionKey", SearchText.Fold(c.Description)), new("level", JsonNamingPolicy.CamelCase.ConvertName(c.Level.ToString())),
                new("language", c.Language), new("prices", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(c.Prices, HubJson.Options) }, new("lessons", c.Lessons), new("duration", c.DurationMs),
                new("outline", NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(outline, HubJson.Options) },
                new("created", c.CreatedAt.ToUniversalTime()), new("publishedAt", NpgsqlDbType.TimestampTz) { Value = (object?)c.PublishedAt?.ToUniversalTime() ?? DBNull.Value },
                new("changed", s.ChangedAt.ToUniversalTime()), new("words", words),
            },
        };
    }

    private sealed record OutlineItem(string Id, string Title, long Ms);
}
