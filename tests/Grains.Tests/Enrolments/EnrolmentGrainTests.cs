using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Enrolments;

[Collection("hub")]
public sealed class EnrolmentGrainTests(HubFixture hub)
{
    private static readonly DateTimeOffset Then = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private readonly School _school = new(hub);

    [Fact]
    public async Task Enrolling_many_times_at_once_is_enrolling_once()
    {
        var course = await _school.Published();
        var receipts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _school.Enrol(course, "sam")));
        receipts.Distinct().Count().ShouldBe(1);
        receipts[0].Version.ShouldBe(1);
    }

    [Fact]
    public async Task Who_may_not_enrol_is_told_why()
    {
        var (draft, paid, open) = (await _school.Draft(), await _school.Published(price: 4_900), await _school.Published());
        using (_school.Student("sam"))
        {
            (await _school.Enrolment(draft, "sam").Enrol(new()).Refused()).ShouldBe("enrolments.not_open");
            (await _school.Enrolment("none", "sam").Enrol(new()).Refused()).ShouldBe("enrolments.not_open");
            (await _school.Enrolment(paid, "sam").Enrol(new()).Refused()).ShouldBe("enrolments.not_free");
            (await _school.Enrolment(open, "kim").Enrol(new()).Refused()).ShouldBe("enrolments.not_yours");
        }
        using (_school.Teacher()) (await _school.Enrolment(open, "ines").Enrol(new()).Refused()).ShouldBe("enrolments.own_course");
    }

    [Fact]
    public async Task Two_devices_that_report_repeatedly_and_out_of_order_give_the_union()
    {
        var course = await _school.Published();
        await _school.AddVideo(course, "v", 100_000);
        await _school.Enrol(course, "sam");
        using var _ = _school.Student("sam");
        var reports = Enumerable.Range(0, 8).SelectMany(i => new[] { Report(i * 10_000, i * 10_000 + 6_000, i), Report(i * 10_000 + 4_000, i * 10_000 + 10_000, 20 + i) }).ToArray();
        await Task.WhenAll(reports.Concat(reports).Reverse().Select(r => _school.Enrolment(course, "sam").RecordProgress(r).Done()));

        var view = await _school.Enrolment(course, "sam").Get().Done();
        var lesson = view.Lessons.Single();
        lesson.Watched.ToArray().ShouldBe([new Interval(0, 80_000)]);
        (lesson.Percent, lesson.Completed, lesson.PositionMs).ShouldBe((80, false, 80_000));
        (await _school.Enrolment(course, "sam").RecordProgress(Report(80_000, 500_000, 99)).Done()).ShouldSatisfyAllConditions(
            p => p.LessonPercent.ShouldBe(100), p => p.LessonCompleted.ShouldBeTrue(), p => p.CoursePercent.ShouldBe(50));

        static RecordProgress Report(long from, long to, int at) => new("v", [new(from, to)], to, Then.AddSeconds(at));
    }

    [Fact]
    public async Task A_course_is_complete_when_every_lesson_is_and_stays_so_when_one_is_added()
    {
        var course = await _school.Published(lessons: 2);
        await _school.Enrol(course, "sam");
        using (_school.Student("sam"))
        {
            (await _school.Enrolment(course, "sam").CompleteLesson(new("l1", true)).Done()).CoursePercent.ShouldBe(50);
            (await _school.Enrolment(course, "sam").CompleteLesson(new("l2", true)).Done()).CourseCompleted.ShouldBeTrue();
        }
        using (_school.Teacher()) await _school.Course(course).AddLesson(new("s1", "l3", "New", Interfaces.Courses.LessonKind.Text)).Done();
        using (_school.Student("sam"))
        {
            var view = await _school.Enrolment(course, "sam").Get().Done();
            (view.CoursePercent, view.CompletedAt is not null, view.LessonsTotal).ShouldBe((66, true, 3));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Taking_out_the_last_open_lesson_completes_the_course_of_those_who_did_the_rest(bool section)
    {
        var course = await _school.Published(lessons: 2);
        using (_school.Teacher())
        {
            await _school.Course(course).AddSection(new("s2", "More")).Done();
            await _school.Course(course).AddLesson(new("s2", "open", "Open", Interfaces.Courses.LessonKind.Text)).Done();
        }
        // More than a page of the round.
        var done = Enumerable.Range(0, 103).Select(i => $"done-{i}").ToArray();
        foreach (var few in done.Append("away").Append("half").Chunk(8))
            await Task.WhenAll(few.Select(async user =>
            {
                await _school.Enrol(course, user);
                using var _ = _school.Student(user);
                await _school.Enrolment(course, user).CompleteLesson(new("l1", true)).Done();
                if (user != "half") await _school.Enrolment(course, user).CompleteLesson(new("l2", true)).Done();
                if (user == "away") await _school.Enrolment(course, user).Leave(new()).Done();
            }));
        (await Completed(done[0])).ShouldBeFalse();

        using (_school.Teacher())
            if (section) await _school.Course(course).RemoveSection(new("s2")).Done();
            else await _school.Course(course).RemoveLesson(new("open")).Done();
        await Wait.Until(async () => (await Task.WhenAll(done.Select(Completed))).All(c => c), TimeSpan.FromSeconds(60));
        (await Completed("half")).ShouldBeFalse();
        (await Completed("away")).ShouldBeFalse();
        // Who was away is done when they come back.
        await _school.Enrol(course, "away");
        await Wait.Until(() => Completed("away"));

        async Task<bool> Completed(string user)
        {
            using var _ = _school.Student(user);
            return (await _school.Enrolment(course, user).Get().Done()).CompletedAt is not null;
        }
    }

    [Fact]
    public async Task When_a_removal_answers_the_student_sees_nothing_more()
    {
        var course = await _school.Published();
        await _school.Enrol(course, "sam");
        var room = _school.Grains.ChatRoom(new CourseKey(_school.Tenant, course));
        using (_school.Student("sam"))
        {
            (await room.IsMember()).ShouldBeTrue();
            (await _school.Course(course).GetLesson("l1")).IsOk.ShouldBeTrue();
        }
        using (_school.Student("kim")) (await Should.ThrowAsync<ActorDeniedException>(() => _school.Enrolment(course, "sam").Remove(new("no")))).ShouldNotBeNull();
        using (_school.Teacher()) await _school.Enrolment(course, "sam").Remove(new("spam")).Done();
        using (_school.Student("sam"))
        {
            (await room.IsMember()).ShouldBeFalse();
            (await _school.Course(course).GetLesson("l1").Refused()).ShouldBe("courses.not_enrolled");
            (await _school.Enrolment(course, "sam").CompleteLesson(new("l1", true)).Refused()).ShouldBe("enrolments.removed");
            (await _school.Enrolment(course, "sam").Enrol(new()).Refused()).ShouldBe("enrolments.removed");
        }
        using (_school.Teacher()) await _school.Enrolment(course, "sam").Readmit(new()).Done();
        using (_school.Student("sam")) (await room.IsMember()).ShouldBeTrue();
    }

    [Fact]
    public async Task An_enrolment_is_shown_to_its_student_and_to_staff()
    {
        var course = await _school.Published();
        await _school.Enrol(course, "sam");
        using (_school.Student("kim")) (await _school.Enrolment(course, "sam").Get().Refused()).ShouldBe("enrolments.not_found");
        using (_school.Teacher()) (await _school.Enrolment(course, "sam").Get().Done()).IsActive.ShouldBeTrue();
        using (_school.Student("kim")) (await _school.Enrolment(course, "kim").Get().Done()).Status.ShouldBe(EnrolmentStatus.None);
        using (_school.Student("kim")) (await _school.Enrolment("none", "kim").Get().Refused()).ShouldBe("courses.not_found");
    }

    [Fact]
    public async Task My_courses_tell_where_to_go_on_and_how_long_it_takes()
    {
        var (first, second) = (await _school.Published("First", lessons: 2), await _school.Published("Second"));
        await _school.AddVideo(first, "v", 600_000);
        await hub.Passed("catalogue", _school.Last);
        await _school.Enrol(first, "sam");
        await _school.Enrol(second, "sam");
        Receipt receipt;
        using (_school.Student("sam"))
        {
            await _school.Enrolment(first, "sam").CompleteLesson(new("l1", true)).Done();
            var progress = await _school.Enrolment(first, "sam").RecordProgress(new("v", [new(0, 200_000)], 200_000, Then)).Done();
            receipt = new("enrolment", $"{_school.Tenant}/{first}/sam", progress.Version);
        }
        await hub.Passed("enrolments", receipt);
        using var _ = _school.Student("sam");
        var queries = _school.Grains.Queries<IEnrolmentQueriesGrain>(_school.Tenant);
        var page = await queries.Mine(null, 1).Done();
        page.Items.Single().ShouldSatisfyAllConditions(c => c.Title.ShouldBe("First"), c => c.NextLessonId.ShouldBe("v"), c => c.LessonsCompleted.ShouldBe(1),
            c => c.CoursePercent.ShouldBe(33), c => c.RemainingMs.ShouldBe(400_000 + 2_000));
        var rest = await queries.Mine(page.Next, 1).Done();
        (rest.Items.Single().Title, rest.Next).ShouldBe(("Second", null));
        (await queries.Mine("nonsense", 1).Refused()).ShouldBe("common.bad_cursor");
        using (_school.Student("kim")) (await queries.Mine(null, 10).Done()).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_roster_is_for_staff_and_pages()
    {
        var course = await _school.Published();
        var last = (await Task.WhenAll(Enumerable.Range(0, 5).Select(i => _school.Enrol(course, $"student-{i}")))).ToArray();
        foreach (var receipt in last) await hub.Passed("enrolments", receipt);
        var queries = _school.Grains.Queries<IEnrolmentQueriesGrain>(_school.Tenant);
        using (hub.As(_school.Tenant, "otto", Roles.Instructor)) (await queries.Roster(new(course, "", null, 10)).Refused()).ShouldBe("courses.not_yours");
        using var _ = _school.Teacher();
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await queries.Roster(new(course, "", cursor, 2)).Done();
            page.Total.ShouldBe(5);
            seen.AddRange(page.Items.Select(r => r.UserId));
            cursor = page.Next;
        }
        while (cursor is not null);
        seen.Order().ShouldBe(Enumerable.Range(0, 5).Select(i => $"student-{i}"));
        (await queries.Roster(new(course, "%", null, 10)).Done()).Items.ShouldBeEmpty();
    }
}
