using System.Buffers.Binary;
using System.Text;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.LiveClasses.Recordings;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed class RecordingTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-recording-").FullName;
    private int _sessions;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }
        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static MediaFrame Frame(FrameKind kind, double seconds, byte[] payload)
    {
        var bytes = new byte[MediaFrame.Head + payload.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), (long)(seconds * 1e6));
        payload.CopyTo(bytes, MediaFrame.Head);
        return new(bytes);
    }

    /// <summary>A broadcast of 30 pictures and 50 packets a second; the page's clock began long ago.</summary>
    /// <param name="late">How much later than sent the i-th of 150 chunks a second comes, in seconds.</param>
    /// <param name="stamp">What the page says of a chunk of a moment.</param>
    private async Task<string> Broadcast(double from, double to, bool sound = true, Func<int, double>? late = null, Func<double, double>? stamp = null, Func<double, bool>? heard = null, bool seen = true)
    {
        var path = Path.Combine(_folder, $"{++_sessions:d6}.chunks");
        var clock = new Clock();
        await using var file = new RecordingFile(path, long.MaxValue, clock, NullLogger.Instance);
        clock.Now = Start.AddSeconds(from);
        if (seen) file.Append(Frame(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"AULAH//hAAA="}""")));
        if (sound) file.Append(Frame(FrameKind.AudioConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"opus","sampleRate":48000,"numberOfChannels":1}""")));
        for (var i = 0; i < (to - from) * 150; i++)
        {
            var at = from + i / 150.0;
            var stamped = stamp?.Invoke(at) ?? 777 + at - from;
            // Nothing comes in the moment it is made.
            clock.Now = Start.AddSeconds(at + 0.005 + (late?.Invoke(i) ?? 0));
            if (seen && i % 5 == 0) file.Append(Frame(i % 300 == 0 ? FrameKind.VideoKey : FrameKind.VideoDelta, stamped, [1, 2, 3]));
            if (sound && i % 3 == 0 && heard?.Invoke(at) != false) file.Append(Frame(FrameKind.Audio, stamped, [0xF8, 1, 2]));
        }
        return path;
    }

    private static (Mp4Track Video, Mp4Track? Sound) Tracks(params string[] sessions) => RecordingTimeline.Of(sessions, Start, Start.AddSeconds(60)).Tracks();

    private static double[] Seconds(Mp4Track video) => [.. video.Samples.Select(s => s.Start / (double)Mp4File.VideoScale)];

    [Fact]
    public async Task Samples_keep_their_real_durations()
    {
        var (video, sound) = Tracks(await Broadcast(0, 10));
        video.Samples.Count.ShouldBe(300);
        video.Samples.Skip(1).ShouldAllBe(s => s.Duration >= 2960 && s.Duration <= 3010);
        (sound!.Duration / 48_000.0).ShouldBe(10, 0.05);
    }

    [Fact]
    public async Task What_was_sent_before_and_after_the_class_is_left_out_and_its_zero_is_the_moment_it_went_live()
    {
        // Key frames every 2 s from -3 s on: the first within the class comes at 1 s, and stands from zero on.
        var (video, sound) = Tracks(await Broadcast(-3, 65));
        video.Samples[0].ShouldSatisfyAllConditions(s => s.IsKey.ShouldBeTrue(), s => s.Start.ShouldBe(0));
        Seconds(video)[1].ShouldBe(1 + 1 / 30.0, 0.01);
        (video.Duration / 90_000.0).ShouldBe(60, 0.1);
        (sound!.Duration / 48_000.0).ShouldBe(60, 0.1);
    }

    [Fact]
    public async Task A_broadcast_that_begins_late_is_heard_and_seen_at_its_time()
    {
        var (video, sound) = Tracks(await Broadcast(5, 10));
        (video.Samples[0].Start, Seconds(video)[1]).ShouldSatisfyAllConditions(v => v.Start.ShouldBe(0), v => v.Item2.ShouldBe(5 + 1 / 30.0, 0.01));
        sound!.Samples.TakeWhile(s => s.Path is null).Sum(s => s.Duration / 48_000.0).ShouldBe(5, 0.1);
    }

    [Fact]
    public async Task A_recording_has_so_many_configurations_and_no_more_and_what_needs_others_is_left_out()
    {
        var path = Path.Combine(_folder, "000001.chunks");
        var clock = new Clock();
        await using (var file = new RecordingFile(path, long.MaxValue, clock, NullLogger.Instance))
        {
            for (var i = 0; i < RecordingTimeline.MostDescriptions + 50; i++)
            {
                clock.Now = Start.AddSeconds(1.005 + i * 0.1);
                byte[] description = [1, 0x42, 0xC0, 0x1F, 0xFF, 0xE1, 0, (byte)i, (byte)(i >> 8)];
                file.Append(Frame(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes($$"""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"{{Convert.ToBase64String(description)}}"}""")));
                file.Append(Frame(FrameKind.VideoKey, 777 + i * 0.1, [1, 2, 3]));
            }
        }
        var (video, _) = Tracks(path);
        video.Samples.Count.ShouldBe(RecordingTimeline.MostDescriptions);
        video.Samples.Select(s => s.Description).ShouldBe(Enumerable.Range(0, RecordingTimeline.MostDescriptions));
    }

    [Fact]
    public async Task Chunks_that_come_late_stand_where_they_were_made_the_first_ones_too()
    {
        var (video, sound) = Tracks(await Broadcast(0, 10, late: i => i < 300 ? 1.5 : i % 7 / 100.0));
        Seconds(video)[150].ShouldBe(5, 0.02);
        (sound!.Duration / 48_000.0).ShouldBe(10, 0.1);
    }

    [Fact]
    public async Task While_nothing_was_heard_there_is_silence_of_that_length()
    {
        var (_, sound) = Tracks(await Broadcast(0, 20, heard: at => at is < 4 or > 11 and (< 15 or > 15.3)));
        (sound!.Duration / 48_000.0).ShouldBe(20, 0.1);
        sound.Samples.Where(s => s.Path is null).Sum(s => s.Duration / 48_000.0).ShouldBe(7.3, 0.2);
    }

    [Fact]
    public async Task What_an_old_page_still_sends_when_the_next_has_begun_is_left_out_and_the_next_is_whole()
    {
        var (video, sound) = Tracks(await Broadcast(0, 13), await Broadcast(10, 20));
        var seconds = Seconds(video);
        seconds.Zip(seconds.Skip(1), (a, b) => b - a).ShouldAllBe(gap => gap > 0 && gap < 0.05);
        (sound!.Duration / 48_000.0).ShouldBe(20, 0.1);
        video.Samples.Count(s => s.Path!.EndsWith("000002.chunks", StringComparison.Ordinal)).ShouldBe(300);
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(3_600)]
    [InlineData(-700)]
    public async Task A_page_whose_clock_jumps_moves_nothing_far_from_where_it_came(double jump)
    {
        var (video, sound) = Tracks(await Broadcast(0, 20, stamp: at => 777 + at + (at > 10 ? jump : 0)));
        Seconds(video)[^1].ShouldBe(20, 0.6);
        (sound!.Duration / 48_000.0).ShouldBe(20, 0.6);
        video.Samples.Count.ShouldBeGreaterThan(530);
    }

    [Fact]
    public async Task An_outage_is_a_hole_of_its_own_length_with_silence_in_the_sound_and_what_follows_is_at_its_time()
    {
        var (video, sound) = Tracks(await Broadcast(0, 10), await Broadcast(14, 20));
        var seconds = Seconds(video);
        seconds.Zip(seconds.Skip(1), (a, b) => b - a).Max().ShouldBe(4, 0.1);
        seconds[^1].ShouldBe(20, 0.1);
        (sound!.Duration / 48_000.0).ShouldBe(20, 0.1);
        sound.Samples.Count(s => s.Path is null).ShouldBeInRange(190, 206);
    }

    [Fact]
    public async Task A_broadcast_without_sound_has_no_sound_track_and_one_outside_the_class_no_recording()
    {
        Tracks(await Broadcast(0, 4, sound: false)).Sound.ShouldBeNull();
        RecordingMux.Of([await Broadcast(100, 104)], Start, Start.AddSeconds(60)).ShouldBeNull();
    }

    [Fact]
    public async Task A_class_that_was_only_heard_has_a_recording_with_a_picture_of_its_length()
    {
        var (video, sound) = Tracks(await Broadcast(2, 20, seen: false));
        (sound!.Duration / 48_000.0).ShouldBe(20, 0.1);
        (video.Duration / 90_000.0).ShouldBe(20, 0.1);
        var path = Path.Combine(_folder, "heard.mp4");
        RecordingMux.Of([Path.Combine(_folder, "000001.chunks")], Start, Start.AddSeconds(60))!.Write(path);
        new FileInfo(path).Length.ShouldBeGreaterThan(StillPicture.Key.Length * 9);
    }

    [Fact]
    public async Task The_file_is_whole_every_sample_stands_where_the_index_says()
    {
        var path = Path.Combine(_folder, "out.mp4");
        var mux = RecordingMux.Of([await Broadcast(0, 3), await Broadcast(4, 6)], Start, Start.AddSeconds(60))!;
        mux.Write(path);
        var bytes = File.ReadAllBytes(path);
        mux.Length.ShouldBe(bytes.Length, "the course is asked before it is written");
        var boxes = new List<(string Type, long At, long Size)>();
        for (long at = 0; at < bytes.Length;)
        {
            long size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan((int)at));
            if (size == 1) size = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan((int)at + 8));
            boxes.Add((Encoding.ASCII.GetString(bytes, (int)at + 4, 4), at, size));
            at += size;
        }
        boxes.Select(b => b.Type).ShouldBe(["ftyp", "moov", "mdat"]);
        boxes.Sum(b => b.Size).ShouldBe(bytes.Length);
        var places = bytes.AsSpan((int)boxes[1].At, (int)boxes[1].Size).IndexOf("co64"u8) + (int)boxes[1].At + 12;
        var first = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(places));
        first.ShouldBe(boxes[2].At + 16);
        bytes.AsSpan((int)first, 3).ToArray().ShouldBe([1, 2, 3]);
    }

    public static TheoryData<string, int> Titles => new()
    {
        { "Question hour", 13 },
        { new string('x', 140), 140 },
        { string.Concat(Enumerable.Repeat("\U0001F393", 100)), 139 },
        // A family is one letter of eleven units: twelve whole ones and the sign that there was more.
        { string.Concat(Enumerable.Repeat("\U0001F469\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466", 40)), 133 },
        { "a" + new string('\u0301', 470), 140 },
        { "\U0001F393" + new string('\u0301', 470), 140 },
    };

    [Theory, MemberData(nameof(Titles))]
    public void The_title_of_the_lesson_is_as_long_as_one_may_be_and_ends_with_a_whole_letter(string title, int length)
    {
        var made = RecordingWorker.TitleOf(title);
        made.Length.ShouldBe(length);
        if (length == title.Length) made.ShouldBe(title);
        else (made[^1], made[..^1]).ShouldBe(('…', title[..(length - 1)]));
        char.IsHighSurrogate(made[^2]).ShouldBeFalse();
    }

    [Theory]
    [InlineData(new byte[] { 0xF8 }, 960)]
    [InlineData(new byte[] { 0xF9, 0 }, 1920)]
    [InlineData(new byte[] { 0xFB, 3 }, 2880)]
    [InlineData(new byte[] { 0x08 }, 960)]
    [InlineData(new byte[] { 0x18 }, 2880)]
    [InlineData(new byte[] { 0xE0 }, 120)]
    [InlineData(new byte[] { }, 960)]
    [InlineData(new byte[] { 0xFB, 63 }, 960)]
    public void The_length_of_a_packet_of_opus_is_read_from_its_first_byte(byte[] packet, int ticks) => OpusPacket.Ticks(packet).ShouldBe(ticks);
}
