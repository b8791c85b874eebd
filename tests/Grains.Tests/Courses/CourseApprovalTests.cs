using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Questions;
using LearningHub.Grains.Interfaces.Quizzes;
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

    private static QuestionContent Asked(string name, string text, string answer) =>
        QuestionContent.Of(QuestionKind.ShortText, name, text) with { Answers = [new("", answer, 100)] };

    /// <summary>What has happened so far has reached the course.</summary>
    private async Task Told(Receipt receipt, string reactor)
    {
        using var _ = _school.Platform();
        await Wait.Until(() => hub.Grains.Passed(reactor, receipt));
    }

    [Fact]
    public async Task An_edit_inside_a_question_of_a_quiz_takes_the_approval_away_and_is_shown_with_what_was_approved()
    {
        await Require();
        var id = await _school.Draft();
        var course = _school.Course(id);
        var quiz = hub.Grains.Quiz(QuizKey.OfLesson(new(_school.Tenant, id), "q"));
        var (fixedOne, drawn, other) = (hub.Grains.Question(new(_school.Tenant, "stops")), hub.Grains.Question(new(_school.Tenant, "film")), hub.Grains.Question(new(_school.Tenant, "other")));
        using (_school.Teacher())
        {
            await course.AddLesson(new("s1", "q", "The quiz", LessonKind.Quiz)).Done();
            await quiz.Create(new(id, "q")).Done();
            await fixedOne.Create(new(id, Asked("Stops", "What is a stop?", "Twice the light"), [])).Done();
            await drawn.Create(new(id, Asked("Film", "What is film?", "Silver"), ["film"])).Done();
            await quiz.AddQuestions(new(["stops"], 1)).Done();
            await Told(await quiz.AddDraw(new("d1", ["film"], 1, 1)).Done(), "quizzes");
            await course.Submit(new()).Done();
        }
        async Task<CourseReviewDetail> Review(Func<CourseReviewDetail, bool> until)
        {
            using var _ = Admin();
            return (await Wait.Until(() => course.GetReview(), r => r.IsOk && until(r.Value))).Value!;
        }
        async Task Approve(long edits)
        {
            using var _ = Admin();
            await course.Approve(new(edits)).Done();
        }
        var first = await Review(r => r.Changes.Count(c => c.Where.StartsWith("Question", StringComparison.Ordinal)) == 2);
        first.Changes.ShouldContain(new CourseChange("Question “Stops” in “The quiz”", "", "What is a stop? · Twice the light (100 %)"));
        first.Changes.ShouldContain(new CourseChange("Question “Film” in “The quiz”", "", "What is film? · Silver (100 %)"));
        await Approve(first.Review.Edits);
        using (_school.Teacher()) await course.Publish(new()).Done();

        // The key alone: the text is the same.
        QuestionSaved saved;
        using (_school.Teacher()) saved = await fixedOne.Change(new(Asked("Stops", "What is a stop?", "Half the light"), null, null)).Done();
        await Told(saved.Receipt, "quizzes");
        var changed = await Review(r => r.Changes.Any(c => c.Where.StartsWith("Question", StringComparison.Ordinal)));
        changed.Review.Edits.ShouldBe(first.Review.Edits + 1, "once, though reactors hear everything twice here");
        changed.Changes.ShouldBe([
            new("Lesson “The quiz”", "quiz as approved", "questions or settings changed"),
            new("Question “Stops” in “The quiz”", "What is a stop? · Twice the light (100 %)", "What is a stop? · Half the light (100 %)"),
        ]);
        using (Admin())
        {
            (await Wait.Until(() => hub.Grains.Queries<ICourseReviewQueriesGrain>(_school.Tenant).Queue(), q => q.Length == 1)).Single().Submitted.ShouldBeFalse();
            (await course.Approve(new(first.Review.Edits)).Refused()).ShouldBe("courses.changed_since_seen");
        }
        await Approve(changed.Review.Edits);

        // One that a draw could take, too; one that no quiz asks is nobody's matter.
        using (_school.Teacher())
        {
            await Told((await other.Create(new(id, Asked("Other", "Is this asked?", "No"), [])).Done()).Receipt, "quizzes");
            using (Admin()) (await course.GetReview()).Value!.Review.Edits.ShouldBe(changed.Review.Edits);
            await Told((await drawn.Change(new(Asked("Film", "What is film made of?", "Silver"), null, null)).Done()).Receipt, "quizzes");
        }
        (await Review(r => r.Changes.Length == 2)).Changes[1].ShouldBe(new("Question “Film” in “The quiz”", "What is film? · Silver (100 %)", "What is film made of? · Silver (100 %)"));
        await Approve(changed.Review.Edits + 1);
        using (_school.Teacher()) await Told(await quiz.ChangeSlot(new("d1", 1, 3)).Done(), "quizzes");
        (await Review(r => r.Changes.Length == 1)).Changes.Single().After.ShouldBe("questions or settings changed");
    }

    [Fact]
    public async Task Other_captions_take_the_approval_away_and_are_shown()
    {
        await Require();
        var id = await _school.Draft();
        var course = _school.Course(id);
        var media = hub.Grains.Media(new(_school.Tenant, "m1"));
        async Task<CourseReviewDetail> Caption(SetCaptions? set)
        {
            using (_school.Teacher())
            {
                var done = set is null ? await media.RemoveCaptions(new("en")).Done() : await media.SetCaptions(set).Done();
                await Told(new("media", $"{_school.Tenant}/m1", done.Media.Version), "media-steps");
                return await course.GetReview().Done();
            }
        }
        using (_school.Teacher())
        {
            await course.AddLesson(new("s1", "v", "The video", LessonKind.Video)).Done();
            await media.Begin(new("talk.mp4", "video/mp4", 10, id, "v")).Done();
            await media.CompleteUpload(new("mp4", "00")).Done();
        }
        using (_school.Platform()) await course.MediaReady(new("v", "m1", 60_000)).Done();
        var first = await Caption(new("en", "one.vtt", 3));
        first.Changes.ShouldContain(new CourseChange("Lesson “The video”", "", "captions: en"));
        using (_school.Teacher()) await course.Submit(new()).Done();
        using (Admin()) await course.Approve(new(first.Review.Edits)).Done();

        (await Caption(new("en", "two.vtt", 3))).Changes.ShouldBe([new("Lesson “The video”", "captions: en", "captions: en (other texts)")]);
        using (_school.Teacher()) (await course.Publish(new()).Refused()).ShouldBe("courses.not_approved");
        (await Caption(null)).Changes.ShouldBe([new("Lesson “The video”", "captions: en", "no captions")]);
        using (ActorContext.As(new Actor(_school.Tenant, "otto", [Roles.Instructor], null))) (await media.RemoveCaptions(new("en")).Refused()).ShouldBe("media.not_found");
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
