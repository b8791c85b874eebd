using FsCheck;
using FsCheck.Fluent;
using LearningHub.Grains.Common;
using LearningHub.Grains.Courses;
using LearningHub.Grains.Interfaces.Courses;
using static LearningHub.Domain.Tests.Courses.CourseExamples;

namespace LearningHub.Domain.Tests.Courses;

public sealed class OutlineTests
{
    [Theory]
    [InlineData("s1-1", "s1", 2, "s1: s1-2 s1-3 s1-1 | s2: s2-1")]
    [InlineData("s1-1", "s1", 99, "s1: s1-2 s1-3 s1-1 | s2: s2-1")]
    [InlineData("s1-3", "s1", 0, "s1: s1-3 s1-1 s1-2 | s2: s2-1")]
    [InlineData("s1-2", "s2", 0, "s1: s1-1 s1-3 | s2: s1-2 s2-1")]
    [InlineData("s1-2", "s2", 1, "s1: s1-1 s1-3 | s2: s2-1 s1-2")]
    [InlineData("s2-1", "s1", 1, "s1: s1-1 s2-1 s1-2 s1-3 | s2:")]
    public void A_lesson_moves_to_its_place(string lesson, string to, int index, string shape) =>
        Shape(Outline.Move(WithLessons(3, 1), new(lesson, to, index, null), 7, Instructor).Ok()).ShouldBe(shape);

    [Theory]
    [InlineData("s1", 2, "s2: | s3: | s1:")]
    [InlineData("s3", 0, "s3: | s1: | s2:")]
    [InlineData("s1", 99, "s2: | s3: | s1:")]
    public void A_section_moves_to_its_place(string section, int index, string shape) =>
        Shape(Outline.Move(WithLessons(0, 0, 0), new(section, null, index, null), 7, Instructor).Ok()).ShouldBe(shape);

