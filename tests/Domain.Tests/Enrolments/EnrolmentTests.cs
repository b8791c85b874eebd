using System.Collections.Immutable;
using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Common;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Domain.Tests.Enrolments;

public sealed class EnrolmentTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly MemberKey Key = new("t", "c", "sam");
    private static readonly Actor Sam = new("t", "sam", [Roles.Student], null);
    private static readonly Actor Ines = new("t", "ines", [Roles.Instructor], null);
    private static readonly Actor Otto = new("t", "otto", [Roles.Instructor], null);

    private static readonly CourseFacts Open = new(true, CourseStatus.Published, "ines", [], "Course",
        [new("v", "Video", LessonKind.Video, 100_000, "m", true, false), new("t", "Text", LessonKind.Text, 60_000, null, false, false)], 5, null);

    [Fact]
    public void A_student_enrols_once()
    {
        var state = Enrolment.Enrol(EnrolmentState.Empty, Open, Key, Sam, Now).Ok();
        state.Status.ShouldBe(EnrolmentStatus.Active);
        Enrolment.Enrol(state, Open, Key, Sam, Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Only_free_published_courses_of_others_are_open()
    {
        Enrol(Open with { Status = CourseStatus.Draft }).ShouldBe("enrolments.not_open");
        Enrol(Open with { Exists = false }).ShouldBe("enrolments.not_open");
        Enrol(Open with { Prices = [new(1, "EUR")] }).ShouldBe("enrolments.not_free");
        Enrol(Open with { InstructorId = "sam" }).ShouldBe("enrolments.own_course");
        Enrolment.Enrol(EnrolmentState.Empty, Open, Key, Otto, Now).Code().ShouldBe("enrolments.not_yours");

        static string Enrol(CourseFacts course) => Enrolment.Enrol(EnrolmentState.Empty, course, Key, Sam, Now).Code();
    }

    [Fact]
    public void A_course_that_lost_its_last_open_lesson_is_complete_once_and_for_students_alone()
    {
        var less = Open with { Lessons = [Open.Lessons[1]] };
        var state = Enrolment.CompleteLesson(Enrolled(), new("t", true), Open, Key, Sam, Now).Ok();
        Enrolment.Settle(state, Open, Now).IsNoChange.ShouldBeTrue();
        Enrolment.Settle(state, Open with { Lessons = [] }, Now).IsNoChange.ShouldBeTrue();
        var settled = Enrolment.Settle(state, less, Now.AddDays(1));
        settled.Events.ShouldBe([new CourseCompleted(1)]);
        settled.Ok().CompletedAt.ShouldBe(Now.AddDays(1));
        Enrolment.Settle(settled.Ok(), less, Now.AddDays(2)).IsNoChange.ShouldBeTrue();
        Enrolment.Settle(Enrolment.Leave(state, Key, Sam, Now).Ok(), less, Now).IsNoChange.ShouldBeTrue();
        Enrolment.Settle(EnrolmentState.Empty, less, Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Who_left_may_return_and_finds_their_progress()
    {
        var state = Watch(Enrolled(), 0, 50_000).Ok();
        state = Enrolment.Leave(state, Key, Sam, Now).Ok();
        Watch(state, 50_000, 60_000).Code().ShouldBe("enrolments.not_enrolled");
        state = Enrolment.Enrol(state, Open, Key, Sam, Now.AddDays(1)).Ok();
        state.Lessons["v"].PositionMs.ShouldBe(50_000);
        state.EnrolledAt.ShouldBe(Now);
    }

    [Fact]
    public void Who_was_removed_stays_out_until_staff_let_them_in()
    {
        var state = Enrolment.Remove(Enrolled(), new("spam"), Open, Ines).Ok();
        Enrolment.Remove(state, new("spam"), Open, Ines).IsNoChange.ShouldBeTrue();
        Enrolment.Enrol(state, Open, Key, Sam, Now).Code().ShouldBe("enrolments.removed");
        Enrolment.Leave(state, Key, Sam, Now).Code().ShouldBe("enrolments.removed");
        Enrolment.Readmit(state, Open, Sam).Code().ShouldBe("courses.not_yours");
        Enrolment.Readmit(state, Open, Ines).Ok().IsActive.ShouldBeTrue();
    }

    [Fact]
    public void Only_the_courses_own_staff_remove()
    {
        Enrolment.Remove(Enrolled(), new(""), Open, Otto).Code().ShouldBe("courses.not_yours");
        Enrolment.Remove(Enrolled(), new(""), Open with { Status = CourseStatus.Draft }, Otto).Code().ShouldBe("courses.not_found");
        Enrolment.Remove(EnrolmentState.Empty, new(""), Open, Ines).Code().ShouldBe("enrolments.not_found");
    }

    [Fact]
    public void A_video_completes_at_90_percent_watched_and_the_course_with_its_last_lesson_once()
    {
        var state = Watch(Enrolled(), 0, 89_999).Ok();
        state.Lessons["v"].Completed.ShouldBeFalse();
        var decision = Watch(state, 95_000, 96_000);
        decision.Events.OfType<LessonCompleted>().Count().ShouldBe(1);
        state = decision.Ok();
        Watch(state, 96_000, 97_000).Events.OfType<LessonCompleted>().ShouldBeEmpty();

        decision = Enrolment.CompleteLesson(state, new("t", true), Open, Key, Sam, Now.AddHours(1));
        decision.Events.OfType<CourseCompleted>().Count().ShouldBe(1);
        state = decision.Ok();
        state.CompletedAt.ShouldBe(Now.AddHours(1));
        state = Enrolment.CompleteLesson(state, new("t", false), Open, Key, Sam, Now.AddHours(2)).Ok();
        decision = Enrolment.CompleteLesson(state, new("t", true), Open, Key, Sam, Now.AddHours(3));
        decision.Events.OfType<CourseCompleted>().ShouldBeEmpty();
        decision.Ok().CompletedAt.ShouldBe(Now.AddHours(1));
    }

    [Fact]
    public void A_lesson_that_was_taken_back_is_not_completed_again_by_watching()
    {
        var state = Watch(Enrolled(), 0, 95_000).Ok();
        state = Enrolment.CompleteLesson(state, new("v", false), Open, Key, Sam, Now).Ok();
        Watch(state, 95_000, 99_000).Ok().Lessons["v"].Completed.ShouldBeFalse();
        Enrolment.CompleteLesson(state, new("v", true), Open, Key, Sam, Now).Ok().Lessons["v"].Completed.ShouldBeTrue();
    }

    [Fact]
    public void A_clock_that_runs_ahead_is_believed_for_a_minute_only()
    {
        var state = Report(Enrolled(), 0, 10_000, Now.AddYears(10)).Ok();
        state.Lessons["v"].At.ShouldBe(Now.AddMinutes(1));
        Report(state, 10_000, 20_000, Now.AddMinutes(2)).Ok().Lessons["v"].PositionMs.ShouldBe(20_000);
    }

    [Fact]
    public void The_latest_report_of_any_device_says_where_to_resume()
    {
        var state = Report(Enrolled(), 0, 60_000, Now.AddSeconds(30)).Ok();
        state = Report(state, 0, 10_000, Now.AddSeconds(10)).Error is null ? Report(state, 60_000, 61_000, Now.AddSeconds(10)).Ok() : state;
        state.Lessons["v"].PositionMs.ShouldBe(60_000);
        state.LastLessonId.ShouldBe("v");
    }

    [Fact]
    public void Hostile_reports_are_refused_and_repeats_change_nothing()
    {
        Record(Enrolled(), [.. Enumerable.Range(0, 501).Select(i => new Interval(i, i + 1))]).Code().ShouldBe("enrolments.too_many_intervals");
        Record(Enrolled(), [new(-1, 5)]).Code().ShouldBe("enrolments.bad_interval");
        Record(Enrolled(), [new(9, 5)]).Code().ShouldBe("enrolments.bad_interval");
        Record(Enrolled(), default).Code().ShouldBe("enrolments.too_many_intervals");
        var state = Watch(Enrolled(), 0, 10_000).Ok();
        Watch(state, 0, 10_000).IsNoChange.ShouldBeTrue();
        for (var i = 0; i < 2; i++) state = Record(state, [.. Enumerable.Range(0, 490).Select(n => new Interval(20_000 + (i * 490 + n) * 3, 20_001 + (i * 490 + n) * 3))]).Ok();
        Record(state, [.. Enumerable.Range(0, 490).Select(n => new Interval(50_000 + n * 3, 50_001 + n * 3))]).Code().ShouldBe("enrolments.too_fragmented");
        Enrolment.RecordProgress(Enrolled(), new("gone", [], 0, Now), Open, Key, Sam, Now).Code().ShouldBe("courses.lesson_not_found");
        Enrolment.RecordProgress(Enrolled(), new("v", [], 0, Now), Open, Key, Otto, Now).Code().ShouldBe("enrolments.not_yours");
    }

    [Fact]
    public void Opening_a_text_is_remembered_and_completes_nothing()
    {
        var state = Enrolment.RecordProgress(Enrolled(), new("t", [new(0, 60_000)], 0, Now), Open, Key, Sam, Now).Ok();
        state.LastLessonId.ShouldBe("t");
        state.Lessons["t"].Completed.ShouldBeFalse();
        Progress.LessonPercent(state.Lessons["t"], Open.Lessons[1]).ShouldBe(0);
    }

    [Fact]
    public void The_course_percent_counts_the_lessons_it_has_now()
    {
        var state = Watch(Enrolled(), 0, 100_000).Ok();
        Progress.CoursePercent(Progress.Completed(state, Open.Lessons), 2).ShouldBe(50);
        Progress.Completed(state, [Open.Lessons[1]]).ShouldBe(0);
        Progress.CoursePercent(1, 3).ShouldBe(33);
        Progress.CoursePercent(0, 0).ShouldBe(0);
    }

    private static EnrolmentState Enrolled() => Enrolment.Enrol(EnrolmentState.Empty, Open, Key, Sam, Now).Ok();
    private static Decision<EnrolmentState> Watch(EnrolmentState state, long from, long to) => Report(state, from, to, Now.AddMilliseconds(to / 1000 - 200));
    private static Decision<EnrolmentState> Report(EnrolmentState state, long from, long to, DateTimeOffset at) =>
        Enrolment.RecordProgress(state, new("v", [new(from, to)], to, at), Open, Key, Sam, at > Now.AddYears(1) ? Now : at > Now ? at : Now);
    private static Decision<EnrolmentState> Record(EnrolmentState state, ImmutableArray<Interval> intervals) =>
        Enrolment.RecordProgress(state, new("v", intervals, 0, Now), Open, Key, Sam, Now);
}
