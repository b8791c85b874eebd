using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Grains.Tests.Media;

/// <summary>A course of a tenant of its own with one video lesson, and the media folder its uploads go to.</summary>
public sealed class VideoLesson : IDisposable
{
    public const string Instructor = "prof";
    private readonly HubFixture _hub;
    private readonly string _root = Directory.CreateTempSubdirectory("hub-media-").FullName;
    private int _uploads;

    private VideoLesson(HubFixture hub, string tenant) => (_hub, Tenant, Folder) = (hub, tenant, new MediaFolder(_root));

    public string Tenant { get; }
    public MediaFolder Folder { get; }
    public CourseKey Course => new(Tenant, "c1");

    public static async Task<VideoLesson> Open(HubFixture hub)
    {
        var lesson = new VideoLesson(hub, hub.NewTenant());
        using (lesson.AsInstructor())
        {
            var course = hub.Grains.Course(lesson.Course);
            Ok(await course.Create(new CreateCourse("Bread", "Baking", CourseLevel.StartingOut, "en")));
            Ok(await course.AddSection(new AddSection("s1", "Start")));
            Ok(await course.AddLesson(new AddLesson("s1", "l1", "Kneading", LessonKind.Video)));
        }
        return lesson;
    }

    public IDisposable AsInstructor() => _hub.As(Tenant, Instructor, Roles.Instructor);
    public IDisposable AsSystem() => ActorContext.As(Actor.System(Tenant));

    public Task<Result<MediaView>> Begin(string mediaId, long length = 1000) =>
        _hub.Grains.Media(new MediaKey(Tenant, mediaId)).Begin(new BeginUpload("talk.mp4", "video/mp4", length, "c1", "l1"));

    /// <summary>Uploads a file as the front end does, up to the moment the grain is told.</summary>
    public async Task<MediaKey> Upload(string file)
    {
        var key = new MediaKey(Tenant, $"m{++_uploads}");
        using (AsInstructor())
        {
            Ok(await Begin(key.MediaId, new FileInfo(file).Length));
            File.Copy(file, Folder.Source(key));
            Ok(await _hub.Grains.Media(key).CompleteUpload(new CompleteUpload("mp4", "00")));
        }
        return key;
    }

    public async Task<MediaView> Media(MediaKey key)
    {
        using (AsSystem()) return Ok(await _hub.Grains.Media(key).Get());
    }

    public async Task<MediaView> Until(MediaKey key, MediaState state) =>
        await Wait.Until(() => Media(key), view => view.State == state, TimeSpan.FromMinutes(6));

    public async Task<TranscodeStatus?> Job(MediaKey key)
    {
        using (AsSystem()) return (await _hub.Grains.TranscodeJob(key).Get()).Value;
    }

    public Task<TranscodeStatus?> UntilJob(MediaKey key, TranscodeState state) => Wait.Until(() => Job(key), job => job?.State == state, TimeSpan.FromMinutes(2));

    public async Task<long> Events(string name)
    {
        await using var command = _hub.Database.CreateCommand("select count(*) from event where name = $1 and key like $2");
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(Tenant + "/%");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public string[] Renditions(MediaKey key) =>
        Directory.Exists(Folder.Renditions(key)) ? [.. Directory.GetDirectories(Folder.Renditions(key)).Select(d => Path.GetFileName(d)!)] : [];

    public static T Ok<T>(Result<T> result)
    {
        result.Error.ShouldBeNull();
        return result.Value!;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
