using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Courses;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using static LearningHub.Domain.Tests.Courses.CourseExamples;

namespace LearningHub.Domain.Tests.Courses;

public sealed class CourseTests
{
    [Theory]
    [InlineData("", "courses.title_required")]
    [InlineData("   ", "courses.title_required")]
    [InlineData("a\nb", "courses.title_invalid")]
    public void A_title_is_one_line_of_text(string title, string code) =>
        Course.Create(CourseState.Empty, new(title, "Photography", CourseLevel.Advanced, "en"), Instructor, Now).Code().ShouldBe(code);

    [Fact]
    public void Half_a_surrogate_pair_is_not_text() =>
        Course.Create(CourseState.Empty, new($"a{'\ud800'}b", "P", CourseLevel.Advanced, "en"), Instructor, Now).Code().ShouldBe("courses.title_invalid");

    [Fact]
    public void A_title_is_trimmed_and_has_120_characters_at_most()
    {
        Course.Create(CourseState.Empty, new("  " + new string('x', 120) + " ", "P", CourseLevel.Advanced, "en"), Instructor, Now).Ok().Title.Length.ShouldBe(120);
        Course.Create(CourseState.Empty, new(new string('x', 121), "P", CourseLevel.Advanced, "en"), Instructor, Now).Code().ShouldBe("courses.title_too_long");
    }

    [Theory]
    [InlineData(-1, "EUR", "courses.prices_invalid")]
    [InlineData(0, "JPY", "courses.prices_invalid")]
    [InlineData(10_000_001, "EUR", "courses.prices_invalid")]
    [InlineData(100, "XXX", "courses.prices_invalid")]
    [InlineData(100, "eur", "courses.prices_invalid")]
    [InlineData(100, null, "courses.prices_invalid")]
    [InlineData(10_000_000, "BHD", null)]
    [InlineData(1, "JPY", null)]
    public void A_price_is_bounded_and_in_a_currency_we_know(long minor, string? currency, string? code) =>
        (Course.ChangeDetails(Empty(), Details with { Prices = [new(minor, currency!)] }, Instructor).Error?.Code).ShouldBe(code);

    [Fact]
    public void There_is_one_price_a_currency() =>
        Course.ChangeDetails(Empty(), Details with { Prices = [new(100, "EUR"), new(100, "JPY"), new(200, "EUR")] }, Instructor).Code().ShouldBe("courses.prices_invalid");

    [Theory]
    [InlineData(0, "courses.seat_limit_invalid")]
    [InlineData(100_001, "courses.seat_limit_invalid")]
    [InlineData(1, null)]
    [InlineData(null, null)]
    public void A_limit_of_places_is_for_at_least_one(int? limit, string? code) =>
        (Course.ChangeDetails(Empty(), Details with { SeatLimit = limit }, Instructor).Error?.Code).ShouldBe(code);

    [Fact]
    public void Saving_the_same_prices_changes_nothing()
    {
        var first = Course.ChangeDetails(Empty(), Details with { Prices = [new(100, "EUR"), new(9, "JPY")] }, Instructor).Ok();
        Course.ChangeDetails(first, Details with { Prices = [new(100, "EUR"), new(9, "JPY")] }, Instructor).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_document_with_a_single_price_is_read_as_one_with_a_list_of_them()
    {
        var old = JsonSerializer.Deserialize<CourseState>("""{"instructorId":"ines","title":"T","priceMinor":4900,"currency":"JPY"}""", HubJson.Options)!;
        var read = CourseState.Upgrade(old, 1);
        read.Prices.ShouldBe([new Money(4_900, "JPY")]);
        JsonSerializer.Serialize(read, HubJson.Options).ShouldNotContain("priceMinor");
    }

    [Theory]
    [InlineData("en", true)]
    [InlineData("pt-BR", true)]
    [InlineData("gsw", true)]
    [InlineData("EN", false)]
    [InlineData("e", false)]
    [InlineData("en-us", false)]
    [InlineData("english", false)]
    public void A_language_is_a_tag(string language, bool valid) => (CourseDetails.CheckLanguage(language) is null).ShouldBe(valid);

    [Fact]
    public void A_description_has_20_kilobytes_at_most_counted_in_bytes()
    {
        Course.ChangeDetails(Empty(), Details with { Description = new string('é', 10_240) }, Instructor).Ok();
        Course.ChangeDetails(Empty(), Details with { Description = new string('é', 10_241) }, Instructor).Code().ShouldBe("courses.description_too_long");
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        var state = Course.ChangeDetails(Empty(), Details, Instructor).Ok();
        Course.ChangeDetails(state, Details, Instructor).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void A_draft_does_not_exist_for_others_and_a_published_course_is_not_theirs()
    {
        Course.ChangeDetails(Empty(), Details, Colleague).Code().ShouldBe("courses.not_found");
        Course.ChangeDetails(Published(), Details, Colleague).Code().ShouldBe("courses.not_yours");
        Course.ChangeDetails(Published(), Details with { Title = "Other" }, Admin).Ok().Title.ShouldBe("Other");
        Course.ChangeDetails(CourseState.Empty, Details, Instructor).Code().ShouldBe("courses.not_found");
    }

    [Fact]
    public void A_course_is_created_once()
    {
        Course.Create(Empty(), new("Another", "P", CourseLevel.Advanced, "en"), Instructor, Now).Code().ShouldBe("courses.exists");
        Course.Create(Empty(), new("Another", "P", CourseLevel.Advanced, "en"), Colleague, Now).Code().ShouldBe("courses.id_taken");
    }

    [Fact]
    public void What_is_missing_for_publishing_is_said_in_words()
    {
        var state = Outline.AddLesson(WithLessons(1), new("s1", "v", "Watch me", LessonKind.Video), Instructor).Ok();
        var error = Course.Publish(state, Instructor, Now).Error.ShouldNotBeNull();
        error.Code.ShouldBe("courses.not_ready");
        error.Message.ShouldContain("a subtitle");
        error.Message.ShouldContain("a description of at least 50 characters");
        error.Message.ShouldContain("text in “Lesson 1.1”");
        error.Message.ShouldContain("a video in “Watch me”");
        Course.Missing(Empty()).ShouldContain("at least one lesson");
    }

    [Fact]
    public void A_video_that_is_not_ready_holds_publishing_up_until_it_is()
    {
        var state = Outline.AddLesson(Ready(), new("s1", "v", "Watch me", LessonKind.Video), Instructor).Ok();
        state = Outline.ChangeLesson(state, new("v", null, null, "m1", null), Instructor).Ok();
        Course.Publish(state, Instructor, Now).Error!.Message.ShouldContain("the video in “Watch me” to be ready");
        state = Outline.MediaReady(state, new("v", "m1", 90_000)).Ok();
        Course.Publish(state, Instructor, Now).Ok().Status.ShouldBe(CourseStatus.Published);
    }

    [Fact]
    public void Publishing_twice_is_once_and_unpublishing_makes_it_a_draft()
    {
        var state = Published();
        state.PublishedAt.ShouldBe(Now);
        Course.Publish(state, Instructor, Now.AddDays(1)).IsNoChange.ShouldBeTrue();
        var draft = Course.Unpublish(state, Instructor).Ok();
        draft.Status.ShouldBe(CourseStatus.Draft);
        Course.Unpublish(draft, Instructor).IsNoChange.ShouldBeTrue();
    }
}
