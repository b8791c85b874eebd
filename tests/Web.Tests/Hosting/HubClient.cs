using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearningHub.Web.Tests.Hosting;

/// <summary>A program that speaks the API as one person: methods are named by intent, failures say what came back.</summary>
public sealed class HubClient : IDisposable
{
    public const string Password = "correct-horse-battery-9";
    private static int serial;

    private readonly HttpClient http;

    public HubClient(Uri address, string? hostName = null)
    {
        http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        if (hostName is not null) http.DefaultRequestHeaders.Host = hostName;
        HostName = hostName;
    }

    public string? HostName { get; }
    public string UserId { get; private set; } = "";
    public string Token { get; private set; } = "";
    public HttpClient Http => http;

    /// <summary>A new confirmed-or-not person with a unique e-mail, signed in.</summary>
    public async Task<HubClient> Register(string name = "Sam Student")
    {
        var email = $"person{Interlocked.Increment(ref serial)}-{Guid.NewGuid().ToString("n")[..6]}@example.test";
        await Post("/api/v1/users", new { name, email, password = Password }).Expect(201);
        await SignIn(email);
        return this;
    }

    public async Task SignIn(string email, string password = Password)
    {
        var opened = await Post("/api/v1/sessions", new { email, password, remember = false }).Expect(200, 201);
        Token = opened["token"]!.GetValue<string>();
        UserId = opened["userId"]!.GetValue<string>();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>An admin makes this person an instructor.</summary>
    public async Task<HubClient> MadeInstructorBy(HubClient admin)
    {
        await admin.Put($"/api/v1/users/{UserId}/roles", new { roles = new[] { "student", "instructor" } }).Expect(200);
        return this;
    }

    public Task<HttpResponseMessage> Get(string path) => http.GetAsync(path);
    public Task<HttpResponseMessage> Delete(string path) => http.DeleteAsync(path);
    public Task<HttpResponseMessage> Put(string path, object body) => http.PutAsJsonAsync(path, body);

    public Task<HttpResponseMessage> Post(string path, object body, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        return http.SendAsync(request);
    }

    /// <summary>The text of a page that must be there.</summary>
    public async Task<string> Page(string path)
    {
        using var response = await http.GetAsync(path);
        ((int)response.StatusCode).ShouldBe(200, path);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>What an address of the API answers once it satisfies.</summary>
    public async Task<JsonNode> Until(string path, Func<JsonNode, bool> satisfied)
    {
        var (time, started) = (TimeProvider.System, TimeProvider.System.GetTimestamp());
        while (true)
        {
            var seen = await Get(path).Expect(200);
            if (satisfied(seen)) return seen;
            if (time.GetElapsedTime(started) > TimeSpan.FromSeconds(60)) throw new TimeoutException("Last seen: " + seen.ToJsonString(new System.Text.Json.JsonSerializerOptions()));
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }
    }

    /// <summary>A published course with one text lesson; answers (course, section, lesson).</summary>
    public async Task<(string Course, string Section, string Lesson)> TeachCourse(string title)
    {
        var course = (await Post("/api/v1/courses", new { title, subject = "Software", level = "startingOut", language = "en" }).Expect(201))["courseId"]!.GetValue<string>();
        await Put($"/api/v1/courses/{course}", new
        {
            title, subtitle = "What it is about", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Software", level = "startingOut", language = "en", prices = Array.Empty<object>(),
        }).Expect(200);
        var section = (await Post($"/api/v1/courses/{course}/sections", new { title = "One" }).Expect(201))["sectionId"]!.GetValue<string>();
        var lesson = (await Post($"/api/v1/courses/{course}/lessons", new { sectionId = section, title = "First", kind = "text" }).Expect(201))["lessonId"]!.GetValue<string>();
        await Put($"/api/v1/courses/{course}/lessons/{lesson}", new { markdown = "# Hello\n\nSome text." }).Expect(200);
        await Post($"/api/v1/courses/{course}/publication", new { }).Expect(200, 201, 202);
        return (course, section, lesson);
    }

    public void Dispose() => http.Dispose();
}

public static class Expectations
{
    /// <summary>The JSON of an answer whose status is one of these; otherwise fails with what came back.</summary>
    public static async Task<JsonNode> Expect(this Task<HttpResponseMessage> sending, params int[] statuses)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        statuses.ShouldContain((int)response.StatusCode, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri}: {text}{((int)response.StatusCode >= 500 ? string.Join("\n\n", ErrorLog.Recent.Prepend("")) : "")}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public static async Task<string> ExpectProblem(this Task<HttpResponseMessage> sending, int status)
    {
        var problem = await sending.Expect(status);
        return problem["code"]?.GetValue<string>() ?? throw new InvalidOperationException("The problem has no code: " + problem.ToJsonString(new JsonSerializerOptions()));
    }
}
