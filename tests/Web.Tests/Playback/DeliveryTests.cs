using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Grains.Tests.Transcoding;
using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Media;
using LearningHub.WebFrontend.Playback;

namespace LearningHub.Web.Tests.Playback;

[Collection("web")]
public sealed class DeliveryTests(WebHub hub)
{
    [FactWithFFmpeg]
    public async Task A_video_is_served_to_the_one_it_was_opened_for_with_ranges_and_tags()
    {
        var (course, lesson, opened) = await Video(TestClips.Small);
        var src = opened["src"]!.GetValue<string>();
        opened["durationMs"]!.GetValue<long>().ShouldBeInRange(2900, 3100);
        var folder = src[..src.LastIndexOf('/')];

        var master = await hub.Admin.Http.GetStringAsync(src);
        master.ShouldContain("180.m3u8");
        var playlist = await hub.Admin.Http.GetStringAsync($"{folder}/180.m3u8");
        playlist.ShouldContain("180-00000.m4s");

        using var whole = await hub.Admin.Get($"{folder}/180-00000.m4s");
        whole.StatusCode.ShouldBe(HttpStatusCode.OK);
        whole.Content.Headers.ContentType!.MediaType.ShouldBe("video/iso.segment");
        whole.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        whole.Headers.CacheControl!.Private.ShouldBeTrue();
        whole.Headers.CacheControl.MaxAge!.Value.ShouldBeInRange(TimeSpan.FromHours(3.9), TimeSpan.FromHours(4));
        whole.Headers.AcceptRanges.ShouldContain("bytes");
        var tag = whole.Headers.ETag!;
        tag.IsWeak.ShouldBeFalse();
        var bytes = await whole.Content.ReadAsByteArrayAsync();

        using var part = await Fetch($"{folder}/180-00000.m4s", r => r.Headers.Range = new RangeHeaderValue(10, 19));
        part.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await part.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[10..20]);
        part.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes 10-19/{bytes.Length}");
        using var same = await Fetch($"{folder}/180-00000.m4s", r => (r.Headers.Range, r.Headers.IfRange) = (new RangeHeaderValue(0, 4), new RangeConditionHeaderValue(tag)));
        same.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        using var changed = await Fetch($"{folder}/180-00000.m4s", r => (r.Headers.Range, r.Headers.IfRange) = (new RangeHeaderValue(0, 4), new RangeConditionHeaderValue("\"other\"")));
        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var beyond = await Fetch($"{folder}/180-00000.m4s", r => r.Headers.Range = new RangeHeaderValue(bytes.Length, null));
        beyond.StatusCode.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
        using var unchanged = await Fetch($"{folder}/180-00000.m4s", r => r.Headers.IfNoneMatch.Add(tag));
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        using var head = await Fetch($"{folder}/180-00000.m4s", r => r.Method = HttpMethod.Head);
        (head.StatusCode, head.Content.Headers.ContentLength).ShouldBe((HttpStatusCode.OK, bytes.Length));
        using var poster = await hub.Admin.Get(opened["poster"]!.GetValue<string>());
        poster.Content.Headers.ContentType!.MediaType.ShouldBe("image/jpeg");

        // Someone else, a visitor, another tenant; an address that is over, forged, or of another file.
        using var other = await hub.Visitor().Register();
        (await other.Get(src).ExpectProblem(403)).ShouldBe("playback.not_yours");
        (await hub.Visitor().Get(src).ExpectProblem(403)).ShouldBe("playback.not_yours");
        (await hub.OtherAdmin.Get(src).ExpectProblem(403)).ShouldBe("playback.address_invalid");
        (await hub.Visitor().Get($"/api/v1/courses/{course}/lessons/{lesson}/playback")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        var text = folder.Split('/')[2];
        var key = await hub.Services.GetRequiredService<SigningKeys>().Of("main");
        var token = MediaToken.Read(text, key)!;
        var over = (token with { ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(-1) }).Sign(key);
        (await hub.Admin.Get($"/media/{over}/master.m3u8").ExpectProblem(403)).ShouldBe("playback.address_expired");
        var forged = (token with { UserId = other.UserId }).Sign(new byte[32]);
        (await other.Get($"/media/{forged}/master.m3u8").ExpectProblem(403)).ShouldBe("playback.address_invalid");
        foreach (var file in (string[])["..%2f..%2fsecret.mp4", "nothing.mp4", "master.txt", "a.b.mp4", "..m3u8"])
            (await hub.Admin.Get($"{folder}/{file}")).StatusCode.ShouldBe(HttpStatusCode.NotFound, file);
    }

