using LearningHub.Grains.Interfaces.Chat;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;
using Orleans.Streams;

namespace LearningHub.Grains.Tests.Chat;

/// <summary>A published course of a tenant of its own, with an instructor and whoever is enrolled.</summary>
public sealed class Classroom
{
    public const string Instructor = "prof";
    private readonly IGrainFactory _grains;

    private Classroom(IGrainFactory grains, CourseKey key) => (_grains, Key) = (grains, key);

    public CourseKey Key { get; }
    public string Tenant => Key.Tenant;
    public string Topic => LiveTopics.Chat(Key.CourseId);

    public static async Task<Classroom> Open(IGrainFactory grains, string tenant, params string[] students)
    {
        var room = new Classroom(grains, new CourseKey(tenant, "c1"));
        using (room.As(Instructor, Roles.Instructor))
        {
            var course = grains.Course(room.Key);
            Ok(await course.Create(new CreateCourse("Bread", "Baking", CourseLevel.StartingOut, "en")));
            Ok(await course.ChangeDetails(new ChangeCourseDetails("Bread", "From flour", "All about bread: flour, water, salt, time, and how to read a crust.", "Baking", CourseLevel.StartingOut, "en", [], null)));
            Ok(await course.AddSection(new AddSection("s1", "Start")));
            Ok(await course.AddLesson(new AddLesson("s1", "l1", "Flour", LessonKind.Text)));
            Ok(await course.ChangeLesson(new ChangeLesson("l1", null, "Flour is ground grain.", null, null)));
            Ok(await course.Publish(new PublishCourse()));
        }
        foreach (var student in students) await room.Enrol(student);
        return room;
    }

    /// <summary>One that was opened before, by another host on the same database.</summary>
    public static Classroom Known(IGrainFactory grains, string tenant) => new(grains, new CourseKey(tenant, "c1"));

    public IDisposable As(string userId, string role = Roles.Student) => ActorContext.As(new Actor(Tenant, userId, [role], null));

    public IChatRoomGrain Room => _grains.ChatRoom(Key);

    public async Task Enrol(string student)
    {
        using (As(student)) Ok(await _grains.Enrolment(new MemberKey(Tenant, Key.CourseId, student)).Enrol(new EnrolStudent()));
    }

    public async Task Remove(string student)
    {
        using (As(Instructor, Roles.Instructor)) Ok(await _grains.Enrolment(new MemberKey(Tenant, Key.CourseId, student)).Remove(new RemoveStudent("test")));
    }

    public async Task<Result<ChatMessage>> Send(string author, string text, string? clientId = null)
    {
        using (As(author)) return await Room.Send(new SendMessage(text) { OperationId = clientId ?? Guid.NewGuid().ToString("n") });
    }

    /// <summary>Everything pushed to a topic of this tenant from now on.</summary>
    public async Task<List<LivePush>> Listen(IServiceProvider services, string topic)
    {
        var heard = new List<LivePush>();
        await services.GetRequiredService<IClusterClient>().GetStreamProvider(LiveTopics.Provider).GetStream<LivePush>(LiveTopics.Stream(Tenant, topic))
            .SubscribeAsync((push, _) =>
            {
                lock (heard)
                    if (push.Topic == topic) heard.Add(push);
                return Task.CompletedTask;
            });
        return heard;
    }

    public static T Ok<T>(Result<T> result) => result.IsOk ? result.Value : throw new InvalidOperationException(result.Error.ToString());
}
