using LearningHub.WebFrontend.LiveClasses.Broadcast;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class BroadcastTests
{
    /// <summary>A slow machine must not make the frames old.</summary>
    private sealed class Standstill : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }

    private static MediaFrame Frame(FrameKind kind, int size = 10, byte mark = 0)
    {
        var bytes = new byte[MediaFrame.Head + size];
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
            await using (var file = new RecordingFile(path, TimeProvider.System, NullLogger.Instance))
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
    public void The_checksum_is_the_one_everybody_knows() => Crc32.Of("123456789"u8).ShouldBe(0xCBF43926u);
}
