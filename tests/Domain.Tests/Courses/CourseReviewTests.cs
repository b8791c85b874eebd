using LearningHub.Grains.Common;
using LearningHub.Grains.Courses;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;
using static LearningHub.Domain.Tests.Courses.CourseExamples;

namespace LearningHub.Domain.Tests.Courses;

public sealed class CourseReviewTests
{
    private static CourseState Edited(CourseState s) => s with { Edits = s.Edits + 1 };
    private static CourseState Submitted(CourseState? s = null) => CourseReviews.Submit(s ?? Ready(), Instructor, Now).State!;
    private static CourseState Approved(CourseState? s = null) => CourseReviews.Approve(Submitted(s), new((s ?? Ready()).Edits), Admin, Now).State!;

    [Fact]
    public void Publishing_is_blocked_until_the_course_is_approved_as_it_stands()
    {
        Course.Publish(Ready(), Instructor, Now, approved: true).Error!.Code.ShouldBe("courses.not_approved");
        Course.Publish(Submitted(), Instructor, Now, approved: true).Error!.Code.ShouldBe("courses.not_approved");
        Course.Publish(Approved(), Instructor, Now, approved: true).Error.ShouldBeNull();
        Course.Publish(Edited(Approved()), Instructor, Now, approved: true).Error!.Code.ShouldBe("courses.not_approved");
        Course.Publish(Ready(), Admin, Now, approved: true).Error.ShouldBeNull();
        Course.Publish(Ready(), Instructor, Now).Error.ShouldBeNull();
    }

