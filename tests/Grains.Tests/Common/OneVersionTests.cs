using LearningHub.Grains.Common;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Common;

/// <summary>What a grain shows is one version, and never an older one than the feed has told of.</summary>
public sealed class OneVersionTests(OwnServerFixture server) : IClassFixture<OwnServerFixture>
{
    [Fact]
    public async Task A_read_beside_a_commit_shows_what_is_being_committed()
    {
        var (committed, told) = (new TaskCompletionSource(), new TaskCompletionSource());
        var meddling = new Meddling();
        await using var host = await Meddling.Host(await server.Server.NewDatabase(), meddling);
        using var _ = ActorContext.As(new Actor("t", "ann", [Roles.Student], null));
        var counter = host.Grains.GetGrain<ICounterGrain>("t/a");
        await counter.Count(new CountUp(1));
        (await counter.Value()).ShouldStartWith("1, ");

        meddling.Committed = async _ =>
        {
            committed.SetResult();
            await told.Task;
        };
        var counting = counter.Count(new CountUp(1));
        await committed.Task;
        // From here on the feed shows the event. Whoever reacts to it and reads must not see what was before.
        var read = counter.Value();
        var other = host.Grains.GetGrain<ICounterGrain>("t/b");
        (await other.Value()).ShouldStartWith("0, ");
        read.IsCompleted.ShouldBeFalse();
        told.SetResult();
        (await read).ShouldBe("2, for t|ann|student|");
        (await counting).IsOk.ShouldBeTrue();
    }

    [Fact]
    public async Task A_course_that_another_activation_changes_between_its_two_reads_is_read_again()
    {
        var database = await server.Server.NewDatabase();
        await using var first = await TestHost.Start(database);
        var school = new School(first.Grains, "t");
        var id = await school.Draft();
        using var _ = school.Teacher();
        await school.Course(id).AddSection(new("s2", "More")).Done();
        await school.Course(id).AddSection(new("s3", "Even more")).Done();

        var (meddling, reads) = (new Meddling(), 0);
        // A second cluster on the same database is what two activations of one grain are.
        await using var second = await Meddling.Host(database, meddling);
        meddling.BeforeRecords = async key =>
        {
            if (!key.EndsWith(id, StringComparison.Ordinal)) return;
            if (reads++ == 0) await school.Course(id).RemoveSection(new("s2")).Done();
            else if (reads == 2) await school.Course(id).RenameSection(new("s3", "Renamed")).Done();
        };
        var read = (await second.Grains.Course(new CourseKey("t", id)).Get()).Value!;
        reads.ShouldBe(3);
        read.Sections.Select(s => s.Title).ShouldBe(["Basics", "Renamed"]);
        read.Version.ShouldBe((await school.Course(id).Get()).Value!.Version);
    }
}
