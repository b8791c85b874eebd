using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>The instructor: uploads videos in very small pieces (tus 1.0.0), each to a lesson of its own, and leaves the rest to the transcode.</summary>
internal sealed class Uploader(FaultClient client, Academy academy, string run, Random random)
{
    /// <summary>Bytes of a piece. So small that an upload lasts for seconds: a blow should meet one. Large, when none is to come.</summary>
    private static readonly (int From, int To) Small = (512, 1_024), Large = (32 * 1_024, 64 * 1_024);

    private int _serial;

    /// <summary>Uploads at a steady pace over the run: the n-th video when n/videos of it is over.</summary>
    public async Task Work(IReadOnlyList<string> files, Func<double> progress, Func<bool> awaitsBlow, CancellationToken finish, CancellationToken cancellation)
    {
        for (var n = 0; n < files.Count; n++)
        {
            while (progress() < (double)n / files.Count && !finish.IsCancellationRequested) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
            if (finish.IsCancellationRequested) return;
            await Upload(files[n], $"Video {n + 1}", cancellation, awaitsBlow);
        }
    }

    /// <summary>The lesson and the media.</summary>
    /// <param name="awaitsBlow">Whether a blow is to meet it; null: none.</param>
    public async Task<(string Lesson, string Media)> Upload(string file, string title, CancellationToken cancellation, Func<bool>? awaitsBlow = null)
    {
        var bytes = await File.ReadAllBytesAsync(file, cancellation);
        var lesson = await academy.AddVideoLesson(title, cancellation);
        var created = await client.Send(Op("upload"), "upload", HttpMethod.Post, "/api/v1/uploads", new() { ["lesson"] = lesson, ["length"] = bytes.Length }, null, academy.InstructorToken,
            request =>
            {
                request.Headers.Add("Tus-Resumable", "1.0.0");
                request.Headers.Add("Upload-Length", bytes.Length.ToString(CultureInfo.InvariantCulture));
                request.Headers.Add("Upload-Metadata", $"filename {Base64("clip.mp4")},filetype {Base64("video/mp4")},course {Base64(academy.WatchedCourse)},lesson {Base64(lesson)}");
            }, cancellation: cancellation);
        var location = created.Expect(201).Location!;
        var media = location[(location.LastIndexOf('/') + 1)..];
        for (var offset = 0L; offset < bytes.Length;)
        {
            var piece = awaitsBlow?.Invoke() == true ? Small : Large;
            var length = (int)Math.Min(random.Next(piece.From, piece.To), bytes.Length - offset);
            var at = offset;
            var sent = await client.Send(Op("chunk"), "chunk", HttpMethod.Patch, location, new() { ["media"] = media, ["to"] = offset + length }, null, academy.InstructorToken,
                request =>
                {
                    request.Headers.Add("Tus-Resumable", "1.0.0");
                    request.Headers.Add("Upload-Offset", at.ToString(CultureInfo.InvariantCulture));
                }, bytes.AsSpan((int)at, length).ToArray(), cancellation);
            // 409: the first try was written before its answer was lost. Either way the server says where it stands.
            offset = sent.Expect(200, 204, 409).Status == 409 ? await Offset(location, cancellation) : offset + length;
        }
        return (lesson, media);
    }

    public async Task<long> Offset(string location, CancellationToken cancellation)
    {
        var head = await client.Get(location, academy.InstructorToken, HttpMethod.Head, r => r.Headers.Add("Tus-Resumable", "1.0.0"), cancellation);
        return head.Expect(200, 204).Offset ?? throw new InvalidOperationException("HEAD of an upload answers no offset.");
    }

    public async Task<JsonNode> State(string media, CancellationToken cancellation) =>
        (await client.Get($"/api/v1/media/{media}", academy.InstructorToken, cancellation: cancellation)).Expect(200).Json;

    public async Task WaitUntilReady(string media, TimeSpan patience, CancellationToken cancellation) =>
        await Wait.Until($"video {media} is ready", patience, async () => (await State(media, cancellation))["media"]!["state"]!.GetValue<string>(), s => s == "ready", cancellation);

    private string Op(string kind) => $"{run}-up-{kind}-{++_serial}";
    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
