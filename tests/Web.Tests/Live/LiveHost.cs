using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Silo.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Orleans;

namespace LearningHub.Web.Tests.Live;

/// <summary>A hub on real Kestrel whose people and courses are made by grain calls, for tests of sockets and of the chat's API.</summary>
public sealed class LiveHost : IAsyncLifetime
{
    public const string MetricsToken = "a-token-for-the-scraper-only";
    public const string OtherHost = "other.test";
    private const string Password = "correct-horse-battery-9";
    private static int s_serial;

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "hub-live-" + Guid.NewGuid().ToString("n")[..8]);
    private TestServer _server = null!;
    private HubHost _host = null!;

    public Uri Address { get; private set; } = null!;
    public IServiceProvider Services => _host.App.Services;
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public async Task InitializeAsync()
    {
        _server = await TestServer.Shared();
        _host = await HubHost.Create(new HostSettings { Port = 0, DataPath = _folder, ConnectionString = await _server.NewDatabase(), Worker = false }, builder =>
        {
            builder.Configuration[$"Hub:Tenants:{OtherHost}"] = "other";
            builder.Configuration["Hub:RequestsPerMinute"] = "1000000";
            builder.Configuration["Hub:MetricsToken"] = MetricsToken;
        });
        await _host.App.StartAsync();
        Address = new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        // An empty tenant shows nothing but its set-up page.
        foreach (var tenant in (string[])["main", "other"])
            using (ActorContext.As(Actor.Visitor(tenant)))
                Ok(await Grains.GetGrain<ITenantGrain>(new TenantKey(tenant, "settings").ToString()).SetUp(new SetUpTenant($"Academy {tenant}", "Founder", $"founder@{tenant}.test", Password)));
    }

    public async Task DisposeAsync()
    {
        await _host.App.StopAsync();
        await _host.DisposeAsync();
        await TestServer.Release();
        Directory.Delete(_folder, true);
    }

    /// <summary>A person of a tenant, signed in.</summary>
    public async Task<LivePerson> Person(string name, string role = Roles.Student, string tenant = "main")
    {
        var id = $"u{Interlocked.Increment(ref s_serial)}";
        using (ActorContext.As(Actor.System(tenant)))
            Ok(await Grains.User(new UserKey(tenant, id)).Register(new RegisterUser(name, $"{id}@example.test", Password, [role])));
        var opened = await SignIn(tenant, id);
        return new(this, tenant, id, role, opened);
    }

    public async Task<OpenedSession> SignIn(string tenant, string userId)
    {
        using (ActorContext.As(Actor.Visitor(tenant)))
            return Ok(await Grains.User(new UserKey(tenant, userId)).SignIn(new SignIn(Password, "test", false)));
    }

    /// <summary>A published course with these students.</summary>
    public async Task<string> Course(LivePerson instructor, params LivePerson[] students)
    {
        var id = $"c{Interlocked.Increment(ref s_serial)}";
        var course = Grains.Course(new CourseKey(instructor.Tenant, id));
        using (instructor.Acting())
        {
            Ok(await course.Create(new CreateCourse("Bread", "Baking", CourseLevel.StartingOut, "en")));
            Ok(await course.ChangeDetails(new ChangeCourseDetails("Bread", "From flour", "All about bread: flour, water, salt, time, and how to read a crust.", "Baking", CourseLevel.StartingOut, "en", [], null)));
            Ok(await course.AddSection(new AddSection("s1", "Start")));
            Ok(await course.AddLesson(new AddLesson("s1", "l1", "Flour", LessonKind.Text)));
            Ok(await course.ChangeLesson(new ChangeLesson("l1", null, "Flour is ground grain.", null, null)));
            Ok(await course.Publish(new PublishCourse()));
        }
        foreach (var student in students)
            using (student.Acting()) Ok(await Grains.Enrolment(new MemberKey(student.Tenant, id, student.UserId)).Enrol(new EnrolStudent()));
        return id;
    }

    public static T Ok<T>(Result<T> result) => result.IsOk ? result.Value : throw new InvalidOperationException(result.Error.ToString());
}

[CollectionDefinition("live")]
public sealed class LiveCollection : ICollectionFixture<LiveHost>;
