using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Certificates;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Gradebook;
using LearningHub.Grains.Interfaces.Quizzes;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Quizzes;
using LearningHub.Grains.Tests.Users;

namespace LearningHub.Grains.Tests.Certificates;

/// <summary>From what people do to who holds a certificate, over the reactor and the workflow; both are given every event twice.</summary>
[Collection("hub")]
public sealed class CertificateRuleTests(HubFixture hub)
{
    [Fact]
    public async Task With_a_threshold_below_the_whole_the_lesson_that_reaches_it_gives_the_certificate_and_the_next_gives_no_other()
    {
        var school = new School(hub);
        var course = await school.Published(lessons: 3);
        await Known(school.Tenant, "sam", "kim");
        await Rule(school.Tenant, course, new(true, 60));
        foreach (var user in (string[])["sam", "kim"]) await school.Enrol(course, user);
        foreach (var lesson in (string[])["l1", "l2", "l3"]) await Completes(school, course, "sam", lesson);
        await Completes(school, course, "kim", "l1");
        await Holders(school.Tenant, course, "sam");
        await Rule(school.Tenant, course, new(true, 34));
        await Rule(school.Tenant, course, new(true, 33));
        await Holders(school.Tenant, course, "kim", "sam");
        var narrative = JsonNode.Parse((await Certificate(school.Tenant, course, "kim")).Credential)!["credentialSubject"]!["achievement"]!["criteria"]!["narrative"]!.GetValue<string>();
        narrative.ShouldBe("At least 33 % of the lessons of the course were completed.");
    }

    [Fact]
    public async Task A_lesson_taken_out_that_lifts_somebody_over_the_threshold_gives_the_certificate()
    {
        var school = new School(hub);
        var course = await school.Published(lessons: 3);
        await Known(school.Tenant, "sam");
        await Rule(school.Tenant, course, new(true, 50));
        await school.Enrol(course, "sam");
        await Completes(school, course, "sam", "l1");
        using (school.Teacher()) await school.Course(course).RemoveLesson(new("l3")).Done();
        await Holders(school.Tenant, course, "sam");
    }

    [Fact]
    public async Task Switching_the_rule_on_gives_those_who_completed_the_course_before_one_each_and_switching_again_gives_no_more()
    {
        var school = new School(hub);
        var course = await school.Published();
        await Known(school.Tenant, "gone", "kim", "left", "open", "sam");
        await Rule(school.Tenant, course, new(false));
        foreach (var user in (string[])["gone", "kim", "left", "open", "sam"])
        {
            await school.Enrol(course, user);
            if (user != "open") await Completes(school, course, user, "l1");
        }
        using (school.Student("left")) await school.Enrolment(course, "left").Leave(new()).Done();
        using (school.Teacher()) await school.Enrolment(course, "gone").Remove(new("spam")).Done();
        (await Held(school.Tenant, course)).ShouldBeEmpty();

        await Rule(school.Tenant, course, new(true));
        await Holders(school.Tenant, course, "kim", "left", "sam");
        var first = await Certificate(school.Tenant, course, "sam");
        await Rule(school.Tenant, course, new(false));
        await Rule(school.Tenant, course, new(true, 90));
        await Completes(school, course, "open", "l1");
        await Holders(school.Tenant, course, "kim", "left", "open", "sam");
        (await Certificate(school.Tenant, course, "sam")).CertificateId.ShouldBe(first.CertificateId);
        // Let back in, they have what they did.
        using (school.Teacher()) await school.Enrolment(course, "gone").Readmit(new()).Done();
        await Holders(school.Tenant, course, "gone", "kim", "left", "open", "sam");
    }