    [FactWithFFmpeg]
    public async Task A_preview_plays_for_visitors_and_stops_when_it_is_none_any_more()
    {
        var (course, lesson, _) = await Video(TestClips.Small);
        await hub.Admin.Put($"/api/v1/courses/{course}", new
        {
            title = "Bread at home", subtitle = "Sourdough", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Baking", level = "startingOut", language = "en", prices = Array.Empty<object>(),
        }).Expect(200);
        await hub.Admin.Post($"/api/v1/courses/{course}/publication", new { }).Expect(200, 201, 202);

        using var student = await hub.Visitor().Register();
        (await student.Get($"/api/v1/courses/{course}/lessons/{lesson}/playback")).StatusCode.ShouldNotBe(HttpStatusCode.OK);
        await hub.Admin.Put($"/api/v1/courses/{course}/lessons/{lesson}", new { preview = true }).Expect(200);
        var visitor = hub.Visitor();
        var src = (await visitor.Get($"/api/v1/courses/{course}/lessons/{lesson}/playback").Expect(200))["src"]!.GetValue<string>();
        (await visitor.Get(src)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await hub.Admin.Put($"/api/v1/courses/{course}/lessons/{lesson}", new { preview = false }).Expect(200);
        await Wait.Until(() => visitor.Get(src), answer => answer.StatusCode == HttpStatusCode.Forbidden);
    }

    [FactWithFFmpeg]
    public async Task Who_watches_the_first_copy_goes_on_when_the_other_qualities_are_there()
    {
        var (course, lesson, opened) = await Video(TestClips.LongClass);
        var src = opened["src"]!.GetValue<string>();
        MediaToken Token(string address) => MediaToken.Read(address.Split('/')[2], hub.Services.GetRequiredService<SigningKeys>().Of("main").AsTask().Result)!;
        Token(src).Attempt.ShouldBe(1);
        var folder = src[..src.LastIndexOf('/')];
        (await hub.Admin.Http.GetStringAsync(src)).ShouldContain("opus");
        var media = $"/api/v1/media/{Token(src).MediaId}";
        var done = await Wait.Until(() => hub.Admin.Get(media).Expect(200), s => s["media"]!["manifest"]!["attempt"]!.GetValue<int>() == 2, Transcoded);
        (done["media"]!["state"]!.GetValue<string>(), done["transcode"]!["watchable"]!.GetValue<bool>()).ShouldBe(("ready", true));

        var ladder = (await hub.Admin.Get($"/api/v1/courses/{course}/lessons/{lesson}/playback").Expect(200))["src"]!.GetValue<string>();
        Token(ladder).Attempt.ShouldBe(2);
        (await hub.Admin.Http.GetStringAsync(ladder)).ShouldContain("mp4a.40.2");
        foreach (var file in (string[])["master.m3u8", "180.m3u8", "180-init.mp4", "180-00011.m4s", "audio-00011.m4s", "poster.jpg"])
            (await hub.Admin.Get($"{folder}/{file}")).StatusCode.ShouldBe(HttpStatusCode.OK, file);
    }

    /// <summary>On a machine that is busy with something else.</summary>
    private static readonly TimeSpan Transcoded = TimeSpan.FromMinutes(6);

    private async Task<HttpResponseMessage> Fetch(string path, Action<HttpRequestMessage> with)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        with(request);
        return await hub.Admin.Http.SendAsync(request);
    }

    private async Task<(string Course, string Lesson, JsonNode Opened)> Video(string clip)
    {
        var (course, lesson) = await hub.Admin.VideoLesson();
        var bytes = await File.ReadAllBytesAsync(clip);
        var upload = await hub.Admin.Opened(course, lesson, bytes.Length);
        using (var sent = await hub.Admin.Send(upload, 0, bytes)) sent.StatusCode.ShouldBe(HttpStatusCode.NoContent, await sent.Content.ReadAsStringAsync());
        await Wait.Until(() => hub.Admin.Get(upload.Replace("/uploads/", "/media/")).Expect(200), s => s["media"]!["state"]!.GetValue<string>() is "ready" or "failed", Transcoded);
        return (course, lesson, await hub.Admin.Get($"/api/v1/courses/{course}/lessons/{lesson}/playback").Expect(200));
    }
}
