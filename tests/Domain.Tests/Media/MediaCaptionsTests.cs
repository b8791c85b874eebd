using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Media;

namespace LearningHub.Domain.Tests.Media;

public sealed class MediaCaptionsTests
{
    private static readonly MediaItem Ready = MediaItem.Empty with { State = MediaState.Ready, OwnerId = "ines", CourseId = "c", LessonId = "l" };

    private static MediaItem After(MediaItem state, params SetCaptions[] commands) => commands.Aggregate(state, (s, c) => MediaCaptions.Set(s, c).State!);

    [Fact]
    public void A_language_has_one_file_and_a_new_one_takes_its_place()
    {
        var state = After(Ready, new("en", "one.vtt", 3), new("de", "two.vtt", 4), new("en", "three.vtt", 5));
        state.Captions.ShouldBe([new("de", "two.vtt", 4), new("en", "three.vtt", 5)]);
        // The same once more changes nothing: the answer was lost, and it was sent again.
        MediaCaptions.Set(state, new("en", "three.vtt", 5)).Events.ShouldBeEmpty();
        MediaCaptions.Remove(state, new("en")).State!.Captions.ShouldBe([new("de", "two.vtt", 4)]);
        MediaCaptions.Remove(state, new("fr")).Error!.Code.ShouldBe("media.no_captions");
    }

    [Theory]
    [InlineData("")]
    [InlineData("english")]
    [InlineData("EN")]
    [InlineData("en\n")]
    [InlineData("../x")]
    [InlineData("e")]
    public void What_is_no_tag_of_a_language_is_refused(string language) => MediaCaptions.Set(Ready, new(language, "one.vtt", 1)).Error!.Code.ShouldBe("media.captions_language");

    [Fact]
    public void A_video_that_is_not_there_and_a_language_too_many_are_refused()
    {
        foreach (var state in (MediaState[])[MediaState.None, MediaState.Uploading, MediaState.Failed, MediaState.Cancelled, MediaState.Retired])
            MediaCaptions.Set(Ready with { State = state }, new("en", "one.vtt", 1)).Error!.Code.ShouldBe("media.no_video");
        var full = After(Ready, [.. Enumerable.Range(0, MediaCaptions.MaxLanguages).Select(n => new SetCaptions($"a{(char)('a' + n)}", $"{n}.vtt", 1))]);
        MediaCaptions.Set(full, new("zz", "x.vtt", 1)).Error!.Code.ShouldBe("media.captions_too_many");
        MediaCaptions.Set(full, new("aa", "x.vtt", 1)).Error.ShouldBeNull();
    }
}