    [Fact]
    public void What_was_changed_since_it_was_seen_is_not_approved()
    {
        var s = Edited(Submitted());
        CourseReviews.Approve(s, new(s.Edits - 1), Admin, Now).Error!.Code.ShouldBe("courses.changed_since_seen");
        CourseReviews.Approve(s, new(s.Edits), Admin, Now).Events.ShouldBe([new CourseApproved("ines", s.Edits)]);
        CourseReviews.Approve(Ready(), new(0), Admin, Now).Error!.Code.ShouldBe("courses.not_submitted");
        CourseReviews.Approve(Approved(), new(0), Admin, Now).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Only_a_whole_course_is_submitted_by_its_own_staff_and_once()
    {
        CourseReviews.Submit(Empty(), Instructor, Now).Error!.Code.ShouldBe("courses.not_ready");
        CourseReviews.Submit(Ready(), Colleague, Now).Error!.Code.ShouldBe("courses.not_found");
        CourseReviews.Submit(Submitted(), Instructor, Now.AddDays(1)).IsNoChange.ShouldBeTrue();
        CourseReviews.Submit(Approved(), Instructor, Now.AddDays(1)).IsNoChange.ShouldBeTrue();
        CourseReviews.Submit(Edited(Submitted()), Instructor, Now.AddDays(1)).State!.Review!.At.ShouldBe(Now, "it keeps its place");
    }

    [Fact]
    public void It_is_sent_back_with_a_reason_and_comes_again()
    {
        foreach (var reason in (string[])["", " ", new('x', 1_001)]) CourseReviews.SendBack(Submitted(), new(reason), Admin, Now).Error!.Field.ShouldBe("reason");
        var back = CourseReviews.SendBack(Submitted(), new("Say what a stop is."), Admin, Now).State!;
        back.Review!.Reason.ShouldBe("Say what a stop is.");
        CourseReviews.IsWaiting(back).ShouldBeFalse();
        CourseReviews.SendBack(back, new("again"), Admin, Now).Error!.Code.ShouldBe("courses.not_submitted");
        CourseReviews.IsWaiting(Submitted(Edited(back))).ShouldBeTrue();
    }

    [Fact]
    public void A_published_course_that_is_edited_comes_back_into_the_queue_until_somebody_decides()
    {
        var s = Course.Publish(Approved(), Instructor, Now, approved: true).State!;
        CourseReviews.IsWaiting(s).ShouldBeFalse();
        CourseReviews.IsWaiting(Edited(s)).ShouldBeTrue();
        CourseReviews.IsWaiting(CourseReviews.SendBack(Edited(s), new("no"), Admin, Now).State!).ShouldBeFalse();
        CourseReviews.IsWaiting(CourseReviews.Approve(Edited(s), new(s.Edits + 1), Admin, Now).State!).ShouldBeFalse();
        CourseReviews.IsWaiting(Published()).ShouldBeFalse("published without an approval: nothing to compare with");
    }

    [Fact]
    public void An_edit_of_a_quiz_counts_once_somebody_was_asked_to_look_and_is_told_with_its_questions()
    {
        var s = Outline.AddLesson(Ready(), new("s1", "q", "The quiz", LessonKind.Quiz), Instructor).Ok();
        s = Outline.QuizChanged(s, new("q", 3, 0)).Ok();
        Outline.QuizEdited(s, new("q")).IsNoChange.ShouldBeTrue("nobody ever submitted it");
        var approved = Approved(s);
        Outline.QuizEdited(approved, new("s1-1")).IsNoChange.ShouldBeTrue("no quiz");
        Outline.QuizEdited(approved, new("gone")).IsNoChange.ShouldBeTrue();
        var edited = Outline.QuizEdited(approved, new("q"));
        edited.Events.ShouldBe([new LessonQuizRevised("q")]);
        CourseChange question = new("Question “Stops” in “The quiz”", "What is a stop?", "What is half a stop?");
        CourseComparison.Of(CourseSnapshot.Of(approved), CourseSnapshot.Of(edited.State!), new Dictionary<string, System.Collections.Immutable.ImmutableArray<CourseChange>> { ["q"] = [question] })
            .ShouldBe([new("Lesson “The quiz”", "quiz as approved", "questions or settings changed"), question]);
    }

    [Fact]
    public void Captions_of_a_video_are_told_by_their_languages_and_that_their_texts_are_others()
    {
        var s = Outline.AddLesson(Ready(), new("s1", "v", "The video", LessonKind.Video), Instructor).Ok();
        s = Outline.ChangeLesson(s, new("v", null, null, "m1", null), Instructor).Ok();
        CourseState With(CourseState state, params CaptionTrack[] tracks) => Outline.CaptionsChanged(state, new("m1", [.. tracks])).Ok();
        CaptionTrack german = new("de", "a.vtt", 3), english = new("en", "b.vtt", 3);
        CourseChange? Change(CourseState before, CourseState after) => CourseComparison.Of(CourseSnapshot.Of(before), CourseSnapshot.Of(after)).SingleOrDefault();
        Change(s, With(s, english, german)).ShouldBe(new("Lesson “The video”", "no captions", "captions: de, en"));
        var both = With(s, german, english);
        Outline.CaptionsChanged(both, new("m1", [english, german])).IsNoChange.ShouldBeTrue("told again, in another order");
        Outline.CaptionsChanged(both, new("m2", [english])).IsNoChange.ShouldBeTrue("no lesson names it");
        Change(both, With(both, german)).ShouldBe(new("Lesson “The video”", "captions: de, en", "captions: de"));
        Change(both, With(both, german, english with { File = "c.vtt" })).ShouldBe(new("Lesson “The video”", "captions: de, en", "captions: de, en (other texts)"));
        Change(both, With(both)).ShouldBe(new("Lesson “The video”", "captions: de, en", "no captions"));
        Change(both, both).ShouldBeNull();
    }

    [Fact]
    public void The_comparison_tells_details_prices_and_what_came_went_moved_or_changed()
    {
        var before = Course.ChangeDetails(WithLessons(2, 1), Details, Instructor).Ok();
        var after = Course.ChangeDetails(before, Details with { Title = "Film", Prices = [new(4900, "EUR"), new(5000, "JPY")] }, Instructor).Ok();
        after = Outline.ChangeLesson(after, new("s1-1", "First light", "New words", null, true), Instructor).Ok();
        after = Outline.Move(after, new("s1-2", "s2", 0, null), 0, Instructor).Ok();
        after = Outline.RemoveLesson(after, new("s2-1"), Instructor).Ok();
        after = Outline.AddLesson(after, new("s2", "n1", "Another", LessonKind.Text), Instructor).Ok();
        after = Outline.Move(after, new("s2", null, 0, null), 0, Instructor).Ok();
        var changes = CourseComparison.Of(CourseSnapshot.Of(before), CourseSnapshot.Of(after));
        foreach (var expected in (CourseChange[])
        [
            new("Title", "Film photography", "Film"), new("Prices", "free", "49.00 EUR, 5000 JPY"), new("Order of sections", "Section 1, Section 2", "Section 2, Section 1"),
            new("Lesson “First light”", "Lesson 1.1", "First light"), new("Lesson “First light”", "no text", "another text"), new("Lesson “First light”", "for students", "preview for everybody"),
            new("Lesson “Lesson 1.2”", "in “Section 1”", "in “Section 2”"), new("Lesson in “Section 2”", "", "Another"), new("Lesson in “Section 2”", "Lesson 2.1", ""),
        ]) changes.ShouldContain(expected);
        changes.Length.ShouldBe(9);
        CourseComparison.Of(CourseSnapshot.Of(after), CourseSnapshot.Of(after)).ShouldBeEmpty();
        CourseComparison.Of(CourseSnapshot.Nothing, CourseSnapshot.Of(after)).ShouldAllBe(c => c.Before.Length == 0);
    }
}
