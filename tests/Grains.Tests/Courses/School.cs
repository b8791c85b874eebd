using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Grains.Tests.Courses;

/// <summary>A tenant with the instructor <c>ines</c>, who makes courses; others act by name.</summary>
internal sealed class School(IGrainFactory grains, string tenant)
{
    private int _ids;

    public School(HubFixture hub) : this(hub.Grains, hub.NewTenant()) { }

    public string Tenant { get; } = tenant;
    public IGrainFactory Grains { get; } = grains;

    public IDisposable Teacher() => ActorContext.As(new Actor(Tenant, "ines", [Roles.Instructor], null));
    public IDisposable Student(string id) => ActorContext.As(new Actor(Tenant, id, [Roles.Student], null));
    public IDisposable Visitor() => ActorContext.As(Actor.Visitor(Tenant));
    public IDisposable Platform() => ActorContext.As(Actor.System(Tenant));

    public ICourseGrain Course(string id) => Grains.Course(new CourseKey(Tenant, id));
    public IEnrolmentGrain Enrolment(string course, string user) => Grains.Enrolment(new MemberKey(Tenant, course, user));

    /// <summary>A draft with a section <c>s1</c> and text lessons <c>l1</c>, <c>l2</c>, …</summary>
    public async Task<string> Draft(string title = "Film photography", string subtitle = "From the first roll to the print", string subject = "Photography",
        CourseLevel level = CourseLevel.StartingOut, string language = "en", long price = 0, string description = "What light is, what film does with it, and what you do with both of them.", int lessons = 1)
    {
        var id = $"c{Interlocked.Increment(ref _ids)}";
        using var _ = Teacher();
        await Course(id).Create(new(title, subject, level, language)).Done();
        await Course(id).ChangeDetails(new(title, subtitle, description, subject, level, language, price == 0 ? [] : [new(price, "EUR")], null)).Done();
        await Course(id).AddSection(new("s1", "Basics")).Done();
        for (var i = 1; i <= lessons; i++)
        {
            await Course(id).AddLesson(new("s1", $"l{i}", $"Lesson {i}", LessonKind.Text)).Done();
            await Course(id).ChangeLesson(new($"l{i}", null, $"Text of lesson {i}.", null, null)).Done();
        }
        return id;
    }

    public async Task<string> Published(string title = "Film photography", string subtitle = "From the first roll to the print", string subject = "Photography",
        CourseLevel level = CourseLevel.StartingOut, string language = "en", long price = 0, string description = "What light is, what film does with it, and what you do with both of them.", int lessons = 1)
    {
        var id = await Draft(title, subtitle, subject, level, language, price, description, lessons);
        using var _ = Teacher();
        Last = await Course(id).Publish(new()).Done();
        return id;
    }

    /// <summary>Adds a video of this length to section <c>s1</c>, ready to be watched.</summary>
    public async Task AddVideo(string course, string lesson, long durationMs)
    {
        using (Teacher()) await Course(course).AddLesson(new("s1", lesson, $"Video {lesson}", LessonKind.Video)).Done();
        using (Platform())
        {
            await Course(course).ChangeLesson(new(lesson, null, null, $"m-{lesson}", null)).Done();
            Last = await Course(course).MediaReady(new(lesson, $"m-{lesson}", durationMs)).Done();
        }
    }

    public async Task<Receipt> Enrol(string course, string user)
    {
        using var _ = Student(user);
        return await Enrolment(course, user).Enrol(new()).Done();
    }

    /// <summary>What the last publication or video answered.</summary>
    public Receipt Last { get; private set; } = new("course", "", 0);

}

internal static class Expecting
{
    /// <summary>The value of a result that must be one.</summary>
    public static async Task<T> Done<T>(this Task<Result<T>> doing)
    {
        var result = await doing;
        result.Error.ShouldBeNull();
        return result.Value!;
    }

    public static async Task<string> Refused<T>(this Task<Result<T>> doing) => (await doing).Error.ShouldNotBeNull().Code;
}
