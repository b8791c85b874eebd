using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

internal sealed class Player(Person who)
{
    private IPage Page => who.Page;

    public async Task Play()
    {
        await Expect(Page.Locator("hub-player video")).ToBeAttachedAsync();
        await Page.EvaluateAsync("""
            () => {
              const video = document.querySelector('hub-player video');
              const seen = window.seenWidths = [];
              const note = () => { if (video.videoWidth && seen.at(-1) !== video.videoWidth) seen.push(video.videoWidth); };
              video.addEventListener('resize', note);
              note();
            }
            """);
        await Page.Locator("hub-player .hub-ctl").GetByRole(AriaRole.Button, new() { Name = "Play", Exact = true }).ClickAsync();
    }

    /// <summary>Through the quality menu: "720p". What is buffered in another quality is thrown away.</summary>
    public async Task Choose(string quality)
    {
        var menu = Page.Locator("hub-player .hub-ctl details").Filter(new() { HasText = "Quality" });
        await Page.Locator("hub-player").HoverAsync();
        await menu.Locator("summary").ClickAsync();
        await menu.GetByText(quality, new() { Exact = true }).ClickAsync();
    }

    /// <summary>Pauses, and waits until the server knows what was watched.</summary>
    public Task PauseAndReport() => Reported(Pause);

    public Task Reported(Func<Task> act) => Page.RunAndWaitForResponseAsync(act, r => r.Request.Method == "POST" && r.Url.EndsWith("/progress", StringComparison.Ordinal) && r.Ok);

    public Task IsReady() => Is("v => v.readyState >= 1 && v.duration > 0");
    public Task HasEnded() => Is("v => v.ended");
    /// <summary>Until it is so. Who waits in vain is told what the video was like.</summary>
    public async Task Is(string condition)
    {
        try
        {
            await Page.WaitForFunctionAsync($"() => {{ const v = document.querySelector('hub-player video'); return v && ({condition})(v); }}", null, new() { Timeout = 60_000 });
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{who.Name}: not {condition}, but {await State()}", e);
        }
    }

    private Task<string> State() => Page.EvaluateAsync<string>("""
        () => {
          const v = document.querySelector('hub-player video'), q = v.getVideoPlaybackQuality();
          const ranges = [...Array(v.buffered.length).keys()].map(i => `${v.buffered.start(i)}-${v.buffered.end(i)}`);
          return JSON.stringify({ at: v.currentTime, of: v.duration, paused: v.paused, ended: v.ended, seeking: v.seeking, ready: v.readyState, network: v.networkState, rate: v.playbackRate,
            error: v.error?.message, buffered: ranges, frames: q.totalVideoFrames, dropped: q.droppedVideoFrames, said: document.querySelector('hub-player').innerText });
        }
        """);

    /// <summary>Where it stands, ready to go on: within two seconds of this.</summary>
    public Task StandsAt(double seconds) =>
        Is(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"v => v.readyState >= 2 && Math.abs(v.currentTime - {seconds}) <= 2"));

    public Task ShowsCaption(string words) => Expect(Page.Locator(".hub-cap-line")).ToHaveTextAsync(words);
    public Task ShowsNoCaption() => Expect(Page.Locator(".hub-cap-line")).ToHaveCountAsync(0);

    public Task Press(string key) => Page.Keyboard.PressAsync(key);

    public Task Pause() => Page.Locator("hub-player").EvaluateAsync("player => player.querySelector('video').pause()");
    public Task HasPassed(double seconds) => Page.WaitForFunctionAsync("s => document.querySelector('hub-player video').currentTime > s", seconds, new() { Timeout = 120_000 });
    public Task HasShown(int width) => Page.WaitForFunctionAsync("w => window.seenWidths.includes(w)", width, new() { Timeout = 120_000 });
    public Task<int[]> Widths() => Page.EvaluateAsync<int[]>("window.seenWidths");
    public Task<double> Time() => Page.EvaluateAsync<double>("document.querySelector('hub-player video').currentTime");
    public Task<long> AudioBytesDecoded() => Page.EvaluateAsync<long>("document.querySelector('hub-player video').webkitAudioDecodedByteCount");
    public Task<long> VideoBytesDecoded() => Page.EvaluateAsync<long>("document.querySelector('hub-player video').webkitVideoDecodedByteCount");
    public Task<string> CanPlayH264AndAac() => Page.EvaluateAsync<string>("""document.createElement('video').canPlayType('video/mp4; codecs="avc1.64001f, mp4a.40.2"')""");
}
