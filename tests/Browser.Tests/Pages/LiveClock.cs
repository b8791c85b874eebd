using LearningHub.Browser.Tests.Hosting;

namespace LearningHub.Browser.Tests.Pages;

/// <summary>A camera that shows the time of day in fields of black and white, between one that is always white and one that is always black; and those who read it.</summary>
internal static class LiveClock
{
    public const int Fields = 26, Left = 40, Top = 20, Width = 46, Height = 60;

    /// <summary>Milliseconds after which the shown time begins anew: four hours and a half.</summary>
    public const long Turn = 1 << 24;

    /// <summary>A canvas in the place of the camera, and a tone in that of the microphone.</summary>
    public static readonly string Camera = $$"""
        (() => {
          const canvas = document.createElement('canvas'); canvas.width = 1280; canvas.height = 720;
          const context = canvas.getContext('2d', { alpha: false });
          const draw = () => {
            context.fillStyle = '#888'; context.fillRect(0, 0, 1280, 720);
            const now = Date.now() % {{Turn}};
            for (let i = 0; i < {{Fields}}; i++) {
              context.fillStyle = i === 0 || i < {{Fields - 1}} && (now >> i - 1) & 1 ? '#fff' : '#000';
              context.fillRect({{Left}} + i * {{Width}}, {{Top}}, {{Width}}, {{Height}});
            }
          };
          setInterval(draw, 33); draw();
          navigator.mediaDevices.getUserMedia = async wanted => {
            if (wanted.video) return canvas.captureStream(30);
            const audio = new AudioContext(); const tone = audio.createOscillator(); const out = audio.createMediaStreamDestination();
            tone.connect(out); tone.start(); return out.stream;
          };
        })();
        """;

    /// <summary>Reads every picture that a video shows from now on: when it was shown, the time it shows, and where the video stood.</summary>
    private static readonly string Reader = $$"""
        selector => new Promise(found => {
          const canvas = document.createElement('canvas'); canvas.width = 320; canvas.height = 180;
          const context = canvas.getContext('2d', { willReadFrequently: true });
          const seen = window.seenClock = [];
          const next = (video, at) => {
            context.drawImage(video, 0, 0, 320, 180);
            const row = context.getImageData(0, {{(Top + Height / 2) / 4}}, 320, 1).data;
            const field = i => row[4 * Math.round(({{Left}} + i * {{Width}} + {{Width / 2}}) / 4)];
            let read = 0;
            for (let i = 1; i < {{Fields - 1}}; i++) if (field(i) > 128) read |= 1 << i - 1;
            if (field(0) > 160 && field({{Fields - 1}}) < 96) seen.push([Date.now(), read, at * 1000]);
            video.requestVideoFrameCallback((_, about) => next(video, about.mediaTime));
          };
          const find = () => { const video = document.querySelector(selector); if (video) { video.requestVideoFrameCallback((_, about) => next(video, about.mediaTime)); found(); } else setTimeout(find, 50); };
          find();
        })
        """;

    public static Task Watch(Person person, string video) => person.Page.EvaluateAsync(Reader, video);

    public static async Task<IReadOnlyList<Reading>> Readings(Person person) =>
        [.. (await person.Page.EvaluateAsync<double[][]>("window.seenClock")).Select(r => new Reading(r[0], r[1], r[2]))];

    /// <summary>From one time of day to another, as the clock shows them.</summary>
    public static double Between(double from, double to) => ((to - from) % Turn + Turn + Turn / 2) % Turn - Turn / 2;
}

/// <param name="ShownAt">Unix milliseconds.</param>
/// <param name="Clock">What the picture shows.</param>
/// <param name="Position">Of the video, milliseconds.</param>
internal sealed record Reading(double ShownAt, double Clock, double Position)
{
    public double Age => LiveClock.Between(Clock, ShownAt);
}
