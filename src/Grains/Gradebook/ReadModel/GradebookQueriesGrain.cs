using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Quizzes;
using Npgsql;
using Orleans.Concurrency;

namespace LearningHub.Grains.Gradebook;

/// <summary>Key <c>tenant/queries</c>. Reads <c>grade_earned</c>, the records of grades by hand, <c>rm_enrolment</c> and <c>rm_user</c>; works totals out when asked.</summary>
[StatelessWorker(8), GrainType("gradebook-queries")]
internal sealed class GradebookQueriesGrain(NpgsqlDataSource database) : Grain, IGradebookQueriesGrain
{
    private const string List = "gradebook.grid";
    private const int MaxLimit = 200, MaxSearch = 100, MostInFile = 20_000, MostHistory = 200, AtOnce = 16;

    private string Tenant => this.GetPrimaryKeyString().Split('/')[0];

    public async Task<Result<GradeGrid>> Grid(GradeGridQuery query)
    {
        var setup = await Setup(query.CourseId);
        if (!setup.IsOk) return setup.Error;
        var search = (query.Search ?? "").Trim();
        if (search.Length > MaxSearch || !PlainText.IsWellFormed(search)) return Error.Invalid("gradebook.search_invalid", $"A search may have at most {MaxSearch} characters.", "search");
        var (name, id) = ("", "");
        if (query.Cursor is not null)
        {
            if (Cursor.Decode(query.Cursor, List, 2) is not [var after, var user] || !KeySegment.IsValid(user)) return Cursor.Bad;
            (name, id) = (after, user);
        }
        var limit = Math.Clamp(query.Limit, 1, MaxLimit);
        var (students, total) = await Students(query.CourseId, search, name, id, limit + 1);
        var more = students.Count > limit;
        if (more) students.RemoveAt(limit);
        var next = more ? Cursor.Encode(List, students[^1].NameKey, students[^1].UserId) : null;
        var grades = await Grades(query.CourseId, [.. students.Select(s => s.UserId)]);
        return new GradeGrid(setup.Value, new([.. students.Select(s =>
        {
            var totals = GradeTotals.Of(setup.Value, item => grades.GetValueOrDefault((s.UserId, item)), postedOnly: false);
            return new GradeRow(s.UserId, s.Name, s.Email, totals.Cells, totals.Total);
        })], next, total));
    }

    public async Task<Result<StudentGrades>> Student(string courseId, string userId)
    {
        var setup = await Setup(courseId);
        if (!setup.IsOk) return setup.Error;
        return await Of(setup.Value, courseId, userId, postedOnly: false) is { } grades ? grades : GradebookErrors.StudentNotFound;
    }

    public async Task<Result<StudentGrades>> Mine(string courseId)
    {
        var actor = ActorContext.Required;
        if (!KeySegment.IsValid(courseId)) return GradebookErrors.CourseNotFound;
        if (!await GrainFactory.Enrolment(new(Tenant, courseId, actor.UserId)).IsActive()) return (await GrainFactory.Course(new(Tenant, courseId)).Get()).IsOk ? GradebookErrors.NotEnrolled : GradebookErrors.CourseNotFound;
        Result<GradebookSetup> setup;
        // The settings are the staff's; what is not posted is left out below.
        using (ActorContext.As(Actor.System(Tenant))) setup = await Setup(courseId);
        if (!setup.IsOk) return setup.Error;
        return await Of(setup.Value, courseId, actor.UserId, postedOnly: true) is { } grades ? grades : GradebookErrors.NotEnrolled;
    }

