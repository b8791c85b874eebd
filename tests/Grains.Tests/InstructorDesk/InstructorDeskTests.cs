using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.InstructorDesk;

[Collection("hub")]
public sealed class InstructorDeskTests(HubFixture hub)
{
    private readonly School _school = new(hub);

    private IInstructorDeskGrain Desk => _school.Grains.Queries<IInstructorDeskGrain>(_school.Tenant);
    private IEnrolmentQueriesGrain Lists => _school.Grains.Queries<IEnrolmentQueriesGrain>(_school.Tenant);

    private async Task Watch(string course, string user, string lesson, params Interval[] watched)
    {
        using var _ = _school.Student(user);
        var seen = await _school.Enrolment(course, user).RecordProgress(new(lesson, [.. watched], watched[^1].ToMs, TimeProvider.System.GetUtcNow())).Done();
        await hub.Passed("enrolments", new("enrolment", new MemberKey(_school.Tenant, course, user).ToString(), seen.Version));
    }

    private async Task Sql(string sql)
    {
        await using var command = hub.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> Taught()
    {
        var course = await _school.Published(lessons: 1);
        await _school.AddVideo(course, "v1", 60_000);
        await hub.Passed("catalogue", _school.Last);
        foreach (var user in (string[])["ann", "bob", "cy", "dee"]) await hub.Passed("enrolments", await _school.Enrol(course, user));
        await Watch(course, "ann", "v1", new Interval(0, 60_000));
        await Watch(course, "bob", "v1", new Interval(0, 20_000));
        using (_school.Student("cy"))
        {
            await _school.Enrolment(course, "cy").CompleteLesson(new("l1", true)).Done();
            var done = await _school.Enrolment(course, "cy").CompleteLesson(new("v1", true)).Done();
            await hub.Passed("enrolments", new("enrolment", new MemberKey(_school.Tenant, course, "cy").ToString(), done.Version));
        }
        await Sql($"update rm_enrolment set enrolled_at = now() - interval '40 days', last_at = now() - interval '20 days' where tenant = '{_school.Tenant}' and user_id in ('bob', 'dee')");
        return course;
    }

    [Fact]
    public async Task Every_number_is_the_count_of_the_rows_it_opens()
    {
        var course = await Taught();
        using var _ = _school.Teacher();
        var students = (await Desk.Course(course).Done()).Students;
        students.ShouldBe(students with { Active = 4, New = 2, Seen = 2, Stuck = 1, Finished = 1, CoursePercentSum = 150 });
        students.Bands.ShouldBe([2, 0, 0, 1, 0, 1]);
        students.MeanPercent.ShouldBe(37);
        foreach (var (filter, count) in ((RosterFilter, int)[])[(RosterFilter.Active, students.Active), (RosterFilter.New, students.New), (RosterFilter.Seen, students.Seen),
            (RosterFilter.Stuck, students.Stuck), (RosterFilter.Finished, students.Finished)])
            (await Lists.Roster(new(course, "", null, 1, filter)).Done()).ShouldSatisfyAllConditions(p => p.Total.ShouldBe(count), p => p.Items.Length.ShouldBe(1));
        (await Lists.Roster(new(course, "", null, 10, RosterFilter.Stuck)).Done()).Items.Single().UserId.ShouldBe("bob");
        (await Lists.Roster(new(course, "", null, 10, (RosterFilter)99)).Refused()).ShouldBe("enrolments.unknown_filter");
    }

    [Fact]
    public async Task A_course_shows_its_lessons_and_who_watched_which_second()
    {
        var course = await Taught();
        using var _ = _school.Teacher();
        var insight = await Desk.Course(course).Done();
        insight.Lessons.Select(l => (l.Lesson.LessonId, l.Begun, l.Completed)).ShouldBe([("l1", 1, 1), ("v1", 3, 2)]);
        var audience = await Lists.Audience(course, "v1").Done();
        audience.Viewers.ShouldBe(2);
        audience.Watching.ShouldBe([.. Enumerable.Repeat(2, 20), .. Enumerable.Repeat(1, 40)]);
        (await Lists.Audience(course, "l1").Refused()).ShouldBe("enrolments.no_video");
        (await Lists.Audience(course, "nothing").Refused()).ShouldBe("enrolments.no_video");
    }

    [Fact]
    public async Task What_waits_is_told_the_longest_waiting_first_and_goes_when_it_is_done()
    {
        var course = await Taught();
        using (_school.Student("ann")) await _school.Grains.ChatRoom(new(_school.Tenant, course)).Send(new("How do I load the film?") { OperationId = "m1" }).Done();
        using var _ = _school.Teacher();
        (await Desk.Get()).Attention.Select(a => (a.Kind, a.CourseId, a.Count)).ShouldBe([(AttentionKind.MessagesWait, course, 1), (AttentionKind.StudentsStuck, course, 1)]);
        await _school.Grains.ChatRoom(new(_school.Tenant, course)).Send(new("In the dark.") { OperationId = "m2" }).Done();
        (await Desk.Get()).Attention.ShouldHaveSingleItem().Kind.ShouldBe(AttentionKind.StudentsStuck);
    }

    [Fact]
    public async Task A_desk_shows_own_courses_only()
    {
        var course = await Taught();
        using (ActorContext.As(new Actor(_school.Tenant, "omar", [Roles.Instructor], null)))
        {
            (await Desk.Get()).ShouldSatisfyAllConditions(d => d.Courses.ShouldBeEmpty(), d => d.Students.Active.ShouldBe(0), d => d.Attention.ShouldBeEmpty(), d => d.Earnings.ShouldBeEmpty());
            (await Desk.Course(course).Refused()).ShouldBe("courses.not_yours");
            (await Lists.Audience(course, "v1").Refused()).ShouldBe("courses.not_yours");
            (await Desk.Course("no-course").Refused()).ShouldBe("courses.not_found");
            (await Desk.Course("NO/WAY").Refused()).ShouldBe("courses.not_found");
        }
        using (_school.Teacher()) (await Desk.Get()).Courses.ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.CourseId.ShouldBe(course), c => c.Students.Active.ShouldBe(4));
    }
}
