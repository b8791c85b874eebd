using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.LiveClasses;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Tests.Chat;
using LearningHub.Grains.Tests.Payments;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.LiveClasses.Recordings;
using LearningHub.WebFrontend.Media;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Grains.Tests.LiveClasses;

/// <summary>What the worker does with a course that does not take a recording, and with a volume and a cluster that fail.</summary>
[Collection("hub")]
public sealed class RecordingWorkerTests : IDisposable
{
    private readonly HubFixture _hub;
    private readonly string _root = Directory.CreateTempSubdirectory("hub-recordings-").FullName;
    private readonly MediaFolder _media;
    private readonly RecordingFolder _folder;
    private readonly ShiftedClock _clock = new();
    private readonly RecordingWorker _worker;

    public RecordingWorkerTests(HubFixture hub)
    {
        _hub = hub;
        _media = new(_root);
        _folder = Folder(long.MaxValue);
        _worker = Worker(hub.Grains, _clock);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private RecordingFolder Folder(long most) => new(_media, new(most), _clock, NullLogger<RecordingFile>.Instance);

    private RecordingWorker Worker(IGrainFactory grains, TimeProvider time, long? most = null) => new(grains, _media, _folder, new(most ?? long.MaxValue), time, NullLogger<RecordingWorker>.Instance);

    /// <summary>A class that is over, with the chunks of a broadcast that it had.</summary>
    private Task<LiveClassKey> Over(IGrainFactory grains, Classroom course, string classId, string title) => Over(grains, course, classId, title, _folder, [[[1, 2, 3]]]);

    private static async Task<LiveClassKey> Over(IGrainFactory grains, Classroom course, string classId, string title, RecordingFolder folder, byte[][][] broadcasts)
    {
        var key = new LiveClassKey(course.Tenant, classId);
        using (course.As(Classroom.Instructor, Roles.Instructor))
        {
            Classroom.Ok(await grains.LiveClass(key).Schedule(new ScheduleLiveClass("c1", title, TimeProvider.System.GetUtcNow(), 60, null)));
            Classroom.Ok(await grains.LiveClass(key).Start(new StartLiveClass()));
            for (var session = 0; session < broadcasts.Length; session++)
            {
                // What came in the millisecond in which the class began, or the next broadcast, is of before or of after.
                var before = Milliseconds();
                await Wait.Until(() => Milliseconds() > before);
                await using var file = folder.Open(key, session + 1);
                file.Append(Frame(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"AULAH//hAAA="}""")));
                for (var i = 0; i < broadcasts[session].Length; i++) file.Append(Frame(FrameKind.VideoKey, i, broadcasts[session][i]));
            }
            Classroom.Ok(await grains.LiveClass(key).End(new EndLiveClass()));
        }
        return key;

        static long Milliseconds() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
    }

    private static MediaFrame Frame(FrameKind kind, long at, byte[] payload)
    {
        var bytes = new byte[MediaFrame.Head + payload.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), at);
        payload.CopyTo(bytes, MediaFrame.Head);
        return new(bytes);
    }

    private static async Task<LessonItem[]> Lessons(IGrainFactory grains, Classroom course)
    {
        using (ActorContext.As(Actor.System(course.Tenant)))
            return [.. (await grains.Course(course.Key).GetFacts()).Lessons.Where(l => l.LessonId.StartsWith("live-", StringComparison.Ordinal))];
    }

    private string[] Muxed(LiveClassKey key) => Directory.Exists(_media.Uploads(key.Tenant)) ? Directory.GetFiles(_media.Uploads(key.Tenant)) : [];

    [Fact]
    public async Task A_class_whose_title_is_longer_than_a_lessons_may_be_has_its_recording()
    {
        var course = await Classroom.Open(_hub.Grains, _hub.NewTenant());
        var title = string.Concat(Enumerable.Repeat("\U0001F393", 100));
        var key = await Over(_hub.Grains, course, "emoji", title);
        await _worker.Once(default);
        _folder.Unmade().ShouldBeEmpty();
        var lesson = (await Lessons(_hub.Grains, course)).ShouldHaveSingleItem();
        lesson.Title.ShouldBe(RecordingWorker.TitleOf(title));
        lesson.MediaId.ShouldBe(RecordingWorker.VideoOf(key));
        File.Exists(_media.Source(new(key.Tenant, lesson.MediaId!))).ShouldBeTrue();
    }

    [Fact]
    public async Task A_course_that_is_full_is_asked_once_an_hour_and_nothing_is_written_for_it_and_others_have_theirs()
    {
        var (full, other) = (await Classroom.Open(_hub.Grains, _hub.NewTenant()), await Classroom.Open(_hub.Grains, _hub.NewTenant()));
        using (full.As(Classroom.Instructor, Roles.Instructor))
            for (var i = 2; i <= 60; i++) Classroom.Ok(await _hub.Grains.Course(full.Key).AddSection(new AddSection($"s{i}", $"Section {i}")));
        var refused = await Over(_hub.Grains, full, "refused", "Clinic");
        var made = await Over(_hub.Grains, other, "made", "Clinic");
        await _worker.Once(default);
        _folder.Unmade().ShouldBe([refused]);
        (await Lessons(_hub.Grains, other)).ShouldHaveSingleItem().MediaId.ShouldBe(RecordingWorker.VideoOf(made));
        _folder.Refused(refused)!.Value.Why.ShouldContain("60 sections");
        Muxed(refused).ShouldBeEmpty();

        using (full.As(Classroom.Instructor, Roles.Instructor)) Classroom.Ok(await _hub.Grains.Course(full.Key).RemoveSection(new RemoveSection("s60")));
        await _worker.Once(default);
        // Another host, and this one after a restart, wait as well.
        await Worker(_hub.Grains, _clock).Once(default);
        _folder.Unmade().ShouldBe([refused]);
        _clock.Advance(TimeSpan.FromHours(1));
        await _worker.Once(default);
        _folder.Unmade().ShouldBeEmpty();
        _folder.Refused(refused).ShouldBeNull();
        (await Lessons(_hub.Grains, full)).ShouldHaveSingleItem().MediaId.ShouldBe(RecordingWorker.VideoOf(refused));
    }

    [Fact]
    public async Task A_recording_that_is_too_large_is_never_written_and_leaves_no_lesson_without_a_video()
    {
        var server = await TestServer.Shared();
        try
        {
            await using var host = await TestHost.Start(await server.NewDatabase(), b => b.Configuration["Hub:MaxUploadBytes"] = "100");
            var course = await Classroom.Open(host.Grains, "t1");
            var key = await Over(host.Grains, course, "large", "Clinic");
            // It knows the limit and does not touch the course, or hears of it and takes its lesson back.
            foreach (var most in (long?[])[100, null])
            {
                await Worker(host.Grains, _clock, most).Once(default);
                _folder.Unmade().ShouldBe([key]);
                _folder.Refused(key)!.Value.Why.ShouldStartWith("The file is larger than");
                Muxed(key).ShouldBeEmpty();
                (await Lessons(host.Grains, course)).ShouldBeEmpty();
                _clock.Advance(TimeSpan.FromHours(2));
            }
            // A lesson that somebody made of the place meanwhile is theirs.
            using (ActorContext.As(Actor.System("t1")))
            {
                Classroom.Ok(await host.Grains.Course(course.Key).AddLesson(new(RecordingWorker.Section, "live-large", "Uploaded by hand", LessonKind.Video)));
            }
            await Worker(host.Grains, _clock).Once(default);
            (await Lessons(host.Grains, course)).ShouldHaveSingleItem().Title.ShouldBe("Uploaded by hand");
        }
        finally
        {
            await TestServer.Release();
        }
    }

    [Fact]
    public async Task Of_a_class_that_sends_more_than_a_video_may_have_there_is_a_recording_of_what_fits()
    {
        const int most = 200_000;
        var course = await Classroom.Open(_hub.Grains, _hub.NewTenant());
        byte[][] pictures = [.. Enumerable.Range(1, 30).Select(i => Enumerable.Repeat((byte)i, 4_000).ToArray())];
        var key = await Over(_hub.Grains, course, "endless", "Clinic", Folder(most), [pictures, pictures, pictures]);
        _folder.Sessions(key).Sum(f => new FileInfo(f).Length).ShouldBeInRange(most - 20_000, most);
        await Worker(_hub.Grains, _clock, most).Once(default);
        _folder.Refused(key).ShouldBeNull();
        var lesson = (await Lessons(_hub.Grains, course)).ShouldHaveSingleItem();
        new FileInfo(_media.Source(new(key.Tenant, lesson.MediaId!))).Length.ShouldBeInRange(most / 2, most);
    }

    [Fact]
    public async Task What_was_refused_for_a_month_is_removed_and_not_asked_about_again_however_often_it_was()
    {
        var (old, recent, made) = (new LiveClassKey("t1", "old"), new LiveClassKey("t1", "recent"), new LiveClassKey("t1", "made"));
        foreach (var key in (LiveClassKey[])[old, recent, made]) await _folder.Open(key, 1).DisposeAsync();
        _folder.MarkRefused(old, "Full.\nReally.");
        _clock.Advance(TimeSpan.FromDays(10));
        _folder.MarkRefused(recent, "Full.");
        _folder.MarkRefused(made, "Full.");
        _folder.MarkMade(made);
        _clock.Advance(TimeSpan.FromDays(21));
        _folder.MarkRefused(old, "Full.\nStill.");
        _folder.Refused(old)!.Value.ShouldSatisfyAllConditions(r => r.Why.ShouldBe("Full.\nStill."), r => (_clock.GetUtcNow() - r.Since).ShouldBe(TimeSpan.FromDays(31), TimeSpan.FromHours(1)));
        using var worker = Worker(FailingGrains.Make(_ => { }), new HurriedClock(_clock));
        await worker.StartAsync(default);
        await Wait.Until(() => _folder.Sessions(old).Count == 0);
        await worker.StopAsync(default);
        _folder.Unmade().ShouldBe([recent]);
        _folder.Sessions(recent).Count.ShouldBe(1);
        // The rest goes with what was made.
        _folder.RemoveMade(_clock.GetUtcNow().AddMinutes(1));
        Directory.GetDirectories(Path.Combine(_root, "t1", "live")).Select(Path.GetFileName).ShouldBe(["recent"]);
    }

    [Fact]
    public async Task A_class_that_nobody_sent_anything_in_has_neither_recording_nor_lesson()
    {
        var course = await Classroom.Open(_hub.Grains, _hub.NewTenant());
        var key = await Over(_hub.Grains, course, "silent", "Clinic");
        File.WriteAllBytes(_folder.PathOf(key, 1), []);
        await _worker.Once(default);
        _folder.Unmade().ShouldBeEmpty();
        (await Lessons(_hub.Grains, course)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_does_not_come_ends_neither_the_round_nor_the_worker()
    {
        foreach (var id in (string[])["a", "b", "c"]) await _folder.Open(new("t1", id), 1).DisposeAsync();
        var asked = new List<string>();
        var grains = FailingGrains.Make(key =>
        {
            lock (asked) asked.Add(key);
        });
        using var worker = Worker(grains, new HurriedClock(TimeProvider.System));
        await worker.StartAsync(default);
        await Wait.Until(() => { lock (asked) return asked.Distinct().Count() == 3; });
        worker.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await worker.StopAsync(default);
        worker.ExecuteTask!.IsFaulted.ShouldBeFalse();
    }

    [Fact]
    public async Task Hosts_that_remove_what_was_made_at_the_same_time_do_not_trip_over_each_other()
    {
        for (var i = 0; i < 300; i++)
        {
            var key = new LiveClassKey("t1", $"l{i}");
            for (var session = 1; session <= 3; session++) await _folder.Open(key, session).DisposeAsync();
            _folder.MarkMade(key);
        }
        var kept = new LiveClassKey("t1", "kept");
        await _folder.Open(kept, 1).DisposeAsync();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => _folder.RemoveMade(_clock.GetUtcNow().AddMinutes(1)))));
        Directory.GetDirectories(Path.Combine(_root, "t1", "live")).Select(Path.GetFileName).ShouldBe(["kept"]);
        _folder.Unmade().ShouldBe([kept]);
    }

    /// <summary>Its timers ring three hundred times as often.</summary>
    private sealed class HurriedClock(TimeProvider day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => day.GetUtcNow();
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, dueTime / 300, period / 300);
    }

    /// <summary>Grains of a cluster that is shutting down: each call is cancelled, by whom nobody knows.</summary>
    public class FailingGrains : DispatchProxy
    {
        private Action<string> _asked = _ => { };

        internal static IGrainFactory Make(Action<string> asked)
        {
            var grains = Create<IGrainFactory, FailingGrains>();
            ((FailingGrains)(object)grains)._asked = asked;
            return grains;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (args?.FirstOrDefault(a => a is string) is string key) _asked(key);
            throw new TaskCanceledException();
        }
    }
}
