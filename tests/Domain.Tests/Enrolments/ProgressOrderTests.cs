using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Common;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using Interval = LearningHub.Grains.Interfaces.Enrolments.Interval;

namespace LearningHub.Domain.Tests.Enrolments;

/// <summary>Progress is the same after any order and any repeat of reports, and after a recomputation from the events.</summary>
public sealed class ProgressOrderTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly MemberKey Key = new("t", "c", "sam");
    private static readonly Actor Sam = new("t", "sam", [Roles.Student], null);
    private static readonly CourseFacts Course = new(true, CourseStatus.Published, "ines", [], "Course",
        [.. Enumerable.Range(0, 3).Select(i => new LessonItem($"v{i}", "Video", LessonKind.Video, 1_000, "m", true, false))], 5, null);

    private static readonly Gen<Interval> Piece = Gen.Choose(0, 1_100).SelectMany(from => Gen.Choose(0, 300).Select(length => new Interval(from, from + length)));

    private static readonly Gen<RecordProgress> Report =
        from lesson in Gen.Choose(0, 2)
        from pieces in Gen.ListOf(Piece)
        from position in Gen.Choose(0, 1_200)
        from at in Gen.Choose(0, 20)
        select new RecordProgress($"v{lesson}", [.. pieces], position, Now.AddSeconds(-at));

    [Fact]
    public void Any_order_and_any_repeats_give_the_same_progress()
    {
        var shuffled = Gen.ListOf(Report).SelectMany(reports =>
            Gen.Shuffle([.. reports.Concat(reports.Take(5))]).Select(again => (Reports: reports.ToArray(), Again: again.ToArray())));
        Prop.ForAll(shuffled.ToArbitrary(), x => Same(After(x.Reports).State, After(x.Again).State)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_report_cut_in_pieces_or_glued_together_gives_the_same_progress()
    {
        var cut = Gen.ListOf(Report).Select(reports => (Whole: reports.ToArray(),
            Pieces: reports.SelectMany(r => r.Intervals.IsEmpty ? [r] : r.Intervals.SelectMany(i => Halves(i)).Select(i => r with { Intervals = [i] })).ToArray()));
        Prop.ForAll(cut.ToArbitrary(), x => Same(After(x.Whole).State, After(x.Pieces).State)).QuickCheckThrowOnFailure();

        static Interval[] Halves(Interval i) => [new(i.FromMs, (i.FromMs + i.ToMs) / 2), new((i.FromMs + i.ToMs) / 2, i.ToMs)];
    }

    [Fact]
    public void The_events_alone_give_the_progress_back_also_through_json()
    {
        var steps = Gen.OneOf(Report.Select(r => (Command)r), Gen.Choose(0, 2).SelectMany(l => Gen.Elements(true, false).Select(c => (Command)new CompleteLesson($"v{l}", c))));
        Prop.ForAll(Gen.ListOf(steps).ToArbitrary(), list =>
        {
            var (state, events) = After([.. list]);
            var stored = events.Select(e => (DomainEvent)JsonSerializer.Deserialize(JsonSerializer.Serialize(e, e.GetType(), HubJson.Options), e.GetType(), HubJson.Options)!);
            return Same(state, Progress.Recompute(stored));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Progress_grows_only_and_stays_between_0_and_100() =>
        Prop.ForAll(Gen.ListOf(Report).ToArbitrary(), reports =>
        {
            var state = ImmutableDictionary<string, LessonRecord>.Empty;
            foreach (var report in reports)
            {
                var next = After([report], state).State;
                foreach (var item in Course.Lessons)
                {
                    var (before, after) = (Progress.LessonPercent(state.GetValueOrDefault(item.LessonId), item), Progress.LessonPercent(next.GetValueOrDefault(item.LessonId), item));
                    if (after < before || after is < 0 or > 100) return false;
                }
                state = next;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    private static (ImmutableDictionary<string, LessonRecord> State, List<DomainEvent> Events) After(Command[] commands, ImmutableDictionary<string, LessonRecord>? from = null)
    {
        var state = Enrolment.Enrol(EnrolmentState.Empty, Course, Key, Sam, Now).Ok();
        if (from is not null) state = state with { Lessons = from };
        var events = new List<DomainEvent>();
        foreach (var command in commands)
        {
            var decision = command is RecordProgress r
                ? Enrolment.RecordProgress(state, r, Course, Key, Sam, Now)
                : Enrolment.CompleteLesson(state, (CompleteLesson)command, Course, Key, Sam, Now);
            state = decision.Ok();
            events.AddRange(decision.Events);
        }
        return (state.Lessons, events);
    }

    private static bool Same(ImmutableDictionary<string, LessonRecord> a, ImmutableDictionary<string, LessonRecord> b) =>
        a.Count == b.Count && a.All(x => b.TryGetValue(x.Key, out var other) && x.Value.Equals(other));
}
