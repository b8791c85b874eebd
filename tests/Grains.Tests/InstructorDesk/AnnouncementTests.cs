using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Tests.Courses;
using LearningHub.Grains.Tests.Payments;
using LearningHub.Grains.Tests.Users;

namespace LearningHub.Grains.Tests.InstructorDesk;

public sealed class AnnouncementTests(AnnouncementTests.LaterHub hub) : IClassFixture<AnnouncementTests.LaterHub>
{
    /// <summary>A hub whose clock the tests set forward: nothing comes before they are ready for it.</summary>
    public sealed class LaterHub : HubFixture
    {
        internal ShiftedClock Clock { get; } = new();

        protected override void Configure(Microsoft.Extensions.Hosting.IHostApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(Clock);
    }

    private readonly School _school = new(hub);

    private DateTimeOffset InAnHour => hub.Clock.GetUtcNow().AddHours(1);

    /// <summary>The moment of what was planned for in an hour is gone, and its run looks at once.</summary>
    private async Task AnHourLater(string course, string id)
    {
        hub.Clock.Advance(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        using (_school.Platform()) await Run(course, id).Resume();
    }

    private IAnnouncementsGrain Of(string course) => _school.Grains.GetGrain<IAnnouncementsGrain>($"{_school.Tenant}/{course}");

    private async Task<long> Posted(string course)
    {
        await using var command = hub.Database.CreateCommand($"select count(*) from event where type = 'announcements' and key = '{_school.Tenant}/{course}' and name = 'announcement.posted'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task Register(string user, params string[] roles)
    {
        using (_school.Platform()) await _school.Grains.User(new(_school.Tenant, user)).Register(new(user, $"{user}@{_school.Tenant}.test", Registered.Password, [.. roles])).Done();
    }

    private IDisposable Admin() => ActorContext.As(new Actor(_school.Tenant, "ada", [Roles.Admin], null));

    private IAnnouncingWorkflowGrain Run(string course, string id) => _school.Grains.GetGrain<IAnnouncingWorkflowGrain>(new WorkflowKey(_school.Tenant, course, id).ToString());

    /// <summary>Until its workflow has asked and was told to wait.</summary>
    private async Task Held(string course, string id, DateTimeOffset at)
    {
        using (_school.Platform()) await Wait.Until(() => Run(course, id).GetStatus(), s => s is { IsOk: true, Value.Steps: [{ WaitsUntil: { } until }] } && until > at);
    }

    private async Task<long> Causes(string course)
    {
        await using var command = hub.Database.CreateCommand($"select count(*) from notification_cause where tenant = '{_school.Tenant}' and kind = 'announcement' and course_id = '{course}'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_planned_one_of_an_author_who_may_not_post_any_more_is_held_until_they_may_and_then_posted_once(bool suspended)
    {
        await Register("ines", Roles.Instructor);
        var course = await _school.Published();
        await _school.Enrol(course, "sam");
        var at = InAnHour;
        using (_school.Teacher()) (await Of(course).Post(new("p1", "Soon", "Now.", at)).Done()).Held.ShouldBeFalse();
        var ines = _school.Grains.User(new(_school.Tenant, "ines"));
        using (Admin())
        {
            if (suspended) await ines.Suspend(new("left")).Done();
            else await ines.SetRoles(new([Roles.Student])).Done();
            // Seen before its moment, too.
            (await Of(course).List(null, 10).Done()).Items.Single().ShouldSatisfyAllConditions(a => a.Posted.ShouldBeFalse(), a => a.Held.ShouldBeTrue());
        }
        await AnHourLater(course, "p1");
        await Held(course, "p1", at);
        (await Posted(course)).ShouldBe(0);
        (await Causes(course)).ShouldBe(0);
        using (_school.Student("sam")) (await Of(course).List(null, 10).Done()).Items.ShouldBeEmpty();
        using (_school.Platform()) (await Of(course).Release("p1").Refused()).ShouldBe("announcements.held");

        using (Admin())
        {
            if (suspended) await ines.Restore(new()).Done();
            else await ines.SetRoles(new([Roles.Instructor])).Done();
            (await Of(course).List(null, 10).Done()).Items.Single().Held.ShouldBeFalse();
        }
        using (_school.Platform())
        {
            await Run(course, "p1").Resume();
            await Wait.Until(() => Run(course, "p1").GetStatus(), s => s is { IsOk: true, Value.Phase: WorkflowPhase.Completed });
            await Of(course).Release("p1").Done();
        }
        (await Posted(course)).ShouldBe(1);
        await Wait.Until(() => Causes(course), n => n == 1);
    }

    [Fact]
    public async Task One_that_is_held_goes_out_in_the_name_of_who_adopts_it_once_also_when_its_author_comes_back()
    {
        await Register("ines", Roles.Instructor);
        await Register("ada", Roles.Admin);
        var course = await _school.Published();
        await _school.Enrol(course, "sam");
        var at = InAnHour;
        using (_school.Teacher())
        {
            await Of(course).Post(new("p1", "Soon", "Now.", at)).Done();
            await Of(course).Post(new("p2", "Later", "Then.", at.AddDays(1))).Done();
        }
        using (Admin()) (await Of(course).Adopt(new("p2")).Refused()).ShouldBe("announcements.not_held");
        var ines = _school.Grains.User(new(_school.Tenant, "ines"));
        using (Admin()) await ines.Suspend(new("left")).Done();
        await AnHourLater(course, "p1");
        await Held(course, "p1", at);
        using (ActorContext.As(new Actor(_school.Tenant, "omar", [Roles.Instructor], null))) (await Of(course).Adopt(new("p1")).Refused()).ShouldBe("courses.not_yours");
        using (_school.Student("sam")) await Should.ThrowAsync<ActorDeniedException>(() => Of(course).Adopt(new("p1")));
        async Task<bool> Adopted()
        {
            using (Admin()) return (await Of(course).Adopt(new("p1"))).IsOk;
        }
        (await Task.WhenAll(Adopted(), Adopted(), Adopted())).ShouldAllBe(done => done);
        using (Admin())
        {
            await Of(course).Adopt(new("p2")).Done();
            (await Of(course).Adopt(new("none")).Refused()).ShouldBe("announcements.not_found");
            (await Of(course).List(null, 10).Done()).Items.Select(a => (a.AnnouncementId, a.AuthorId, a.Posted, a.Held)).ShouldBe([("p2", "ada", false, false), ("p1", "ada", true, false)]);
            await ines.Restore(new()).Done();
        }
        using (_school.Platform())
        {
            await Run(course, "p1").Resume();
            await Wait.Until(() => Run(course, "p1").GetStatus(), s => s is { IsOk: true, Value.Phase: WorkflowPhase.Completed });
        }
        (await Posted(course)).ShouldBe(1);
        using (_school.Student("sam")) (await Of(course).List(null, 10).Done()).Items.Single().AuthorId.ShouldBe("ada");
    }

    [Fact]
    public async Task Members_read_what_was_posted_and_nobody_else_does()
    {
        var course = await _school.Published();
        await _school.Enrol(course, "sam");
        using (_school.Teacher())
        {
            await Of(course).Post(new("a1", "First", "Hello.", null)).Done();
            await Of(course).Post(new("a2", "Second", "Hello again.", null)).Done();
            await Of(course).Post(new("a3", "Later", "Not yet.", hub.Clock.GetUtcNow().AddDays(2))).Done();
            (await Of(course).List(null, 10).Done()).Items.Select(a => (a.AnnouncementId, a.Posted)).ShouldBe([("a3", false), ("a2", true), ("a1", true)]);
        }
        using (_school.Student("sam"))
        {
            var first = await Of(course).List(null, 1).Done();
            first.Items.Single().ShouldSatisfyAllConditions(a => a.AnnouncementId.ShouldBe("a2"), a => a.Text.ShouldBe("Hello again."));
            var second = await Of(course).List(first.Next, 1).Done();
            second.ShouldSatisfyAllConditions(p => p.Items.Single().AnnouncementId.ShouldBe("a1"), p => p.Next.ShouldBeNull());
            (await Of(course).List("broken", 1).Refused()).ShouldBe("common.bad_cursor");
        }
        using (_school.Student("stranger")) (await Of(course).List(null, 10).Refused()).ShouldBe("announcements.not_member");
        using (ActorContext.As(new Actor(_school.Tenant, "omar", [Roles.Instructor], null)))
        {
            (await Of(course).Post(new("x1", "Mine", "No.", null)).Refused()).ShouldBe("courses.not_yours");
            (await Of(course).Withdraw(new("a1")).Refused()).ShouldBe("courses.not_yours");
            (await Of("no-course").Post(new("x1", "Mine", "No.", null)).Refused()).ShouldBe("courses.not_found");
        }
        using (_school.Teacher()) await Of(course).Withdraw(new("a2")).Done();
        using (_school.Student("sam")) (await Of(course).List(null, 10).Done()).Items.Single().AnnouncementId.ShouldBe("a1");
    }

    [Fact]
    public async Task A_planned_one_is_posted_at_its_moment_once_also_when_its_workflow_is_started_twice()
    {
        await Register("ines", Roles.Instructor);
        var course = await _school.Published();
        var at = InAnHour;
        using (_school.Teacher()) (await Of(course).Post(new("p1", "Soon", "Now.", at)).Done()).Posted.ShouldBeFalse();
        using (_school.Platform())
        {
            await Run(course, "p1").Start(new(course, "p1", at));
            (await Wait.Until(() => Run(course, "p1").GetStatus(), s => s is { IsOk: true, Value.Steps: [{ WaitsUntil: not null }] })).Value!.Steps[0].WaitsUntil.ShouldBe(at);
            (await Of(course).Release("p1").Refused()).ShouldBe("announcements.too_early");
        }
        (await Posted(course)).ShouldBe(0);
        await AnHourLater(course, "p1");
        await Wait.Until(() => Posted(course), n => n == 1);
        using (_school.Platform()) await Of(course).Release("p1").Done();
        (await Posted(course)).ShouldBe(1);
        using (_school.Teacher()) (await Of(course).List(null, 10).Done()).Items.Single().Posted.ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_was_planned_before_others_were_posted_stands_where_it_was_posted()
    {
        await Register("ines", Roles.Instructor);
        var course = await _school.Published();
        await _school.Enrol(course, "sam");
        using (_school.Teacher())
        {
            await Of(course).Post(new("a-planned", "Planned", "Later.", InAnHour)).Done();
            await Of(course).Post(new("b-at-once", "At once", "Now.", null)).Done();
            (await Of(course).List(null, 10).Done()).Items.Select(a => a.AnnouncementId).ShouldBe(["a-planned", "b-at-once"]);
        }
        await AnHourLater(course, "a-planned");
        await Wait.Until(() => Posted(course), n => n == 2);
        using (_school.Teacher()) await Of(course).Post(new("0-last", "Last", "Then.", null)).Done();
        using (_school.Student("sam"))
        {
            var all = (await Of(course).List(null, 10).Done()).Items;
            all.Select(a => a.AnnouncementId).ShouldBe(["0-last", "a-planned", "b-at-once"]);
            all.Select(a => a.At).ShouldBe(all.Select(a => a.At).OrderDescending());
            var (paged, next) = (new List<string>(), (string?)null);
            do
            {
                var page = await Of(course).List(next, 1).Done();
                paged.Add(page.Items.Single().AnnouncementId);
                next = page.Next;
            }
            while (next is not null);
            paged.ShouldBe(["0-last", "a-planned", "b-at-once"]);
            foreach (var cursor in (string[])[Cursor.Encode("announcements.list", "a-planned"), Cursor.Encode("announcements.list", "-1", "a"), Cursor.Encode("announcements.list", "1", "A/"), Cursor.Encode("other", "1", "a")])
                (await Of(course).List(cursor, 1).Refused()).ShouldBe("common.bad_cursor");
        }
    }

    [Fact]
    public async Task One_that_was_withdrawn_before_its_moment_is_never_posted()
    {
        var course = await _school.Published();
        using (_school.Teacher())
        {
            await Of(course).Post(new("p1", "Soon", "Now.", InAnHour)).Done();
            await Of(course).Withdraw(new("p1")).Done();
        }
        await AnHourLater(course, "p1");
        using (_school.Platform())
        {
            await Wait.Until(() => Run(course, "p1").GetStatus(), s => s is { IsOk: true, Value.Phase: WorkflowPhase.Completed });
        }
        (await Posted(course)).ShouldBe(0);
    }
}
