using LearningHub.Grains.Interfaces.InstructorDesk;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.InstructorDesk;

[Collection("hub")]
public sealed class AnnouncementTests(HubFixture hub)
{
    private readonly School _school = new(hub);

    private IAnnouncementsGrain Of(string course) => _school.Grains.GetGrain<IAnnouncementsGrain>($"{_school.Tenant}/{course}");

    private async Task<long> Posted(string course)
    {
        await using var command = hub.Database.CreateCommand($"select count(*) from event where type = 'announcements' and key = '{_school.Tenant}/{course}' and name = 'announcement.posted'");
        return (long)(await command.ExecuteScalarAsync())!;
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
            await Of(course).Post(new("a3", "Later", "Not yet.", TimeProvider.System.GetUtcNow().AddDays(2))).Done();
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
        var course = await _school.Published();
        var at = TimeProvider.System.GetUtcNow().AddSeconds(1);
        using (_school.Teacher()) (await Of(course).Post(new("p1", "Soon", "Now.", at)).Done()).Posted.ShouldBeFalse();
        using (_school.Platform())
            await _school.Grains.GetGrain<IAnnouncingWorkflowGrain>(new WorkflowKey(_school.Tenant, course, "p1").ToString()).Start(new(course, "p1", at));
        await Wait.Until(() => Posted(course), n => n == 1);
        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(at);
        using (_school.Platform()) await Of(course).Release("p1").Done();
        (await Posted(course)).ShouldBe(1);
        using (_school.Teacher()) (await Of(course).List(null, 10).Done()).Items.Single().Posted.ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_was_withdrawn_before_its_moment_is_never_posted()
    {
        var course = await _school.Published();
        using (_school.Teacher())
        {
            await Of(course).Post(new("p1", "Soon", "Now.", TimeProvider.System.GetUtcNow().AddSeconds(1))).Done();
            await Of(course).Withdraw(new("p1")).Done();
        }
        using (_school.Platform())
        {
            var run = _school.Grains.GetGrain<IAnnouncingWorkflowGrain>(new WorkflowKey(_school.Tenant, course, "p1").ToString());
            await Wait.Until(() => run.GetStatus(), s => s is { IsOk: true, Value.Phase: WorkflowPhase.Completed });
        }
        (await Posted(course)).ShouldBe(0);
    }
}
