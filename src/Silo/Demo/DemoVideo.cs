using System.Security.Cryptography;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Silo.Demo;

/// <summary>The narrated video of the demo, uploaded as an instructor's would be: begun, put in its place, completed, transcoded.</summary>
internal static class DemoVideo
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task Attach(IServiceProvider services, IGrainFactory grains, string tenant, string courseId, string lessonId)
    {
        var key = new MediaKey(tenant, "demo-clocks");
        await using var resource = typeof(DemoVideo).Assembly.GetManifestResourceStream("Demo/clocks.mp4")!;
        using var bytes = new MemoryStream();
        await resource.CopyToAsync(bytes);
        var video = bytes.ToArray();
        var media = grains.Media(key);
        await media.Begin(new BeginUpload("clocks.mp4", "video/mp4", video.Length, courseId, lessonId) { OperationId = "demo-begin" });
        await File.WriteAllBytesAsync(services.GetRequiredService<MediaFolder>().Source(key), video);
        await media.CompleteUpload(new CompleteUpload("mp4", Convert.ToHexStringLower(SHA256.HashData(video))) { OperationId = "demo-complete" });
    }

    /// <summary>A course is published when its videos are ready. Gives up after three minutes: then the course stays a draft that says why.</summary>
    public static async Task WaitUntilReady(IGrainFactory grains, string tenant, string courseId, TimeProvider time, CancellationToken stopping)
    {
        var started = time.GetTimestamp();
        var course = grains.Course(new CourseKey(tenant, courseId));
        while (time.GetElapsedTime(started) < Patience)
        {
            var facts = await course.GetFacts();
            if (facts.Lessons.All(l => l.Kind != LessonKind.Video || l.MediaReady)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(250), time, stopping);
        }
    }
}
