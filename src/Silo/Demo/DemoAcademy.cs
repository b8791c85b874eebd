using System.Collections.Immutable;
using System.Security.Cryptography;
using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.WebFrontend.Common;
using Microsoft.Extensions.Options;

namespace LearningHub.Silo.Demo;

/// <summary>An academy to look around in: an admin, an instructor, three students, three courses, a transcoded video, chat. Every step
/// carries an operation id, so that a start that was cut short is finished by the next. Passwords are random and printed once.</summary>
internal sealed class DemoAcademy(IGrainFactory grains, string tenant, TextWriter output, CancellationToken stopping)
{
    private const string Domain = "demo.example";

    private static readonly (string Id, string Name, string Role)[] People =
    [
        ("demo-teacher", "Ines Okafor", Roles.Instructor), ("demo-amara", "Amara Lindqvist", Roles.Student),
        ("demo-jonas", "Jonas Ferreira", Roles.Student), ("demo-mei", "Mei Castellano", Roles.Student),
    ];

    /// <summary>Makes it, or goes on making it. Stopped in the middle, it is finished by the next start.</summary>
    public static async Task Make(IServiceProvider services, TextWriter output, CancellationToken stopping)
    {
        try
        {
            await MakeAll(services, output, stopping);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            await output.WriteLineAsync("The demo academy is not finished; the next start with --demo goes on.");
        }
    }

