using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using Interval = LearningHub.Grains.Interfaces.Enrolments.Interval;

namespace LearningHub.Domain.Tests.Enrolments;

public sealed class AudienceTests
{
    private static AudienceView Of(long durationMs, params IEnumerable<ImmutableArray<Interval>> students)
    {
        var audience = new Audience(durationMs);
        foreach (var watched in students) audience.Add(watched);
        return audience.View(new("l1", "Light", LessonKind.Video, durationMs, "m1", true, false));
    }

    private static ImmutableArray<Interval> Watched(params IEnumerable<(long, long)> pieces) => [.. pieces.Select(p => new Interval(p.Item1, p.Item2))];

    [Fact]
    public void Each_moment_counts_the_students_who_watched_it()
    {
        var view = Of(5_500, Watched((0, 5_500)), Watched((1_000, 3_000)), Watched((500, 900), (4_001, 99_000)), []);
        view.ShouldSatisfyAllConditions(v => v.Viewers.ShouldBe(3), v => v.StepMs.ShouldBe(1_000), v => v.Watching.ShouldBe([1, 2, 2, 1, 1, 2]));
    }

    [Fact]
    public void A_long_video_has_at_most_1200_moments_whole_seconds_apart()
    {
        var view = Of(4 * 3_600_000L, Watched((0, 4 * 3_600_000L)));
        view.ShouldSatisfyAllConditions(v => v.StepMs.ShouldBe(12_000), v => v.Watching.Length.ShouldBe(1_200), v => v.Watching.ShouldAllBe(n => n == 1));
    }

    [Fact]
    public void The_place_where_most_leave_is_named_by_its_second()
    {
        var view = Of(600_000, [.. Enumerable.Repeat(Watched((0, 125_000)), 6), .. Enumerable.Repeat(Watched((0, 600_000)), 3), Watched((0, 400_000))]);
        view.Drops.ShouldBe([new AudienceDrop(125_000, 6)]);
    }

    [Fact]
    public void One_who_leaves_is_no_drop() => Of(600_000, Watched((0, 60_000)), Watched((0, 600_000))).Drops.ShouldBeEmpty();

    [Fact]
    public void The_count_equals_asking_every_student_about_every_moment()
    {
        const long duration = 90_500;
        var piece = Gen.Choose(0, 99_999).SelectMany(from => Gen.Choose(0, 30_000).Select(length => new Interval(from, from + length)));
        var students = Gen.ListOf(Gen.ListOf(piece).Select(l => WatchedIntervals.Clamp([.. l], duration))).ToArbitrary();
        Prop.ForAll(students, all =>
        {
            var view = Of(duration, all);
            return view.Viewers == all.Count(s => s.Length > 0)
                && view.Watching.Select((n, i) => n == all.Count(s => s.Any(x => x.FromMs <= i * view.StepMs && i * view.StepMs < x.ToMs))).All(same => same);
        }).QuickCheckThrowOnFailure();
    }
}
