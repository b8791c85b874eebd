using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Courses;
using LearningHub.Grains.Interfaces.Courses;

namespace LearningHub.Grains.Tests.Courses;

[Collection("hub")]
public sealed class CourseGrainTests(HubFixture hub)
{
    private readonly School _school = new(hub);

    [Fact]
    public async Task Edits_at_the_same_time_all_count()
    {
        var id = await _school.Draft(lessons: 0);
        using var _ = _school.Teacher();
        var course = _school.Course(id);
        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => i % 3 == 0
            ? course.AddSection(new($"x{i}", $"Section {i}")).Done()
            : course.AddLesson(new("s1", $"x{i}", $"Lesson {i}", LessonKind.Text)).Done()));
        var view = await course.Get().Done();
        view.Sections.Length.ShouldBe(11);
        view.LessonCount.ShouldBe(20);
        view.Version.ShouldBe(33);
    }

    [Fact]
    public async Task Opposite_moves_at_the_same_time_lose_and_double_nothing()
    {
        var id = await _school.Draft(lessons: 6);
        using var _ = _school.Teacher();
        var course = _school.Course(id);
        await course.AddSection(new("s2", "Further")).Done();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => course.Move(new($"l{i % 6 + 1}", i % 2 == 0 ? "s2" : "s1", i % 3, null)).Done()));
        var view = await course.Get().Done();
        view.Sections.SelectMany(s => s.Lessons).Select(l => l.LessonId).Order().ShouldBe(["l1", "l2", "l3", "l4", "l5", "l6"]);
        await ShouldBeStored(id, view);
    }

    [Fact]
    public async Task Of_two_moves_drawn_on_one_outline_one_is_told_that_it_changed()
    {
        var id = await _school.Draft(lessons: 3);
        using var _ = _school.Teacher();
        var course = _school.Course(id);
        var version = (await course.Get().Done()).Version;
        var results = await Task.WhenAll(course.Move(new("l1", "s1", 2, version)), course.Move(new("l3", "s1", 0, version)));
        results.Count(r => r.IsOk).ShouldBe(1);
        results.Single(r => !r.IsOk).Error!.Code.ShouldBe("courses.changed");
    }

    [Fact]
    public async Task A_repeated_command_answers_as_the_first_time()
    {
        var id = await _school.Draft(lessons: 0);
        using var _ = _school.Teacher();
        var first = await _school.Course(id).AddLesson(new("s1", "a", "A", LessonKind.Text) { OperationId = "k" }).Done();
        (await _school.Course(id).AddLesson(new("s1", "a", "A", LessonKind.Text) { OperationId = "k" }).Done()).ShouldBe(first);
        (await _school.Course(id).AddLesson(new("s1", "a", "A", LessonKind.Text) { OperationId = "other" }).Refused()).ShouldBe("courses.id_taken");
    }

    [Fact]
    public async Task A_course_of_2000_lessons_opens_whole()
    {
        var sections = Enumerable.Range(0, 40).Select(s => new Section($"s{s}", $"Section {s}",
            [.. Enumerable.Range(0, 50).Select(l => new Lesson($"l{s}-{l}", $"Lesson {s}.{l} with a title of an ordinary length", LessonKind.Text, 60_000, HasText: true))]));
        var state = new CourseState { InstructorId = "ines", Title = "Everything", Subject = "All" }.WithOutline([.. sections]);
        var saved = await hub.Services.GetRequiredService<IAggregateStore>().Save(new("course", $"{_school.Tenant}/big", 0, 1, JsonSerializer.Serialize(state, HubJson.Options),
            [new CourseCreated("ines")], [.. state.Sections.Select(s => RecordChange.Put(CourseState.SectionRecord, s.SectionId, 0, s))], [], [], null, Actor.System(_school.Tenant), null));
        saved.Outcome.ShouldBe(SaveOutcome.Committed);
        using var _ = _school.Teacher();
        var view = await _school.Course("big").Get().Done();
        view.LessonCount.ShouldBe(2_000);
        view.Sections.Select(s => s.SectionId).ShouldBe(Enumerable.Range(0, 40).Select(s => $"s{s}"));
        (await _school.Course("big").AddLesson(new("s0", "one-more", "More", LessonKind.Text)).Refused()).ShouldBe("courses.too_many_lessons");
        await _school.Course("big").Move(new("l39-49", "s0", 0, null)).Done();
        (await _school.Course("big").GetFacts()).Lessons[0].LessonId.ShouldBe("l39-49");
    }

    [Fact]
    public async Task A_draft_is_seen_by_its_instructor_alone_and_a_text_by_those_who_may_read_it()
    {
        var id = await _school.Draft(lessons: 2);
        using (_school.Teacher())
        {
            await _school.Course(id).ChangeLesson(new("l1", null, null, null, true)).Done();
            (await _school.Course(id).GetLesson("l1").Done()).Markdown.ShouldBe("Text of lesson 1.");
        }
        using (_school.Student("sam"))
        {
            (await _school.Course(id).Get().Refused()).ShouldBe("courses.not_found");
            (await _school.Course(id).GetLesson("l1").Refused()).ShouldBe("courses.not_found");
        }
        using (_school.Teacher()) await _school.Course(id).Publish(new()).Done();
        using (_school.Visitor())
        {
            (await _school.Course(id).GetLesson("l1").Done()).Markdown.ShouldBe("Text of lesson 1.");
            (await _school.Course(id).GetLesson("l2").Refused()).ShouldBe("courses.not_enrolled");
            (await _school.Course(id).GetLesson("none").Refused()).ShouldBe("courses.lesson_not_found");
        }
        await _school.Enrol(id, "sam");
        using (_school.Student("sam")) (await _school.Course(id).GetLesson("l2").Done()).Markdown.ShouldBe("Text of lesson 2.");

        using (_school.Teacher()) await _school.Course(id).Unpublish(new()).Done();
        using (_school.Student("sam")) (await _school.Course(id).Get().Done()).Title.ShouldBe("Film photography");
        using (_school.Visitor()) (await _school.Course(id).GetLesson("l1").Refused()).ShouldBe("courses.not_found");
    }

    [Fact]
    public async Task Where_a_video_is_stays_with_those_who_may_watch_it()
    {
        var id = await _school.Published();
        await _school.AddVideo(id, "v", 60_000);
        using (_school.Visitor()) Video(await _school.Course(id).Get().Done()).ShouldBe((null, true));
        await _school.Enrol(id, "sam");
        using (_school.Student("sam")) Video(await _school.Course(id).Get().Done()).ShouldBe(("m-v", true));

        static (string?, bool) Video(CourseView view) => view.Sections[0].Lessons.Where(l => l.LessonId == "v").Select(l => (l.MediaId, l.MediaReady)).Single();
    }

    [Fact]
    public async Task A_lesson_cannot_name_a_video_that_is_not_the_courses()
    {
        var id = await _school.Draft();
        using var _ = _school.Teacher();
        await _school.Course(id).AddLesson(new("s1", "v", "Video", LessonKind.Video)).Done();
        (await _school.Course(id).ChangeLesson(new("v", null, null, "somebody-elses", null)).Refused()).ShouldBe("courses.media_not_found");
    }

    private async Task ShouldBeStored(string id, CourseView view)
    {
        var store = hub.Services.GetRequiredService<IAggregateStore>();
        var loaded = await store.Load<CourseState>($"{_school.Tenant}/{id}");
        var records = await store.LoadRecords(CourseState.SectionRecord, $"{_school.Tenant}/{id}");
        var stored = loaded.State.WithStored(records.Select(r => JsonSerializer.Deserialize<Section>(r.Json, HubJson.Options)!));
        stored.Sections.Select(s => (s.SectionId, string.Join(' ', s.Lessons.Select(l => l.LessonId))))
            .ShouldBe(view.Sections.Select(s => (s.SectionId, string.Join(' ', s.Lessons.Select(l => l.LessonId)))));
        loaded.Version.ShouldBe(view.Version);
    }
}
