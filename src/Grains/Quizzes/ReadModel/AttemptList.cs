using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;
using NpgsqlTypes;

namespace LearningHub.Grains.Quizzes;

/// <summary>Attempts, their marks and the essays that wait, as lists read them.</summary>
internal sealed class AttemptList : View<AttemptsState>
{
    public const string ViewName = "attempt_list";

    public override string Name => ViewName;
    public override IReadOnlyList<string> Tables => ["rm_attempts", "rm_attempt", "rm_attempt_mark", "rm_essay"];
    public override IReadOnlyList<string> RecordTypes => [AttemptsState.MarkRecord];

    // A mark that is read newer than its document is right all the same, and its own event renders it again.
    private const string Upsert = """
        with head as (
            insert into rm_attempts as h (tenant, quiz_id, user_id, version) values (@tenant, @quiz, @user, @version)
            on conflict (tenant, quiz_id, user_id) do update set version = excluded.version where h.version < excluded.version
            returning 1),
        marks as (
            insert into rm_attempt_mark as m (tenant, quiz_id, user_id, number, place, revision, question_id, question_version, state, fraction, mark, max_mark)
            select @tenant, @quiz, @user, r.number, r.place, r.revision, r."questionId", r."questionVersion", r.state, r.fraction, r.mark, r."maxMark"
            from head, jsonb_to_recordset(@marks) as r(number int, place int, revision int, "questionId" text, "questionVersion" int, state text, fraction numeric, mark numeric, "maxMark" numeric)
            on conflict (tenant, quiz_id, user_id, number, place) do update set revision = excluded.revision, question_version = excluded.question_version, state = excluded.state,
                fraction = excluded.fraction, mark = excluded.mark
            where m.revision <= excluded.revision),
        done as (
            delete from rm_essay e using head where e.tenant = @tenant and e.quiz_id = @quiz and e.user_id = @user
                and not exists (select from jsonb_to_recordset(@essays) as r(number int, place int) where r.number = e.number and r.place = e.place)),
        essays as (
            insert into rm_essay (tenant, quiz_id, user_id, number, place, question_id, handed_in_at, claimed_by, claimed_until)
            select @tenant, @quiz, @user, r.number, r.place, r."questionId", r."handedInAt", r."claimedBy", r."claimedUntil"
            from head, jsonb_to_recordset(@essays) as r(number int, place int, "questionId" text, "handedInAt" timestamptz, "claimedBy" text, "claimedUntil" timestamptz)
            on conflict (tenant, quiz_id, user_id, number, place) do update set claimed_by = excluded.claimed_by, claimed_until = excluded.claimed_until)
        insert into rm_attempt (tenant, quiz_id, user_id, number, course_id, state, started_at, deadline, handed_in_at, automatic, mark, max_mark, fraction, to_grade)
        select @tenant, @quiz, @user, r.number, @course, r.state, r."startedAt", r.deadline, r."handedInAt", r.automatic, r.mark, r."maxMark", case when r.mark is null then null else r.fraction end, r."toGrade"
        from head, jsonb_to_recordset(@attempts) as r(number int, state text, "startedAt" timestamptz, deadline timestamptz, "handedInAt" timestamptz, automatic boolean, mark numeric, "maxMark" numeric,
            fraction numeric, "toGrade" int)
        on conflict (tenant, quiz_id, user_id, number) do update set state = excluded.state, deadline = excluded.deadline, handed_in_at = excluded.handed_in_at, automatic = excluded.automatic,
            mark = excluded.mark, max_mark = excluded.max_mark, fraction = excluded.fraction, to_grade = excluded.to_grade
        """;

    public override async Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<AttemptsState>> snapshots, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var s in snapshots.Where(s => !s.State.Preview && !s.State.Attempts.IsEmpty)) batch.BatchCommands.Add(Command(s));
        if (batch.BatchCommands.Count > 0) await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static NpgsqlBatchCommand Command(Snapshot<AttemptsState> s)
    {
        var key = AttemptsKey.Parse(s.Key);
        // What is left of previews that staff had before they enrolled is cleared away when an attempt of that number begins.
        var marks = s.Records[AttemptsState.MarkRecord].Where(r => r.Seq <= s.State.Attempts.Length).Select(r => (Number: (int)r.Seq, Mark: JsonSerializer.Deserialize<StoredMark>(r.Json, HubJson.Options)!))
            .Select(m => new { m.Number, m.Mark.Place, m.Mark.Revision, m.Mark.QuestionId, m.Mark.QuestionVersion, m.Mark.State, m.Mark.Fraction, m.Mark.Mark, m.Mark.MaxMark });
        var essays = s.State.Attempts.SelectMany(a => a.ToGrade.Select(e => new { a.Number, e.Place, e.QuestionId, a.HandedInAt, e.ClaimedBy, e.ClaimedUntil }));
        var attempts = s.State.Attempts.Select(a => new { a.Number, a.State, a.StartedAt, a.Deadline, a.HandedInAt, a.Automatic, a.Mark, a.MaxMark, a.Fraction, ToGrade = a.ToGrade.Length });
        return new(Upsert)
        {
            Parameters =
            {
                new("tenant", key.Tenant), new("quiz", key.QuizId), new("user", key.UserId), new("course", s.State.CourseId), new("version", s.Version),
                Rows("marks", marks), Rows("essays", essays), Rows("attempts", attempts),
            },
        };
    }

    private static NpgsqlParameter Rows<T>(string name, IEnumerable<T> rows) => new(name, NpgsqlDbType.Jsonb) { Value = JsonSerializer.Serialize(rows, HubJson.Options) };
}
