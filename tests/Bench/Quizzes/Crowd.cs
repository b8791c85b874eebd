using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Quizzes;

namespace LearningHub.Bench.Quizzes;

/// <summary>An academy with a quiz of ten questions and everybody who sits it. What gets no answer is asked again.</summary>
internal sealed class Crowd(Uri address) : IDisposable
{
    private const string Password = "correct-horse-battery-9";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3), Again = TimeSpan.FromMilliseconds(200);
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, MaxConnectionsPerServer = 512 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public IReadOnlyList<string> Tokens { get; private set; } = [];
    public string Quiz { get; private set; } = "";

    public async Task SetUp(int learners, CancellationToken cancellation)
    {
        await Send(HttpMethod.Post, "/api/v1/setup", new { name = "Exam", adminName = "Ada", adminEmail = "a@exam.test", adminPassword = Password }, null, cancellation);
        var admin = await SignIn("a@exam.test", cancellation);
        var course = (await Send(HttpMethod.Post, "/api/v1/courses", new { title = "Exam", subject = "Software", level = "startingOut", language = "en" }, admin, cancellation))["courseId"]!.GetValue<string>();
        await Send(HttpMethod.Put, $"/api/v1/courses/{course}", new { title = "Exam", subtitle = "Of all", description = "A description that is long enough to publish: fifty characters and more of it.", subject = "Software", level = "startingOut", language = "en", prices = Array.Empty<object>() }, admin, cancellation);
        var section = (await Send(HttpMethod.Post, $"/api/v1/courses/{course}/sections", new { title = "One" }, admin, cancellation))["sectionId"]!.GetValue<string>();
        var lesson = (await Send(HttpMethod.Post, $"/api/v1/courses/{course}/lessons", new { sectionId = section, title = "Exam", kind = "quiz" }, admin, cancellation))["lessonId"]!.GetValue<string>();
        Quiz = QuizKey.IdOf(course, lesson);
        await Send(HttpMethod.Post, $"/api/v1/courses/{course}/lessons/{lesson}/quiz", new { }, admin, cancellation);
        var questions = new List<string>();
        for (var i = 1; i <= 10; i++)
            questions.Add((await Send(HttpMethod.Post, $"/api/v1/courses/{course}/questions", new { content = new { kind = "shortText", name = $"Q{i}", text = $"Question {i} of **ten**?", answers = new[] { new { text = $"{i}", weight = 100 } } } }, admin, cancellation))["questionId"]!.GetValue<string>());
        await Send(HttpMethod.Post, $"/api/v1/quizzes/{Quiz}/questions", new { questionIds = questions, marks = 1 }, admin, cancellation);
        await Common.Wait.Until("the course is published", TimeSpan.FromSeconds(30), async () => (int)(await Try(HttpMethod.Post, $"/api/v1/courses/{course}/publication", new { }, admin, cancellation)).Status, status => status is >= 200 and < 300, cancellation);

        var tokens = new string[learners];
        await Parallel.ForAsync(0, learners, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = cancellation }, async (i, token) =>
        {
            await Send(HttpMethod.Post, "/api/v1/users", new { name = $"Learner {i}", email = $"l{i}@exam.test", password = Password }, null, token);
            tokens[i] = await SignIn($"l{i}@exam.test", token);
            await Send(HttpMethod.Post, $"/api/v1/courses/{course}/enrolment", new { }, tokens[i], token);
        });
        Tokens = tokens;
    }

    /// <summary>Everybody once, spread evenly over a time; how long each took, in milliseconds.</summary>
    public async Task<IReadOnlyCollection<double>> All(int learners, TimeSpan over, Func<int, CancellationToken, Task> act, CancellationToken cancellation)
    {
        var times = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, learners).Select(async i =>
        {
            await Task.Delay(over * ((double)i / learners), TimeProvider.System, cancellation);
            var started = TimeProvider.System.GetTimestamp();
            await act(i, cancellation);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }));
        return times;
    }

    public Task Get(string path, CancellationToken cancellation) => Send(HttpMethod.Get, path, null, null, cancellation);

    /// <summary>Until it is answered; anything but a good answer that is not "later" breaks the run off.</summary>
    public async Task<JsonNode> Send(HttpMethod method, string path, object? body, string? token, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (status, text) = await Try(method, path, body, token, cancellation);
            if (status is >= 200 and < 300) return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
            if (status is > 0 and < 500 and not 429 || TimeProvider.System.GetElapsedTime(started) > Patience) throw new InvalidOperationException($"{method} {path}: {status} {text}");
            await Task.Delay(Again, TimeProvider.System, cancellation);
        }
    }

    private async Task<(int Status, string Text)> Try(HttpMethod method, string path, object? body, string? token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellation));
        }
        catch (Exception e) when (e is HttpRequestException or IOException || e is OperationCanceledException && !cancellation.IsCancellationRequested) { return (0, e.Message); }
    }

    private async Task<string> SignIn(string email, CancellationToken cancellation) =>
        (await Send(HttpMethod.Post, "/api/v1/sessions", new { email, password = Password, remember = false }, null, cancellation))["token"]!.GetValue<string>();

    public void Dispose() => _http.Dispose();
}
