using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Media;

/// <summary>A tus client of a few lines, for tests that want to see every answer.</summary>
internal static class TusUpload
{
    private const string Root = "/api/v1/uploads";

    public static HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Tus-Resumable", "1.0.0");
        return request;
    }

    public static async Task<HttpResponseMessage> Open(this HubClient client, string course, string lesson, long length, string name = "talk.mp4", string type = "video/mp4")
    {
        var request = Request(HttpMethod.Post, Root);
        request.Headers.Add("Upload-Length", length.ToString());
        request.Headers.Add("Upload-Metadata", $"filename {Base64(name)},filetype {Base64(type)},course {Base64(course)},lesson {Base64(lesson)}");
        return await client.Http.SendAsync(request);
    }

    /// <summary>Opens an upload; answers its address.</summary>
    public static async Task<string> Opened(this HubClient client, string course, string lesson, long length)
    {
        using var response = await client.Open(course, lesson, length);
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return response.Headers.Location!.ToString();
    }

    public static Task<HttpResponseMessage> Send(this HubClient client, string upload, long offset, HttpContent body, string? checksum = null)
    {
        var request = Request(HttpMethod.Patch, upload);
        request.Headers.Add("Upload-Offset", offset.ToString());
        if (checksum is not null) request.Headers.Add("Upload-Checksum", checksum);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Content = body;
        return client.Http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> Send(this HubClient client, string upload, long offset, ReadOnlyMemory<byte> bytes, string? checksum = null) =>
        client.Send(upload, offset, new ReadOnlyMemoryContent(bytes), checksum);

    public static async Task<(HttpStatusCode Status, long Offset)> Look(this HubClient client, string upload)
    {
        using var response = await client.Http.SendAsync(Request(HttpMethod.Head, upload));
        return (response.StatusCode, response.Offset());
    }

    public static long Offset(this HttpResponseMessage response) => response.Headers.TryGetValues("Upload-Offset", out var v) ? long.Parse(v.Single()) : -1;

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>A draft course with one video lesson.</summary>
    public static async Task<(string Course, string Lesson)> VideoLesson(this HubClient client)
    {
        var course = (await client.Post("/api/v1/courses", new { title = "Bread at home", subject = "Baking", level = "startingOut", language = "en" }).Expect(201))["courseId"]!.GetValue<string>();
        var section = (await client.Post($"/api/v1/courses/{course}/sections", new { title = "One" }).Expect(201))["sectionId"]!.GetValue<string>();
        var lesson = (await client.Post($"/api/v1/courses/{course}/lessons", new { sectionId = section, title = "Kneading", kind = "video" }).Expect(201))["lessonId"]!.GetValue<string>();
        return (course, lesson);
    }
}

/// <summary>Sends some bytes, waits for a signal, and then goes on or breaks the connection.</summary>
internal sealed class HeldContent(ReadOnlyMemory<byte> bytes, Task release, bool breakOff) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
        await release;
        if (breakOff) throw new IOException("The cable was pulled.");
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