    private static async Task MakeAll(IServiceProvider services, TextWriter output, CancellationToken stopping)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var tenant = services.GetRequiredService<IOptions<HubWebOptions>>().Value.DefaultTenant;
        using var _ = ActorContext.As(Actor.System(tenant));
        var demo = new DemoAcademy(grains, tenant, output, stopping);
        if (!await demo.SetUp()) return;
        await demo.AddPeople();
        foreach (var course in DemoCourse.All()) await demo.AddCourse(course, services);
        await output.WriteLineAsync("The video of the first course is being transcoded; it can be watched in a moment.");
    }

    private async Task<bool> SetUp()
    {
        var academy = grains.GetGrain<ITenantGrain>(new TenantKey(tenant, "settings").ToString());
        if ((await academy.Get()).IsSetUp && (await grains.Course(new CourseKey(tenant, "demo-statistics")).GetFacts()).Status == CourseStatus.Published)
        {
            await output.WriteLineAsync("The demo academy is there already; its passwords were printed when it was made.");
            return false;
        }
        if ((await academy.Get()).IsSetUp) await output.WriteLineAsync("  (this hub has an admin already)");
        else
            await Print("admin", $"admin@{Domain}", password => academy.SetUp(new SetUpTenant("Demo Academy", "Ada Administrator", $"admin@{Domain}", password) { OperationId = "demo-setup" }));
        return true;
    }

    private async Task AddPeople()
    {
        foreach (var (id, name, role) in People)
        {
            var (user, email) = (grains.User(new UserKey(tenant, id)), $"{id[5..]}@{Domain}");
            if (await Exists(user, id)) await output.WriteLineAsync($"  {role,-11} {email,-20} (the password was printed when this account was made)");
            else
                await Print(role, email, password => user.Register(new RegisterUser(name, email, password, role == Roles.Student ? [role] : [Roles.Student, role]) { OperationId = "demo-register" }));
        }
    }

    private async Task<bool> Exists(IUserGrain user, string id)
    {
        using var _ = ActorContext.As(Person(id));
        return (await user.Get()).IsOk;
    }

    /// <summary>Before the account is made: of one that exists nobody knows the password, and a registration that is repeated keeps the first.</summary>
    private async Task Print(string role, string email, Func<string, Task<Result<Receipt>>> make)
    {
        var password = Password();
        await output.WriteLineAsync($"  {role,-11} {email,-20} {password}");
        var made = await make(password);
        if (!made.IsOk) await output.WriteLineAsync($"  (there is no {email}: {made.Error.Message})");
    }

    private async Task AddCourse(DemoCourse demo, IServiceProvider services)
    {
        var id = "demo-" + demo.Name;
        using var _ = ActorContext.As(Person("demo-teacher"));
        var course = grains.Course(new CourseKey(tenant, id));
        await Must(course.Create(new CreateCourse(demo.Title, demo.Fields["subject"], demo.Level, demo.Fields["language"]) { OperationId = "demo-create" }));
        await Must(course.ChangeDetails(new ChangeCourseDetails(demo.Title, demo.Fields["subtitle"], demo.Description, demo.Fields["subject"], demo.Level, demo.Fields["language"], [], null) { OperationId = "demo-details" }));
        var videos = false;
        for (var s = 0; s < demo.Sections.Length; s++)
        {
            var section = demo.Sections[s];
            await Must(course.AddSection(new AddSection($"s{s + 1}", section.Title) { OperationId = $"demo-s{s}" }));
            for (var l = 0; l < section.Lessons.Length; l++)
            {
                var lesson = section.Lessons[l];
                var lessonId = $"s{s + 1}l{l + 1}";
                await Must(course.AddLesson(new AddLesson($"s{s + 1}", lessonId, lesson.Title, lesson.Video ? LessonKind.Video : LessonKind.Text) { OperationId = $"demo-add-{lessonId}" }));
                await Must(course.ChangeLesson(new ChangeLesson(lessonId, null, lesson.Markdown, null, s == 0 && l == 0) { OperationId = $"demo-text-{lessonId}" }));
                if (!lesson.Video) continue;
                videos = true;
                await DemoVideo.Attach(services, grains, tenant, id, lessonId);
            }
        }
        if (demo.Name == "statistics") await DemoQuiz.Add(grains, new CourseKey(tenant, id), $"s{demo.Sections.Length}", Must, services.GetRequiredService<TimeProvider>(), stopping);
        // A course with a video is published when the video is ready; without ffmpeg it stays a draft that says so.
        if (videos) await DemoVideo.WaitUntilReady(grains, tenant, id, services.GetRequiredService<TimeProvider>(), stopping);
        var published = await course.Publish(new PublishCourse { OperationId = "demo-publish" });
        if (!published.IsOk) { await output.WriteLineAsync($"  {demo.Title}: {published.Error.Message}"); return; }
        await Enrol(id, demo.Sections[0].Lessons.Length);
        await Talk(id, demo.Name);
    }

    private async Task Enrol(string courseId, int lessons)
    {
        foreach (var (person, done) in new[] { ("demo-amara", 2), ("demo-jonas", 1), ("demo-mei", 0) })
        {
            using var _ = ActorContext.As(Person(person));
            var enrolment = grains.Enrolment(new MemberKey(tenant, courseId, person));
            await Must(enrolment.Enrol(new EnrolStudent { OperationId = "demo-enrol" }));
            for (var l = 0; l < Math.Min(done, lessons); l++) await enrolment.CompleteLesson(new CompleteLesson($"s1l{l + 1}", true) { OperationId = $"demo-done-{l}" });
        }
    }

    private async Task Talk(string courseId, string name)
    {
        var lines = name switch
        {
            "distributed-systems" => (ImmutableArray<(string, string)>)
            [
                ("demo-amara", "In the exercise with Ana and Ben: is “Ben goes home” also concurrent with Ana *sending* the note?"),
                ("demo-teacher", "No: the note arrives before he goes home, so you can walk from her sending it to his going. Draw it, it is one arrow and one step down."),
                ("demo-amara", "Ah, of course. I had drawn the arrow the wrong way round."),
                ("demo-jonas", "Same here. The drawing helps more than the definition."),
            ],
            "bread" => [("demo-mei", "Day 4 and my starter does nothing. Is it dead?"), ("demo-teacher", "It is resting. Keep feeding it the same, by day 6 it should rise.")],
            _ => [("demo-jonas", "So with 20 intervals I should expect one to be wrong?"), ("demo-teacher", "On average, yes. And you cannot tell which one by looking.")],
        };
        var n = 0;
        foreach (var (person, text) in lines)
        {
            using var _ = ActorContext.As(Person(person));
            await grains.ChatRoom(new CourseKey(tenant, courseId)).Send(new SendMessage(text) { OperationId = $"demo-chat-{n++}" });
        }
    }

    private Actor Person(string id) => new(tenant, id, [.. People.Where(p => p.Id == id).Select(p => p.Role).Append(Roles.Student).Distinct()], null);

    private static async Task<T> Must<T>(Task<Result<T>> call)
    {
        var result = await call;
        return result.IsOk ? result.Value : throw new InvalidOperationException($"The demo could not be made: {result.Error.Code} {result.Error.Message}");
    }

    private static string Password() => RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 14);
}
