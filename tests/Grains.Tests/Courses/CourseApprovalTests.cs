using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Settings;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Tests.Courses;

[Collection("hub")]
public sealed class CourseApprovalTests(HubFixture hub)
{
    private readonly School _school = new(hub);

    private IDisposable Admin() => ActorContext.As(new Actor(_school.Tenant, "ada", [Roles.Admin], null));

    private async Task Require(string value = "on")
    {
        using var _ = Admin();
        var grain = hub.Grains.Settings(_school.Tenant);
        (await grain.Save(new((await grain.Get()).Version, ImmutableDictionary<string, string>.Empty.Add(SettingCatalogue.CourseApproval.Name, value)))).Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_course_is_submitted_approved_as_it_was_seen_and_published_by_its_instructor()
    {
        using (_school.Platform()) (await hub.Grains.User(new(_school.Tenant, "ines")).Register(new("Ines", "ines@example.test", "correct-horse-battery-9", [Roles.Instructor]))).Error.ShouldBeNull();
        await Require();
        var id = await _school.Draft();
        var course = _school.Course(id);
        using (_school.Teacher())
        {
            (await course.Publish(new())).Error!.Code.ShouldBe("courses.not_approved");
            (await course.Get()).Value!.Review!.IsNeeded.ShouldBeTrue();
            (await course.Submit(new())).Error.ShouldBeNull();
            (await course.Publish(new())).Error!.Code.ShouldBe("courses.not_approved");
            await Should.ThrowAsync<ActorDeniedException>(() => course.Approve(new(0)));
        }
        using (Admin())
        {
            var queries = hub.Grains.Queries<ICourseReviewQueriesGrain>(_school.Tenant);
            (await Wait.Until(() => queries.Queue(), q => q.Length == 1)).Single().ShouldSatisfyAllConditions(r => r.CourseId.ShouldBe(id), r => r.Submitted.ShouldBeTrue());
            var seen = (await course.GetReview()).Value!;
            seen.Changes.ShouldContain(c => c.Where == "Title" && c.After == "Film photography");
            using (_school.Teacher()) (await course.RenameSection(new("s1", "Light"))).Error.ShouldBeNull();
            (await course.Approve(new(seen.Review.Edits))).Error!.Code.ShouldBe("courses.changed_since_seen");
            (await course.Approve(new((await course.GetReview()).Value!.Review.Edits))).Error.ShouldBeNull();
            (await course.GetReview()).Value!.Changes.ShouldBeEmpty();
            await Wait.Until(() => queries.Queue(), q => q.IsEmpty);
        }
        using (_school.Teacher())
        {
            (await course.Publish(new())).Error.ShouldBeNull();
            (await course.RenameSection(new("s1", "Light and shade"))).Error.ShouldBeNull();
        }
        using (Admin())
        {
            (await Wait.Until(() => hub.Grains.Queries<ICourseReviewQueriesGrain>(_school.Tenant).Queue(), q => q.Length == 1)).Single().Submitted.ShouldBeFalse();
            (await course.GetReview()).Value!.Changes.ShouldBe([new("Section", "Light", "Light and shade")]);
        }
        // One approval, one mail, though reactors hear everything twice here.
        using (_school.Platform())
        {
            var mails = await Wait.Until(() => hub.Grains.Queries<IMailQueriesGrain>(_school.Tenant).List(null, 50), m => m.Items.Any(x => x.Kind == "course-review"));
            mails.Items.Count(x => x.Kind == "course-review").ShouldBe(1);
        }
    }

    [Fact]
    public async Task Of_two_admins_who_decide_at_once_one_decides()
    {
        await Require();
        var id = await _school.Draft();
        using (_school.Teacher()) (await _school.Course(id).Submit(new())).Error.ShouldBeNull();
        using var _ = Admin();
        var edits = (await _school.Course(id).GetReview()).Value!.Review.Edits;
        var approve = _school.Course(id).Approve(new(edits));
        var back = _school.Course(id).SendBack(new("Too short"));
        await Task.WhenAll(approve, back);
        new[] { (await approve).IsOk, (await back).IsOk }.Count(ok => ok).ShouldBe(1);
    }

    [Fact]
    public async Task A_review_is_for_the_staff_and_admins_of_the_academy_and_switching_it_off_lets_instructors_publish()
    {
        await Require();
        var id = await _school.Draft();
        using (ActorContext.As(new Actor(_school.Tenant, "otto", [Roles.Instructor], null)))
        {
            (await _school.Course(id).GetReview()).Error!.Code.ShouldBe("courses.not_found");
            (await _school.Course(id).Submit(new())).Error!.Code.ShouldBe("courses.not_found");
            await Should.ThrowAsync<ActorDeniedException>(() => hub.Grains.Queries<ICourseReviewQueriesGrain>(_school.Tenant).Queue());
            await Should.ThrowAsync<ActorDeniedException>(() => _school.Course(id).SendBack(new("x")));
        }
        using (_school.Student("sam")) await Should.ThrowAsync<ActorDeniedException>(() => _school.Course(id).GetReview());
        using (hub.As(hub.NewTenant(), "eve", Roles.Admin)) await Should.ThrowAsync<ActorDeniedException>(() => _school.Course(id).Approve(new(0)));
        await Require("off");
        using (_school.Teacher()) (await _school.Course(id).Publish(new())).Error.ShouldBeNull();
    }
}