    public async Task<Result<ImmutableArray<GradeChange>>> History(string courseId, string itemId, string userId)
    {
        if (await GradebookAccess.Refuse(GrainFactory, new(Tenant, courseId ?? "")) is { } refused) return refused;
        if (!KeySegment.IsValid(itemId) || !KeySegment.IsValid(userId)) return GradebookErrors.ItemNotFound;
        await using var command = database.CreateCommand("""
            select r.doc, coalesce(u.name, '') from record r left join rm_user u on u.tenant = @tenant and u.user_id = r.doc->>'byUserId'
            where r.type = @type and r.key = @key and r.id > @prefix and r.id < @end order by r.id desc limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("type", GradebookState.HistoryRecord);
        command.Parameters.AddWithValue("key", new CourseKey(Tenant, courseId!).ToString());
        command.Parameters.AddWithValue("prefix", $"{itemId}/{userId}/");
        command.Parameters.AddWithValue("end", $"{itemId}/{userId}0");
        command.Parameters.AddWithValue("limit", MostHistory);
        var changes = ImmutableArray.CreateBuilder<GradeChange>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var h = JsonSerializer.Deserialize<GradeHistory>(reader.GetString(0), HubJson.Options)!;
            changes.Add(new(h.Kind, h.Before, h.After, h.Reason, h.ByUserId, reader.GetString(1), h.At));
        }
        return changes.ToImmutable();
    }

    public async Task<Result<string>> Csv(string courseId)
    {
        var setup = await Setup(courseId);
        if (!setup.IsOk) return setup.Error;
        var (students, _) = await Students(courseId, "", "", "", MostInFile);
        var grades = await Grades(courseId, [.. students.Select(s => s.UserId)]);
        return GradeCsv.Write(setup.Value, students.Select(s => (s.Name, s.Email, s.UserId, GradeTotals.Of(setup.Value, item => grades.GetValueOrDefault((s.UserId, item)), postedOnly: false))));
    }

    private async Task<Result<GradebookSetup>> Setup(string? courseId) =>
        KeySegment.IsValid(courseId) ? await GrainFactory.Gradebook(new(Tenant, courseId!)).GetSetup() : GradebookErrors.CourseNotFound;

    private async Task<StudentGrades?> Of(GradebookSetup setup, string courseId, string userId, bool postedOnly)
    {
        if (!KeySegment.IsValid(userId) || await NameOf(courseId, userId) is not { } name) return null;
        var grades = await Grades(courseId, [userId]);
        if (postedOnly) await Withhold(grades, courseId, userId);
        var totals = GradeTotals.Of(setup, item => grades.GetValueOrDefault((userId, item)), postedOnly);
        return new(userId, name, setup, totals.Cells, totals.Categories, totals.Total, totals.Formula);
    }

    /// <summary>Marks what was earned and is not shown by the review options of its quiz. Asked after the grades were read, so that nothing is shown that was earned meanwhile.</summary>
    private async Task Withhold(Dictionary<(string User, string Item), Grade> grades, string courseId, string userId)
    {
        using var _ = ActorContext.As(Actor.System(Tenant));
        foreach (var few in grades.Where(g => g.Value.Earned is not null).Select(g => g.Key).Chunk(AtOnce))
        {
            var shown = await Task.WhenAll(few.Select(g => GrainFactory.Attempts(new(Tenant, QuizKey.IdOf(courseId, g.Item), userId)).ShowsGrade()));
            foreach (var (cell, _) in few.Zip(shown).Where(x => !x.Second)) grades[cell] = grades[cell] with { Withheld = true };
        }
    }

    private sealed record StudentName(string UserId, string Name, string Email, string NameKey);

    private async Task<(List<StudentName> Students, long Total)> Students(string courseId, string search, string afterName, string afterId, int limit)
    {
        await using var command = database.CreateCommand("""
            with found as (
                select e.user_id, coalesce(u.name, '') as name, coalesce(u.email, '') as email, coalesce(u.name_key, '') collate "C" as name_key
                from rm_enrolment e left join rm_user u on u.tenant = e.tenant and u.user_id = e.user_id
                where e.tenant = @tenant and e.course_id = @course and e.status = 'active' and (@like = '' or u.name_key like @like or u.email like @like))
            select *, (select count(*) from found) from found where (name_key, user_id) > (@name, @id) order by name_key, user_id limit @limit
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", courseId);
        command.Parameters.AddWithValue("like", search.Length == 0 ? "" : $"%{search.ToLowerInvariant().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_")}%");
        command.Parameters.AddWithValue("name", afterName);
        command.Parameters.AddWithValue("id", afterId);
        command.Parameters.AddWithValue("limit", limit);
        var (students, total) = (new List<StudentName>(), 0L);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            students.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
            total = reader.GetInt64(4);
        }
        return (students, total);
    }

    /// <summary>Null when the person was never in the course.</summary>
    private async Task<string?> NameOf(string courseId, string userId)
    {
        await using var command = database.CreateCommand("""
            select coalesce(u.name, '') from rm_enrolment e left join rm_user u on u.tenant = e.tenant and u.user_id = e.user_id
            where e.tenant = @tenant and e.course_id = @course and e.user_id = @user
            """);
        command.Parameters.AddWithValue("tenant", Tenant);
        command.Parameters.AddWithValue("course", courseId);
        command.Parameters.AddWithValue("user", userId);
        return await command.ExecuteScalarAsync() as string;
    }

    private async Task<Dictionary<(string User, string Item), Grade>> Grades(string courseId, string[] users)
    {
        var grades = new Dictionary<(string, string), Grade>();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new("select user_id, item_id, grade * 100 from grade_earned where tenant = @tenant and course_id = @course and user_id = any(@users) and grade is not null")
        {
            Parameters = { new("tenant", Tenant), new("course", courseId), new("users", users) },
        });
        batch.BatchCommands.Add(new("select doc from record where type = @type and key = @key and doc->>'userId' = any(@users)")
        {
            Parameters = { new("type", GradebookState.ByHandRecord), new("key", new CourseKey(Tenant, courseId).ToString()), new("users", users) },
        });
        await using var reader = await batch.ExecuteReaderAsync();
        while (await reader.ReadAsync()) grades[(reader.GetString(0), reader.GetString(1))] = new(reader.GetDecimal(2), null, false);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var hand = JsonSerializer.Deserialize<GradeByHand>(reader.GetString(0), HubJson.Options)!;
            grades[(hand.UserId, hand.ItemId)] = grades.GetValueOrDefault((hand.UserId, hand.ItemId)) with { ByHand = hand.Percent, Excused = hand.Percent is null };
        }
        return grades;
    }
}