    [Fact]
    public void A_move_that_was_drawn_on_an_older_outline_is_refused()
    {
        Outline.Move(WithLessons(2), new("s1-1", "s1", 1, 6), 7, Instructor).Code().ShouldBe("courses.changed");
        Outline.Move(WithLessons(2), new("s1-1", "s1", 1, 7), 7, Instructor).Ok();
        Outline.Move(WithLessons(2), new("s1-1", "s1", -1, null), 7, Instructor).Code().ShouldBe("courses.index_invalid");
        Outline.Move(WithLessons(2), new("s1-1", "s9", 0, null), 7, Instructor).Code().ShouldBe("courses.section_not_found");
        Outline.Move(WithLessons(2), new("s9-1", "s1", 0, null), 7, Instructor).Code().ShouldBe("courses.lesson_not_found");
        Outline.Move(WithLessons(2), new("s1-1", "s1", 0, null), 7, Instructor).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Only_the_sections_that_changed_are_written()
    {
        var state = WithLessons(2, 2, 2);
        Written(Outline.Move(state, new("s1-1", "s2", 0, null), 7, Instructor)).ShouldBe(["section/s1", "section/s2"]);
        Written(Outline.Move(state, new("s1-1", "s1", 1, null), 7, Instructor)).ShouldBe(["section/s1"]);
        Written(Outline.Move(state, new("s1", null, 2, null), 7, Instructor)).ShouldBeEmpty();
        Written(Outline.RenameSection(state, new("s3", "New"), Instructor)).ShouldBe(["section/s3"]);
        Written(Outline.ChangeLesson(state, new("s2-1", null, "Words", null, null), Instructor)).ShouldBe(["section/s2", "lesson_body/s2-1"]);
    }

    [Fact]
    public void Removing_a_section_removes_its_record_and_the_texts_in_it()
    {
        var state = Outline.ChangeLesson(WithLessons(2, 1), new("s1-2", null, "Words", null, null), Instructor).Ok();
        var decision = Outline.RemoveSection(state, new("s1"), Instructor);
        decision.Records.ShouldAllBe(r => r.Json == null);
        Written(decision).ShouldBe(["section/s1", "lesson_body/s1-2"]);
        decision.Ok().Lessons.ShouldBe(1);
    }

    [Fact]
    public void Another_video_starts_unready_and_a_late_word_about_the_old_one_is_ignored()
    {
        var state = Outline.AddLesson(WithLessons(1), new("s1", "v", "Watch", LessonKind.Video), Instructor).Ok();
        state = Outline.ChangeLesson(state, new("v", null, null, "m1", null), Instructor).Ok();
        state = Outline.MediaReady(state, new("v", "m1", 60_000)).Ok();
        state.DurationMs.ShouldBe(60_000);
        state = Outline.ChangeLesson(state, new("v", null, null, "m2", null), Instructor).Ok();
        state.Sections[0].Lessons[1].MediaReady.ShouldBeFalse();
        Outline.MediaReady(state, new("v", "m1", 60_000)).IsNoChange.ShouldBeTrue();
        Outline.MediaReady(state, new("gone", "m1", 60_000)).IsNoChange.ShouldBeTrue();
        state = Outline.ChangeLesson(state, new("v", null, null, "", null), Instructor).Ok();
        state.Sections[0].Lessons[1].MediaId.ShouldBeNull();
        Outline.ChangeLesson(state, new("s1-1", null, null, "m1", null), Instructor).Code().ShouldBe("courses.not_video");
    }

    [Fact]
    public void A_video_that_is_ready_when_it_is_named_is_ready_at_once()
    {
        var state = Outline.AddLesson(WithLessons(1), new("s1", "v", "Watch", LessonKind.Video), Instructor).Ok();
        state = Outline.ChangeLesson(state, new("v", null, null, "m1", null), Instructor, readyMs: 60_000).Ok();
        state.Sections[0].Lessons[1].ShouldSatisfyAllConditions(l => l.MediaReady.ShouldBeTrue(), l => l.DurationMs.ShouldBe(60_000));
        state.DurationMs.ShouldBe(60_000);
        // Taken away it has no length, whatever is known of it; named again while it is made it is not ready, and healed once it is.
        state = Outline.ChangeLesson(state, new("v", null, null, "", null), Instructor, readyMs: 60_000).Ok();
        state.Sections[0].Lessons[1].ShouldSatisfyAllConditions(l => l.MediaReady.ShouldBeFalse(), l => l.DurationMs.ShouldBe(0));
        state = Outline.ChangeLesson(state, new("v", null, null, "m1", null), Instructor).Ok();
        state.Sections[0].Lessons[1].MediaReady.ShouldBeFalse();
        state = Outline.ChangeLesson(state, new("v", null, null, "m1", null), Instructor, readyMs: 60_000).Ok();
        state.Sections[0].Lessons[1].MediaReady.ShouldBeTrue();
        Outline.ChangeLesson(state, new("v", null, null, "m1", null), Instructor, readyMs: 60_000).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_video_that_becomes_ready_is_ready_in_every_lesson_that_names_it()
    {
        var state = WithLessons(1, 1);
        foreach (var (section, lesson) in (ReadOnlySpan<(string, string)>)[("s1", "v1"), ("s2", "v2"), ("s2", "v3")])
        {
            state = Outline.AddLesson(state, new(section, lesson, "Watch", LessonKind.Video), Instructor).Ok();
            state = Outline.ChangeLesson(state, new(lesson, null, null, lesson == "v3" ? "m2" : "m1", null), Instructor).Ok();
        }
        // Told for the lesson that it was uploaded for, which is gone.
        var decision = Outline.MediaReady(state, new("gone", "m1", 60_000));
        Written(decision).ShouldBe(["section/s1", "section/s2"]);
        decision.Events.Cast<LessonMediaChanged>().Select(e => e.LessonId).ShouldBe(["v1", "v2"]);
        state = decision.Ok();
        state.Sections.SelectMany(s => s.Lessons).Where(l => l.MediaReady).Select(l => l.LessonId).ShouldBe(["v1", "v2"]);
        Outline.MediaReady(state, new("v1", "m1", 60_000)).IsNoChange.ShouldBeTrue();
        // A later attempt of another length counts everywhere, too.
        Outline.MediaReady(state, new("v1", "m1", 59_000)).Ok().DurationMs.ShouldBe(118_000);
    }

    [Fact]
    public void Reading_time_is_told_for_texts_at_200_words_a_minute()
    {
        var words = string.Join(' ', Enumerable.Repeat("word", 400));
        Outline.ChangeLesson(WithLessons(1), new("s1-1", null, words, null, null), Instructor).Ok().DurationMs.ShouldBe(120_000);
        CourseText.ReadingTimeMs("").ShouldBe(0);
        CourseText.ReadingTimeMs("don't stop").ShouldBe(1_000);
    }

    [Fact]
    public void The_outline_is_bounded()
    {
        var many = WithLessons(new int[Course.MaxSections]);
        Outline.AddSection(many, new("one-more", "More"), Instructor).Code().ShouldBe("courses.too_many_sections");
        var section = new Section("s1", "Full", [.. Enumerable.Range(0, Course.MaxLessonsInSection).Select(i => new Lesson($"l{i}", "L", LessonKind.Text))]);
        Outline.AddLesson(many.WithOutline([section]), new("s1", "x", "More", LessonKind.Text), Instructor).Code().ShouldBe("courses.section_full");
        var full = many.WithOutline([.. Enumerable.Range(0, 4).Select(s => new Section($"s{s}", "Full", [.. section.Lessons.Select(l => l with { LessonId = $"{s}-{l.LessonId}" })])), new("s9", "Empty", [])]);
        Outline.AddLesson(full, new("s9", "x", "More", LessonKind.Text), Instructor).Code().ShouldBe("courses.too_many_lessons");
        Outline.ChangeLesson(WithLessons(1), new("s1-1", null, new string('x', 48 * 1024 + 1), null, null), Instructor).Code().ShouldBe("courses.markdown_too_long");
    }

    [Fact]
    public void Ids_are_checked_and_used_once()
    {
        Outline.AddSection(WithLessons(1), new("S 1", "More"), Instructor).Code().ShouldBe("courses.bad_id");
        Outline.AddSection(WithLessons(1), new("s1", "More"), Instructor).Code().ShouldBe("courses.id_taken");
        Outline.AddLesson(WithLessons(1, 0), new("s2", "s1-1", "More", LessonKind.Text), Instructor).Code().ShouldBe("courses.id_taken");
    }

    [Fact]
    public void Any_row_of_moves_keeps_every_lesson_once_and_the_records_equal_to_the_outline()
    {
        var moves = Gen.Choose(0, 5).Select(i => i == 0 ? (string?)null : $"s{Math.Min(i, 3)}")
            .SelectMany(to => Gen.Choose(0, 12).SelectMany(index => Gen.Choose(1, 3).SelectMany(s => Gen.Choose(1, 4).Select(l =>
                new MoveItem(to is null ? $"s{s}" : $"s{s}-{l}", to, index, null)))));
        Prop.ForAll(Gen.ListOf(moves).ToArbitrary(), list =>
        {
            var state = WithLessons(4, 4, 4);
            var stored = state.Sections.ToDictionary(s => s.SectionId);
            foreach (var move in list)
            {
                var decision = Outline.Move(state, move, 1, Instructor);
                state = decision.Ok();
                foreach (var record in decision.Records) stored[record.Id] = System.Text.Json.JsonSerializer.Deserialize<Section>(record.Json!, HubJson.Options)!;
            }
            state.Lessons.ShouldBe(12);
            state.Sections.SelectMany(s => s.Lessons).Select(l => l.LessonId).Distinct().Count().ShouldBe(12);
            Shape(state.WithStored(stored.Values)).ShouldBe(Shape(state));
            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static string[] Written(Decision<CourseState> decision) => [.. decision.Records.Select(r => $"{r.Type}/{r.Id}")];
}
