using LearningHub.Browser.Tests.Hosting;
using Microsoft.Playwright;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>The page of a live class.</summary>
internal sealed class LiveRoom(Person person, string classId)
{
    /// <summary>The time of day in 24 black and white fields, read back from the middle of each.</summary>
    private const string Clock = """
        (() => {
          const canvas = document.createElement('canvas'); canvas.width = 1280; canvas.height = 720;
          const context = canvas.getContext('2d', { alpha: false });
          const draw = () => {
            context.fillStyle = '#888'; context.fillRect(0, 0, 1280, 720);
            const now = Date.now() % 16777216;
            for (let i = 0; i < 24; i++) { context.fillStyle = (now >> i) & 1 ? '#fff' : '#000'; context.fillRect(40 + i * 50, 20, 50, 60); }
          };
          setInterval(draw, 33); draw();
          navigator.mediaDevices.getUserMedia = async wanted => {
            if (wanted.video) return canvas.captureStream(30);
            const audio = new AudioContext(); const tone = audio.createOscillator(); const out = audio.createMediaStreamDestination();
            tone.connect(out); tone.start(); return out.stream;
          };
        })();
        """;

    private const string Read = """
        ms => new Promise(done => {
          const canvas = document.createElement('canvas'); canvas.width = 320; canvas.height = 180;
          const context = canvas.getContext('2d', { willReadFrequently: true });
          const seen = []; const from = Date.now();
          const next = video => {
            context.drawImage(video, 0, 0, 320, 180);
            let read = 0;
            for (let i = 0; i < 24; i++) if (context.getImageData(Math.round((40 + i * 50 + 25) / 4), 12, 1, 1).data[0] > 128) read |= 1 << i;
            seen.push(Date.now() % 16777216 - read);
            if (Date.now() - from < ms) video.requestVideoFrameCallback(() => next(video)); else done(seen.sort((a, b) => a - b));
          };
          const find = () => { const video = document.querySelector('[data-on-air=yes] video.hub-livevideo'); if (video) video.requestVideoFrameCallback(() => next(video)); else setTimeout(find, 50); };
          find();
        })
        """;

    private ILocator Deck(string text) => person.Page.Locator(".hub-deck").GetByText(text);

    public Task HoldsAClockBeforeTheCamera() => person.Page.AddInitScriptAsync(Clock);

    public async Task Enter() => await person.Page.GotoAsync($"/live/{classId}");

    public Task Press(string text) => Deck(text).ClickAsync();

    public Task Shows(string text, string within = ".hub-stage") => person.Page.Locator(within).GetByText(text).First.WaitForAsync();

    /// <summary>How old the pictures are that come in so many seconds, in milliseconds, sorted.</summary>
    public Task<double[]> ReadsTheClock(int seconds) => person.Page.EvaluateAsync<double[]>(Read, seconds * 1_000);

    public async Task AsksAPoll(string question, params string[] options)
    {
        await person.Page.Locator(".hub-deck").GetByLabel("Ask a poll").ClickAsync();
        var form = person.Page.Locator(".hub-liveform");
        await form.Locator("[name=question]").FillAsync(question);
        for (var i = 0; i < options.Length; i++) await form.Locator("[name=option]").Nth(i).FillAsync(options[i]);
        await form.GetByText("Ask everybody").ClickAsync();
    }

    public Task Votes(string option) => person.Page.Locator(".hub-livepoll .hub-opt").GetByText(option, new() { Exact = true }).ClickAsync();

    public async Task ShowsVotes(params int[] votes)
    {
        for (var i = 0; i < votes.Length; i++) await person.Page.Locator($".hub-livepoll .hub-opt:nth-child({i + 1}) [data-votes=\"{votes[i]}\"]").WaitForAsync();
    }

    public Task Leave() => Deck("Leave").ClickAsync();

    public async Task Ends()
    {
        person.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await Deck("End class").ClickAsync();
    }
}