    [Fact]
    public async Task The_list_of_those_who_may_have_one_goes_by_pages_and_by_the_lessons_of_now()
    {
        var school = new School(hub);
        var course = await school.Published(lessons: 2);
        Receipt last = null!;
        foreach (var user in (string[])["a", "b", "c", "d"]) last = await school.Enrol(course, user);
        foreach (var user in (string[])["a", "b", "c"]) last = new("enrolment", last.Key[..^1] + user, (await Completes(school, course, user, "l1")).Version);
        await hub.Passed("enrolments", last);
        using var _ = school.Platform();
        var queries = hub.Grains.Queries<IEnrolmentQueriesGrain>(school.Tenant);
        (await queries.Reached(course, 50, null, 2)).ShouldBe(["a", "b"]);
        (await queries.Reached(course, 50, "b", 2)).ShouldBe(["c"]);
        (await queries.Reached(course, 51, null, 10)).ShouldBeEmpty();
        (await queries.Unsettled(course, null, 10)).ShouldBeEmpty();
        (await queries.Reached("none", 1, null, 10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_passing_grade_is_asked_for_to_the_hundredth_a_better_attempt_reaches_it_and_a_regrade_that_lowers_it_takes_nothing_back()
    {
        var room = await Exam("ann", "bob");
        await Rule(room.Tenant, ExamRoom.Course, new(true, 100, 66.68m));
        await HandsIn(room, "bob", "one", "two", "no");
        await HandsIn(room, "ann", "one", "no", "no");
        (await Wait.Until(() => Total(room, "bob"), t => t is not null)).ShouldBe(66.67m);
        (await Wait.Until(() => room.Enrolment("bob"), e => e.CompletedAt is not null)).CoursePercent.ShouldBe(100);
        await HandsIn(room, "ann", "one", "two", "three");
        await Holders(room.Tenant, ExamRoom.Course, "ann");

        // To what bob has, exactly.
        await Rule(room.Tenant, ExamRoom.Course, new(true, 100, 66.67m));
        await Holders(room.Tenant, ExamRoom.Course, "ann", "bob");
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await Book(room).Override(new(ExamRoom.Lesson, "bob", OverrideKind.Grade, 10, "Copied.")).Done();
        await Rule(room.Tenant, ExamRoom.Course, new(true, 100, 90));
        (await Certificate(room.Tenant, ExamRoom.Course, "bob")).IsValid.ShouldBeTrue();
    }

    [Fact]
    public async Task A_grade_by_hand_and_other_weights_count_as_well()
    {
        var room = await Exam("ann", "bob");
        await Rule(room.Tenant, ExamRoom.Course, new(true, 100, 90));
        await HandsIn(room, "ann", "one", "two", "no");
        await HandsIn(room, "bob", "one", "two", "no");
        await Wait.Until(() => Total(room, "bob"), t => t is not null);
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await Book(room).Override(new(ExamRoom.Lesson, "ann", OverrideKind.Grade, 95, "The third was unclear.")).Done();
        await Holders(room.Tenant, ExamRoom.Course, "ann");

        // A second quiz, which bob has 100 % in by hand: as soon as the first weighs nothing, that is the total.
        using (room.As(ExamRoom.Instructor, Roles.Instructor))
        {
            await hub.Grains.Course(new CourseKey(room.Tenant, ExamRoom.Course)).AddLesson(new("s1", "l2", "Second", LessonKind.Quiz)).Done();
            await Book(room).Override(new("l2", "bob", OverrideKind.Grade, 100, "Told me.")).Done();
            await Book(room).SetItem(new(ExamRoom.Lesson, "general", 0)).Done();
        }
        await Holders(room.Tenant, ExamRoom.Course, "ann", "bob");
    }

    [Fact]
    public async Task A_preview_of_staff_counts_for_nobody()
    {
        var room = await Exam("ann", "omar");
        using (room.As(ExamRoom.Instructor, Roles.Instructor)) await hub.Grains.Course(new CourseKey(room.Tenant, ExamRoom.Course)).AddLesson(new("s1", "l2", "Read", LessonKind.Text)).Done();
        await Rule(room.Tenant, ExamRoom.Course, new(true, 50, 60));
        foreach (var user in (string[])["ann", "omar"])
            using (room.As(user)) await hub.Grains.Enrolment(new MemberKey(room.Tenant, ExamRoom.Course, user)).CompleteLesson(new("l2", true)).Done();
        // An admin who learned here, tries the quiz out while they are away, and comes back: it stays an attempt of staff.
        using (room.As("omar", Roles.Admin))
        {
            var place = hub.Grains.Enrolment(new MemberKey(room.Tenant, ExamRoom.Course, "omar"));
            await place.Leave(new()).Done();
            (await room.Attempts("omar").Start(new()).Done()).Number.ShouldBe(1);
            (await room.Attempts("omar").HandIn(new(1, ExamRoom.Command(1, "tab", 1, (1, "one", 0), (2, "two", 0), (3, "three", 0)))).Done()).Mark.ShouldBe(6);
            await place.Enrol(new()).Done();
        }
        await HandsIn(room, "ann", "one", "two", "three");
        await Holders(room.Tenant, ExamRoom.Course, "ann");
    }

    [Fact]
    public async Task While_the_list_of_grades_stands_still_others_get_theirs_and_who_waits_gets_it_afterwards()
    {
        var room = await Exam("ann");
        await Rule(room.Tenant, ExamRoom.Course, new(true, 100, 90));
        var school = new School(hub.Grains, room.Tenant);
        var other = "";
        await Projection("grades", p => p.Stop());
        try
        {
            await HandsIn(room, "ann", "one", "two", "three");
            other = "c2";
            using (school.Teacher())
            {
                await school.Course(other).Create(new("Other", "Film", CourseLevel.StartingOut, "en")).Done();
                await school.Course(other).AddSection(new("s1", "One")).Done();
                await school.Course(other).AddLesson(new("s1", "l1", "One", LessonKind.Text)).Done();
            }
            using (school.Platform()) await school.Enrolment(other, "ann").Grant(new("order-1")).Done();
            await Completes(school, other, "ann", "l1");
            await Holders(room.Tenant, other, "ann");
            (await Held(room.Tenant, ExamRoom.Course)).ShouldBeEmpty();
        }
        finally { await Projection("grades", p => p.Start()); }
        await Holders(room.Tenant, ExamRoom.Course, "ann");
    }

    [Fact]
    public async Task Only_staff_of_the_course_change_its_rule_and_what_cannot_be_is_refused()
    {
        var school = new School(hub);
        var course = await school.Published();
        var rule = hub.Grains.GetGrain<ICertificateRuleGrain>(new CourseKey(school.Tenant, course).ToString());
        using (hub.As(school.Tenant, "other", Roles.Instructor)) (await rule.Set(new(true, 50)).Refused()).ShouldBe("courses.not_yours");
        using (school.Student("sam")) await Should.ThrowAsync<ActorDeniedException>(() => rule.Set(new(true, 1)));
        using var _ = school.Teacher();
        (await rule.Set(new(true, 0)).Refused()).ShouldBe("certificates.progress_invalid");
        (await rule.Set(new(true, 50, 100.5m)).Refused()).ShouldBe("certificates.passing_grade_invalid");
        (await rule.Get()).ShouldBe(new CertificateRule(true, 0));
    }

    private async Task<ExamRoom> Exam(params string[] students)
    {
        var tenant = hub.NewTenant();
        await Known(tenant, [.. students, ExamRoom.Instructor]);
        return await ExamRoom.Open(hub.Grains, tenant, students: students);
    }

    private async Task Known(string tenant, params string[] users)
    {
        using var _ = hub.As(Actor.Visitor(tenant));
        foreach (var user in users) (await hub.Grains.User(new UserKey(tenant, user)).Register(Registered.Form($"{user}@example.test", user))).Error.ShouldBeNull();
    }

    private async Task Rule(string tenant, string course, SetCertificateRule rule)
    {
        using var _ = hub.As(tenant, "ines", Roles.Instructor);
        await hub.Grains.GetGrain<ICertificateRuleGrain>(new CourseKey(tenant, course).ToString()).Set(rule).Done();
    }

    private static async Task<ProgressView> Completes(School school, string course, string user, string lesson)
    {
        using var _ = school.Student(user);
        return await school.Enrolment(course, user).CompleteLesson(new(lesson, true)).Done();
    }

    private static async Task HandsIn(ExamRoom room, string user, params string[] answers) => await room.HandIn(user, (await room.Start(user)).Number, answers);

    private IGradebookGrain Book(ExamRoom room) => hub.Grains.Gradebook(new(room.Tenant, ExamRoom.Course));

    private async Task<decimal?> Total(ExamRoom room, string user)
    {
        using var _ = room.As(ExamRoom.Instructor, Roles.Instructor);
        return (await hub.Grains.Queries<IGradebookQueriesGrain>(room.Tenant).Student(ExamRoom.Course, user)).Value?.Total;
    }

    private async Task Projection(string name, Func<IProjectionGrain, Task<Result<ProjectionStatus>>> ask)
    {
        using var _ = hub.As(Actor.System("system"));
        await ask(hub.Grains.GetGrain<IProjectionGrain>($"system/{name}")).Done();
    }

    private async Task<IReadOnlyList<CertificateRow>> Rows(string tenant, string course)
    {
        using var _ = hub.As(tenant, "ines", Roles.Instructor);
        return (await hub.Grains.Queries<ICertificateQueriesGrain>(tenant).OfCourse(course, null, 100).Done()).Items;
    }

    private async Task<string[]> Held(string tenant, string course) => [.. (await Rows(tenant, course)).Select(r => r.UserId).Order(StringComparer.Ordinal)];

    /// <summary>These have one each, and nobody else.</summary>
    private async Task Holders(string tenant, string course, params string[] users) =>
        (await Wait.Until(() => Held(tenant, course), h => h.Length >= users.Length, TimeSpan.FromSeconds(30))).ShouldBe(users);

    private async Task<CertificateView> Certificate(string tenant, string course, string user)
    {
        var row = (await Rows(tenant, course)).Single(r => r.UserId == user);
        using var _ = hub.As(tenant, "ines", Roles.Instructor);
        return await hub.Grains.Queries<ICertificateQueriesGrain>(tenant).Get(row.CertificateId).Done();
    }
}
