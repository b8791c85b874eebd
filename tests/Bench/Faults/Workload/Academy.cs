using System.Text.Json.Nodes;

namespace LearningHub.Bench.Faults;

/// <summary>An academy with an admin, an instructor and two published courses: one with a video that students watch, both with a chat; with a <see cref="Shop"/> and <see cref="Exams"/>.</summary>
internal sealed class Academy(FaultClient client, string run)
{
    public const string Password = "correct-horse-battery-9";

    /// <summary>Length of the watched video.</summary>
    public const int VideoSeconds = 30;

    private readonly Dictionary<string, string> _texts = [];
    private int _serial;
    private Shop? _shop;
    private Exams? _exams;

    public string AdminToken { get; private set; } = "";
    public string InstructorToken { get; private set; } = "";
    public string InstructorId { get; private set; } = "";
    public IReadOnlyList<string> Courses { get; private set; } = [];
    public string Section { get; private set; } = "";
    public string WatchedLesson { get; private set; } = "";
    public string WatchedCourse => Courses[0];
    public Shop Shop => _shop ??= new(this);
    public Exams Exams => _exams ??= new(this);

    /// <summary>Null: a run of courses alone.</summary>
    public Campus? Campus { get; private set; }

    /// <summary>The text that a course begins with.</summary>
    public string TextOf(string course) => _texts[course];

    /// <summary>Those that have nothing but that text.</summary>
    public IEnumerable<string> ShortCourses => Campus is { } campus ? [Courses[1], campus.Classroom.Course] : [Courses[1]];

    public async Task Open(Campus campus, CancellationToken cancellation)
    {
        await campus.Classroom.SetUp(cancellation);
        Campus = campus;
    }

    public async Task SetUp(CancellationToken cancellation)
    {
        await Open(cancellation);
        Courses = [await MakeCourse("Clocks and failures", cancellation), await MakeCourse("Talking under pressure", cancellation)];
        await Shop.SetUp(cancellation);
        await Exams.SetUp(cancellation);
    }

    /// <summary>An admin and an instructor, and nothing else.</summary>
    public async Task Open(CancellationToken cancellation)
    {
        await Post("/api/v1/setup", new() { ["name"] = "Fault Academy", ["adminName"] = "Ada Admin", ["adminEmail"] = "admin@fault.test", ["adminPassword"] = Password }, null, cancellation);
        (AdminToken, _) = await SignIn("admin@fault.test", cancellation);
        await Post("/api/v1/users", new() { ["name"] = "Ina Instructor", ["email"] = "instructor@fault.test", ["password"] = Password }, null, cancellation);
        (_, InstructorId) = await SignIn("instructor@fault.test", cancellation);
        await Put($"/api/v1/users/{InstructorId}/roles", new() { ["roles"] = new JsonArray("student", "instructor") }, AdminToken, cancellation);
        (InstructorToken, _) = await SignIn("instructor@fault.test", cancellation);
    }

    public async Task<(string Token, string UserId)> SignIn(string email, CancellationToken cancellation)
    {
        var opened = await Post("/api/v1/sessions", new() { ["email"] = email, ["password"] = Password, ["remember"] = true }, null, cancellation);
        return (opened["token"]!.GetValue<string>(), opened["userId"]!.GetValue<string>());
    }

    /// <summary>A video lesson in the first course; null: refused (sabotage loses whom we are).</summary>
    public async Task<string> AddVideoLesson(string title, CancellationToken cancellation) =>
        (await Post($"/api/v1/courses/{WatchedCourse}/lessons", new() { ["sectionId"] = Section, ["title"] = title, ["kind"] = "video" }, InstructorToken, cancellation))["lessonId"]!.GetValue<string>();

    public void Watch(string lessonId) => WatchedLesson = lessonId;

    /// <param name="price">In cents; null: free.</param>
    public async Task<string> MakeCourse(string title, CancellationToken cancellation, long? price = null, int? seats = null)
    {
        JsonObject details = new() { ["title"] = title, ["subject"] = "Software", ["level"] = "startingOut", ["language"] = "en" };
        var course = (await Post("/api/v1/courses", details, InstructorToken, cancellation))["courseId"]!.GetValue<string>();
        await Put($"/api/v1/courses/{course}", new()
        {
            ["title"] = title, ["subtitle"] = "What it is about", ["description"] = "A description that is long enough to publish: fifty characters and more of it.",
            ["subject"] = "Software", ["level"] = "startingOut", ["language"] = "en", ["seatLimit"] = seats,
            ["prices"] = price is { } minor ? new JsonArray(Shop.Money(minor)) : [],
        }, InstructorToken, cancellation);
        var section = (await Post($"/api/v1/courses/{course}/sections", new() { ["title"] = "One" }, InstructorToken, cancellation))["sectionId"]!.GetValue<string>();
        var lesson = (await Post($"/api/v1/courses/{course}/lessons", new() { ["sectionId"] = section, ["title"] = "First", ["kind"] = "text" }, InstructorToken, cancellation))["lessonId"]!.GetValue<string>();
        await Put($"/api/v1/courses/{course}/lessons/{lesson}", new() { ["markdown"] = "# Hello\n\nSome text." }, InstructorToken, cancellation);
        _texts[course] = lesson;
        await Post($"/api/v1/courses/{course}/publication", [], InstructorToken, cancellation);
        if (Section.Length == 0) Section = section;
        return course;
    }

    public Task<JsonNode> Post(string path, JsonObject body, string? token, CancellationToken cancellation) => Send(HttpMethod.Post, path, body, token, cancellation);

    public Task<JsonNode> Put(string path, JsonObject body, string? token, CancellationToken cancellation) => Send(HttpMethod.Put, path, body, token, cancellation);

    public async Task<JsonNode> Get(string path, string? token, CancellationToken cancellation) => (await client.Get(path, token, cancellation: cancellation)).Expect(200).Json;

    private async Task<JsonNode> Send(HttpMethod method, string path, JsonObject body, string? token, CancellationToken cancellation)
    {
        var op = $"{run}-setup-{Interlocked.Increment(ref _serial)}";
        var answer = await client.Send(op, "setup", method, path, [], body, token, cancellation: cancellation);
        return answer.Expect(200, 201, 202).Json;
    }
}
