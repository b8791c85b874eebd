using System.Text.Json.Nodes;
using LearningHub.Web.Tests.Hosting;
using LearningHub.Web.Tests.Media;
using LearningHub.WebFrontend.Media;
using LearningHub.WebFrontend.Playback;

namespace LearningHub.Web.Tests.Hostile;

/// <summary>The ids of one academy's things that requests are aimed at, all real.</summary>
internal sealed record Ids(string Course, string Section, string Lesson, string Draft, string Video, string Message, string Media, string User, string Session, string MediaToken)
{
    public string Quiz { get; init; } = "x";
    public string LiveClass { get; init; } = "x";
    public string Slot { get; init; } = "x";
}

/// <summary>An academy with people of every role, and a course under way; everything that is text carries its marker.</summary>
internal sealed class Academy(WebHub hub, HubClient admin, string tenant, string? hostName, string marker)
{
    public string Tenant => tenant;
    public string? HostName => hostName;
    public string Marker => marker;
    public HubClient Admin => admin;
    public HubClient Owner { get; private set; } = null!;
    public HubClient Instructor { get; private set; } = null!;
    public HubClient Student { get; private set; } = null!;
    /// <summary>Somebody who acts, and whose session may be lost by it.</summary>
    public HubClient Expendable { get; private set; } = null!;
    public HubClient Suspended { get; private set; } = null!;
    public HubClient Ended { get; private set; } = null!;
    public Ids Ids { get; private set; } = null!;
    /// <summary>What <see cref="Ids"/> were before.</summary>
    public Ids Past { get; private set; } = null!;

    public async Task Open()
    {
        Owner = await (await Person("Owner")).MadeInstructorBy(admin);
        Instructor = await (await Person("Instructor")).MadeInstructorBy(admin);
        Student = await Person("Student");
        Suspended = await (await Person("Suspended")).MadeInstructorBy(admin);
        await admin.Post($"/api/v1/users/{Suspended.UserId}/suspension", new { reason = "Rude" }).Expect(200);
        Ended = await (await Person("Ended")).MadeInstructorBy(admin);
        (await Ended.Delete("/api/v1/sessions/current")).EnsureSuccessStatusCode();
        await Arm();
        await Arm();
    }

    /// <summary>A new course with everything in it, and sessions that live: what earlier requests took away is back.</summary>
    public async Task Arm()
    {
        if (!await Lives(Owner)) Owner = await (await Person("Owner")).MadeInstructorBy(admin);
        if (!await Lives(Instructor)) Instructor = await (await Person("Instructor")).MadeInstructorBy(admin);
        if (!await Lives(Student)) Student = await Person("Student");
        Expendable = await Person("Expendable");
        var victim = await Person("Victim");

        var (course, section, lesson) = await Owner.TeachCourse($"{marker} course");
        await Owner.Put($"/api/v1/courses/{course}/lessons/{lesson}", new { title = $"{marker} lesson", markdown = $"# {marker}\n\nText." }).Expect(200);
        foreach (var person in (HubClient[])[Student, Expendable, victim]) await person.Post($"/api/v1/courses/{course}/enrolment", new { }).Expect(200, 201);
        var message = (await Student.Post($"/api/v1/courses/{course}/chat/messages", new { text = $"{marker} hello", clientId = Guid.NewGuid().ToString("n") }).Expect(201))["id"]!.GetValue<string>();
        var (quiz, slot) = await Quiz(course, section);
        var live = await LiveClass(course);
        var (draft, video) = await Owner.VideoLesson();
        using var opened = await Owner.Open(draft, video, 4096, $"{marker}.mp4");
        if (opened.StatusCode == System.Net.HttpStatusCode.TooManyRequests)
        {
            // Many runs leave many open uploads, and a person may only have so many.
            Owner = await (await Person("Owner")).MadeInstructorBy(admin);
            await Arm();
            return;
        }
        var media = opened.Headers.Location!.ToString().Split('/')[^1];
        var session = (await Student.Get("/api/v1/sessions").Expect(200)).AsArray()[0]!["sessionId"]!.GetValue<string>();
        Past = Ids;
        Ids = new(course, section, lesson, draft, video, message, media, victim.UserId, session, await Deliverable(course, lesson, media)) { Quiz = quiz, Slot = slot, LiveClass = live };
    }

    /// <summary>A quiz with one question, which the student and the victim sit.</summary>
    private async Task<(string Quiz, string Slot)> Quiz(string course, string section)
    {
        var lesson = (await Owner.Post($"/api/v1/courses/{course}/lessons", new { sectionId = section, title = $"{marker} quiz", kind = "quiz" }).Expect(201))["lessonId"]!.GetValue<string>();
        await Owner.Post($"/api/v1/courses/{course}/lessons/{lesson}/quiz", new { }).Expect(200);
        var content = new { kind = "shortText", name = $"{marker} question", text = $"{marker}?", answers = new[] { new { text = marker, weight = 100 } } };
        var question = (await Owner.Post($"/api/v1/courses/{course}/questions", new { content, tags = new[] { "fair" } }).Expect(201))["questionId"]!.GetValue<string>();
        var quiz = Grains.Interfaces.Quizzes.QuizKey.IdOf(course, lesson);
        var view = await Owner.Post($"/api/v1/quizzes/{quiz}/questions", new { questionIds = new[] { question }, marks = 1 }).Expect(200);
        await Student.Post($"/api/v1/quizzes/{quiz}/attempts", new { }).Expect(201);
        return (quiz, view["slots"]![0]!["slotId"]!.GetValue<string>());
    }

    /// <summary>A live class that is on, with a poll and a question.</summary>
    private async Task<string> LiveClass(string course)
    {
        var plan = new { title = $"{marker} class", startsAt = TimeProvider.System.GetUtcNow().AddHours(1), minutes = 60 };
        var id = (await Owner.Post($"/api/v1/courses/{course}/live-classes", plan).Expect(201))["classId"]!.GetValue<string>();
        await Owner.Post($"/api/v1/live-classes/{id}/start", new { }).Expect(200);
        await Student.Put($"/api/v1/live-classes/{id}/seat", new { }).Expect(200);
        await Owner.Post($"/api/v1/live-classes/{id}/polls", new { question = $"{marker}?", options = new[] { "Yes", "No" } }).Expect(201);
        await Student.Post($"/api/v1/live-classes/{id}/questions", new { text = $"{marker} why?" }).Expect(201);
        return id;
    }

    public async Task<HubClient> Person(string role) => await hub.Visitor(hostName).Register($"{marker} {role}");

    public static async Task<bool> Lives(HubClient person)
    {
        using var answer = await person.Get("/api/v1/me");
        return answer.IsSuccessStatusCode;
    }

    /// <summary>A file to deliver and a signed address of it, for the student.</summary>
    private async Task<string> Deliverable(string course, string lesson, string media)
    {
        var key = new MediaKey(tenant, media);
        var folder = hub.Services.GetRequiredService<MediaFolder>().Rendition(key, 1);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "master.m3u8"), $"#EXTM3U {marker}");
        return new MediaToken(tenant, media, 1, course, lesson, Student.UserId, TimeProvider.System.GetUtcNow().AddHours(1)).Sign(await hub.Services.GetRequiredService<SigningKeys>().Of(tenant));
    }
}
