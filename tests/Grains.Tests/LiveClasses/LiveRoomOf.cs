using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Tests.Chat;

namespace LearningHub.Grains.Tests.LiveClasses;

/// <summary>An open class of a published course, with whoever is enrolled.</summary>
public sealed class LiveRoomOf
{
    public const string Id = "l1";
    private readonly IGrainFactory _grains;

    private LiveRoomOf(IGrainFactory grains, Classroom course) => (_grains, Course) = (grains, course);

    public Classroom Course { get; }
    public string Tenant => Course.Tenant;
    public ILiveClassGrain Class => _grains.LiveClass(new(Tenant, Id));

    public static async Task<LiveRoomOf> Open(IGrainFactory grains, string tenant, int? limit, params string[] students)
    {
        var room = new LiveRoomOf(grains, await Classroom.Open(grains, tenant, students));
        using (room.Host())
        {
            Ok(await room.Class.Schedule(new ScheduleLiveClass("c1", "Question hour", TimeProvider.System.GetUtcNow().AddHours(1), 60, limit)));
            Ok(await room.Class.Open(new OpenLiveClass()));
        }
        return room;
    }

    /// <summary>A class of an hour that begins now by this clock, and is live.</summary>
    public static async Task<LiveRoomOf> Live(IGrainFactory grains, string tenant, TimeProvider time, params string[] students)
    {
        var room = new LiveRoomOf(grains, await Classroom.Open(grains, tenant, students));
        using (room.Host())
        {
            Ok(await room.Class.Schedule(new ScheduleLiveClass("c1", "Question hour", time.GetUtcNow(), 60, null)));
            Ok(await room.Class.Start(new StartLiveClass()));
        }
        return room;
    }

    public static LiveRoomOf Known(IGrainFactory grains, string tenant) => new(grains, Classroom.Known(grains, tenant));

    public IDisposable As(string userId, string role = Roles.Student) => Course.As(userId, role);
    public IDisposable Host() => Course.As(Classroom.Instructor, Roles.Instructor);

    public async Task<LiveMe> Enter(string user)
    {
        using (As(user)) return Ok(await Class.Enter(new EnterLiveClass()));
    }

    public async Task<LiveClassView> See(string user)
    {
        using (As(user)) return Ok(await Class.Get());
    }

    public static T Ok<T>(Result<T> result) => Classroom.Ok(result);
}
