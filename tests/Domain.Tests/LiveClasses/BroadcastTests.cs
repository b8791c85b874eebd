using System.Buffers.Binary;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class BroadcastTests
{
    /// <summary>A slow machine must not make the frames old.</summary>
    private sealed class Standstill : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    private static MediaFrame Frame(FrameKind kind, int size = 10, byte mark = 0, long at = 0)
    {
        var bytes = new byte[MediaFrame.Head + size];
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), at);
        (bytes[0], bytes[^1]) = ((byte)kind, mark);
        return new(bytes);
    }

    private static async Task<List<MediaFrame>> All(ViewerQueue queue)
    {
        queue.Close();
        var all = new List<MediaFrame>();
        while (await queue.Next(default) is { } frame) all.Add(frame);
        return all;
    }

    [Fact]
    public async Task A_viewer_who_does_not_read_falls_to_the_next_key_frame_and_its_queue_stays_bounded()
    {
        var queue = new ViewerQueue(new Standstill());
        queue.Add(Frame(FrameKind.VideoKey, 500_000));
        var fell = 0;
        for (var i = 0; i < 50; i++)
        {
            if (queue.Add(Frame(FrameKind.VideoDelta, 200_000))) fell++;
            if (queue.Add(Frame(FrameKind.Audio, 100))) fell++;
        }
        fell.ShouldBe(1);
        queue.Add(Frame(FrameKind.VideoKey, 1_000, 7));
        queue.Add(Frame(FrameKind.VideoDelta, 1_000, 8));
        var got = await All(queue);
        // Nothing that cannot be decoded is left: the first picture is the new key frame; no sound was lost.
        got.Where(f => f.IsVideo).Select(f => f.Bytes[^1]).ShouldBe([7, 8]);
        got.Count(f => f.Kind == FrameKind.Audio).ShouldBe(50);
    }

    [Fact]
    public async Task Sound_too_is_dropped_before_the_queue_grows_for_ever()
    {
        var queue = new ViewerQueue(TimeProvider.System);
        for (var i = 0; i < 2_000; i++) queue.Add(Frame(FrameKind.Audio, 8_000));
        (await All(queue)).Sum(f => f.Bytes.Length).ShouldBeLessThanOrEqualTo(ViewerQueue.MaxBytes + 10_000);
    }

    [Fact]
    public async Task Who_joins_gets_the_present_group_of_pictures_only()
    {
        var media = new ClassMedia(new("t", "c"));
        media.Begin(1).ShouldBeTrue();
        media.Accept(1, Frame(FrameKind.VideoConfig));
        for (var i = 0; i < 10; i++) media.Accept(1, Frame(i % 4 == 0 ? FrameKind.VideoKey : FrameKind.VideoDelta, 10, (byte)i));
        var queue = new ViewerQueue(TimeProvider.System);
        media.Join(queue);
        (await All(queue)).Where(f => f.IsVideo).Select(f => f.Bytes[^1]).ShouldBe([8, 9]);
    }

    [Fact]
    public async Task After_a_gap_nothing_is_passed_on_that_needs_what_was_lost()
    {
        var media = new ClassMedia(new("t", "c"));
        media.Begin(1);
        var queue = new ViewerQueue(TimeProvider.System);
        media.Join(queue);
        media.Accept(1, Frame(FrameKind.VideoKey, 10, 1));
        media.Missed(1, 5);
        media.Accept(1, Frame(FrameKind.VideoDelta, 10, 2));
        media.Accept(1, Frame(FrameKind.Audio, 10, 3));
        media.Accept(1, Frame(FrameKind.VideoKey, 10, 4));
        (await All(queue)).Where(f => f.IsChunk).Select(f => f.Bytes[^1]).ShouldBe([1, 3, 4]);
    }

    [Fact]
    public async Task Who_comes_late_sees_what_stands_still_and_hears_nothing_of_the_past()
    {
        var media = new ClassMedia(new("t", "c"));
        media.Begin(1);
        media.Accept(1, Frame(FrameKind.VideoConfig));
        media.Accept(1, Frame(FrameKind.VideoKey, 10, 1));
        media.Accept(1, Frame(FrameKind.VideoDelta, 10, 2));
        // Ten minutes of sound, in packets of 20 ms.
        for (var i = 1; i <= 30_000; i++) media.Accept(1, Frame(FrameKind.Audio, 120, at: i * 20_000L));
        media.Snapshot().Backlog.Select(f => f.Bytes[^1]).ShouldBe([1, 2]);
        var late = new ViewerQueue(TimeProvider.System);
        media.Join(late);
        (await All(late)).Select(f => f.Kind).ShouldBe([FrameKind.Session, FrameKind.VideoConfig, FrameKind.VideoKey, FrameKind.VideoDelta, FrameKind.Edge]);
        media.Accept(1, Frame(FrameKind.VideoKey, 10, at: 600_020_000));
        media.Accept(1, Frame(FrameKind.Audio, 120, at: 600_040_000));
        media.Snapshot().Backlog.Length.ShouldBe(2);
    }

    [Fact]
    public void A_publisher_is_asked_for_a_key_frame_while_it_is_here()
    {
        var media = new ClassMedia(new("t", "c"));
        media.Begin(1);
        var queue = new ViewerQueue(new Standstill());
        media.Join(queue);
        var asked = 0;
        using (media.Asks(1, () => asked++)) FallBehind(media, queue, 1);
        asked.ShouldBe(1);
        // Another came; the first one's end takes nothing away from it.
        var first = media.Asks(1, () => asked += 100);
        using var second = media.Asks(1, () => asked += 10);
        first.Dispose();
        FallBehind(media, queue, 1);
        asked.ShouldBe(11);
    }

    [Fact]
    public void Of_two_broadcasts_that_begin_at_once_the_later_is_asked_whichever_spoke_last()
    {
        var media = new ClassMedia(new("t", "c"));
        var queue = new ViewerQueue(new Standstill());
        media.Join(queue);
        media.Begin(1).ShouldBeTrue();
        media.Begin(2).ShouldBeTrue();
        var asked = new List<int>();
        using var later = media.Asks(2, () => asked.Add(2));
        var earlier = media.Asks(1, () => asked.Add(1));
        FallBehind(media, queue, 2);
        earlier.Dispose();
        FallBehind(media, queue, 2);
        asked.ShouldBe([2, 2]);
    }

    private static void FallBehind(ClassMedia media, ViewerQueue queue, long session)
    {
        media.Accept(session, Frame(FrameKind.VideoKey, 10));
        queue.Begin([]);
        for (var i = 0; i < 10; i++) media.Accept(session, Frame(FrameKind.VideoDelta, 800_000));
    }

    [Fact]
    public void Of_a_person_with_many_sockets_the_oldest_is_ended()
    {
        var places = new WatchPlaces();
        var ended = new List<int>();
        var taken = Enumerable.Range(0, WatchPlaces.Most).Select(i => places.Take(("t", "ann"), () => ended.Add(i))).ToList();
        places.Take(("t", "bob"), () => ended.Add(-1));
        ended.ShouldBeEmpty();
        taken[1].Dispose();
        taken.Add(places.Take(("t", "ann"), () => ended.Add(5)));
        ended.ShouldBeEmpty();
        taken.Add(places.Take(("t", "ann"), () => ended.Add(6)));
        ended.ShouldBe([0]);
        taken[0].Dispose();
        places.Take(("t", "ann"), () => ended.Add(7));
        ended.ShouldBe([0, 2]);
    }

    [Fact]
    public void An_earlier_broadcast_cannot_come_back()
    {
        var media = new ClassMedia(new("t", "c"));
        media.Begin(2).ShouldBeTrue();
        media.Begin(1).ShouldBeFalse();
        media.End(1);
        media.IsOn.ShouldBeTrue();
    }

    [Fact]
    public async Task A_torn_tail_costs_the_last_record_and_nothing_before()
    {
        var path = Path.Combine(Path.GetTempPath(), $"hub-rec-{Guid.NewGuid():n}");
        try
        {
            await using (var file = new RecordingFile(path, long.MaxValue, TimeProvider.System, NullLogger.Instance))
                for (var i = 0; i < 10; i++) file.Append(Frame(FrameKind.Audio, 100, (byte)i));
            var whole = File.ReadAllBytes(path);
            for (var cut = 1; cut <= 125; cut++)
            {
                File.WriteAllBytes(path, whole[..^cut]);
                RecordingFile.Read(path).Select(r => r.Frame.Bytes[^1]).ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 8]);
            }
            whole[200] ^= 1;
            File.WriteAllBytes(path, whole);
            RecordingFile.Read(path).Count().ShouldBe(1);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task All_broadcasts_of_a_class_together_are_recorded_up_to_the_limit_and_what_was_until_then_is_whole()
    {
        var folder = Directory.CreateTempSubdirectory("hub-rec-").FullName;
        var said = new Said();
        const int record = RecordingFile.Overhead + MediaFrame.Head + 100;
        try
        {
            await using (var first = new RecordingFile(Path.Combine(folder, "000001.chunks"), 10 * record, TimeProvider.System, said))
                for (var i = 0; i < 4; i++) first.Append(Frame(FrameKind.Audio, 100, (byte)i));
            said.Count.ShouldBe(0);
            await using (var second = new RecordingFile(Path.Combine(folder, "000002.chunks"), 10 * record, TimeProvider.System, said))
            {
                for (var i = 0; i < 6; i++) second.Append(Frame(FrameKind.Audio, 100, (byte)i));
                said.Count.ShouldBe(0);
                for (var i = 0; i < 20; i++) second.Append(Frame(FrameKind.Audio, 100));
            }
            said.Count.ShouldBe(1);
            // One that is smaller has no place behind the hole either.
            await using (var third = new RecordingFile(Path.Combine(folder, "000003.chunks"), 10 * record + 50, TimeProvider.System, said))
            {
                third.Append(Frame(FrameKind.Audio, 100));
                third.Append(Frame(FrameKind.Audio, 1));
            }
            Directory.EnumerateFiles(folder).Sum(f => new FileInfo(f).Length).ShouldBe(10 * record);
            RecordingFile.Read(Path.Combine(folder, "000002.chunks")).Select(r => r.Frame.Bytes[^1]).ShouldBe([0, 1, 2, 3, 4, 5]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class Said : ILogger
    {
        public int Count { get; private set; }
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Count++;
    }

    [Fact]
    public void The_checksum_is_the_one_everybody_knows() => Crc32.Of("123456789"u8).ShouldBe(0xCBF43926u);
}
