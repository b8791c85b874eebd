using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Questions;
using Npgsql;

namespace LearningHub.Grains.Questions;

/// <summary>Questions as lists and draws read them: <c>rm_question</c>.</summary>
internal sealed class QuestionsView : View<QuestionState>
{
    public const string ViewName = "questions";

    public override string Name => ViewName;
    public override IReadOnlyList<string> Tables => ["rm_question"];

    private const string Upsert = """
        insert into rm_question as q (tenant, question_id, course_id, version, latest, kind, name, name_key, excerpt, tags, archived, created_at, changed_at, search)
        values (@tenant, @id, @course, @version, @latest, @kind, @name, @key, @excerpt, @tags, @archived, @created, @changed,
            setweight(to_tsvector('simple', @key), 'A') || setweight(to_tsvector('simple', @tagWords), 'B') || to_tsvector('simple', @words))
        on conflict (tenant, question_id) do update set course_id = excluded.course_id, version = excluded.version, latest = excluded.latest, kind = excluded.kind,
            name = excluded.name, name_key = excluded.name_key, excerpt = excluded.excerpt, tags = excluded.tags, archived = excluded.archived,
            changed_at = excluded.changed_at, search = excluded.search
        where q.version < excluded.version
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<QuestionState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => s.State.Exists)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<QuestionState> s) => new(Upsert)
    {
        Parameters =
        {
            new("tenant", s.Tenant), new("id", s.Id), new("course", s.State.CourseId), new("version", s.Version), new("latest", s.State.Latest), new("kind", KindWord(s.State.Kind)),
            new("name", s.State.Name), new("key", SearchText.Fold(s.State.Name)), new("excerpt", s.State.Excerpt), new("tags", s.State.Tags.ToArray()),
            new("archived", s.State.Archived), new("created", s.State.CreatedAt.ToUniversalTime()), new("changed", s.ChangedAt.ToUniversalTime()),
            new("tagWords", SearchText.Fold(string.Join(' ', s.State.Tags))), new("words", SearchText.Fold(s.State.Words)),
        },
    };

    public static string KindWord(QuestionKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}
