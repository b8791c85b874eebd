using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using LearningHub.WebFrontend.LiveClasses.Broadcast;
using LearningHub.WebFrontend.LiveClasses.Hls;
using LearningHub.WebFrontend.LiveClasses.Recordings;

namespace LearningHub.Domain.Tests.LiveClasses;

public sealed partial class HlsTests
{
    private sealed class Clock : TimeProvider
    {
        public double Seconds { get; set; }
        public override long TimestampFrequency => 1_000_000;
        public override long GetTimestamp() => (long)(Seconds * 1e6);
    }

    private readonly Clock _clock = new();
    private readonly HlsWindow _window = new(TimeProvider.System);
    private readonly HlsMuxer _muxer;

    public HlsTests()
    {
        _muxer = new(_window, _clock);
        Begin(1);
    }

    private void Begin(long session)
    {
        _muxer.Take(MediaFrame.Own(FrameKind.Session, session));
        Take(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"AULAH//hAAA="}"""));
        Take(FrameKind.AudioConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"opus","sampleRate":48000,"numberOfChannels":1}"""));
    }

    private void Take(FrameKind kind, double seconds, byte[] payload)
    {
        var bytes = new byte[MediaFrame.Head + payload.Length];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), (long)(seconds * 1e6));
        payload.CopyTo(bytes, MediaFrame.Head);
        _muxer.Take(new(bytes));
    }

    /// <summary>Thirty pictures a second with a key frame every two, fifty packets of sound; the page's clock began long ago.</summary>
    private void Send(double from, double to, bool pictures = true, bool sounds = true)
    {
        for (var i = (int)Math.Round(from * 150); i < Math.Round(to * 150); i++)
        {
            _clock.Seconds += 1 / 150.0;
            if (pictures && i % 5 == 0) Take(i % 300 == 0 ? FrameKind.VideoKey : FrameKind.VideoDelta, 777 + i / 150.0, [1, 2, 3]);
            if (sounds && i % 3 == 0) Take(FrameKind.Audio, 777 + i / 150.0, [0xF8, 1, 2]);
        }
    }

    private sealed record Track(double Start, double End);

    /// <summary>The parts in their order: what each says of its tracks (1 pictures, 2 sound), in seconds.</summary>
    private List<Dictionary<uint, Track>> Parts() => [.. Address().Matches(_window.Playlist()).Select(m => Tracks(_window.Bytes(long.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(m.Groups[2].ValueSpan, CultureInfo.InvariantCulture))!))];

    [GeneratedRegex("""#EXT-X-PART:DURATION=[0-9.]+,URI="[0-9a-f]{8}-(\d+)-(\d+)\.m4s""")]
    private static partial Regex Address();

    private static Dictionary<uint, Track> Tracks(byte[] part)
    {
        var found = new Dictionary<uint, Track>();
        for (var at = 0; at < part.Length && part.AsSpan(at).IndexOf("traf"u8) is >= 0 and var next;)
        {
            at += next + 4;
            var box = part.AsSpan(at);
            var track = BinaryPrimitives.ReadUInt32BigEndian(box[(box.IndexOf("tfhd"u8) + 8)..]);
            var scale = track == 1 ? 90_000.0 : 48_000.0;
            var start = BinaryPrimitives.ReadInt64BigEndian(box[(box.IndexOf("tfdt"u8) + 8)..]);
            var trun = box[(box.IndexOf("trun"u8) + 4)..];
            long length = 0;
            for (var i = 0; i < BinaryPrimitives.ReadUInt32BigEndian(trun[4..]); i++) length += BinaryPrimitives.ReadUInt32BigEndian(trun[(12 + 12 * i)..]);
            found[track] = new(start / scale, (start + length) / scale);
        }
        return found;
    }

    [Fact]
    public void Parts_of_at_most_half_a_second_follow_each_other_without_a_hole_in_either_track()
    {
        Send(0, 6);
        var parts = Parts();
        parts.Count.ShouldBeGreaterThan(6);
        foreach (var track in (uint[])[1, 2])
            for (var i = 1; i < parts.Count; i++) parts[i][track].Start.ShouldBe(parts[i - 1][track].End, 0.001);
        parts.ShouldAllBe(p => p[1].End - p[1].Start <= 0.501);
        parts.ShouldAllBe(p => Math.Abs(p[1].End - p[2].End) < 0.1);
    }

    [Fact]
    public void Segments_begin_with_key_frames_and_are_the_sum_of_their_parts()
    {
        Send(0, 9);
        var playlist = _window.Playlist();
        var closed = Regex.Matches(playlist, @"#EXTINF:([0-9.]+),\n[0-9a-f]{8}-(\d+)\.m4s");
        closed.Select(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ShouldAllBe(s => Math.Abs(s - 2) < 0.01);
        closed.Count.ShouldBe(4);
        var last = long.Parse(closed[^1].Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        var whole = _window.Bytes(last, null)!;
        whole.ShouldBe(Enumerable.Range(0, 8).SelectMany(p => _window.Bytes(last, p) ?? []).ToArray());
        playlist.ShouldContain($"{last}-0.m4s\",INDEPENDENT=YES");
        playlist.ShouldContain($"#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"{_window.Id}-{last + 1}");
    }

    [Fact]
    public void While_the_microphone_is_off_there_is_silence_and_while_the_camera_is_off_the_last_key_frame()
    {
        Send(0, 3);
        Send(3, 5, sounds: false);
        var silent = Parts()[^1];
        silent[2].End.ShouldBe(silent[1].End, 0.3);
        Send(5, 6);
        Send(6, 10, pictures: false);
        var still = Parts();
        still[^1][1].End.ShouldBeGreaterThan(7.9);
        for (var i = 1; i < still.Count; i++) still[i][1].Start.ShouldBe(still[i - 1][1].End, 0.001);
    }

    [Fact]
    public void A_new_broadcast_has_a_clock_and_an_initialization_of_its_own_and_numbers_go_on()
    {
        Send(0, 3);
        Begin(2);
        Send(10, 15);
        var playlist = _window.Playlist();
        Regex.Matches(playlist, "#EXT-X-MAP:URI=\"[0-9a-f]{8}-(init-\\d+.mp4)\"").Select(m => m.Groups[1].Value).ShouldBe(["init-1.mp4", "init-2.mp4"]);
        _window.Map(2).ShouldNotBeNull();
        var numbers = Regex.Matches(playlist, @"\n[0-9a-f]{8}-(\d+)\.m4s").Select(m => long.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToArray();
        numbers.ShouldBe(Enumerable.Range(0, numbers.Length).Select(i => numbers[0] + i));
        Regex.Count(playlist, "#EXT-X-DISCONTINUITY\n").ShouldBe(2);
    }

    [Fact]
    public void A_class_that_is_only_heard_has_a_picture_too_until_a_camera_is_on()
    {
        _muxer.Take(MediaFrame.Own(FrameKind.Session, 2));
        Take(FrameKind.AudioConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"opus","sampleRate":48000,"numberOfChannels":1}"""));
        Send(0, 8, pictures: false);
        Parts()[^1][2].End.ShouldBeGreaterThan(3.5);
        Begin(2);
        Send(8, 11);
        Regex.Count(_window.Playlist(), "#EXT-X-MAP").ShouldBe(2);
    }

    [Theory]
    [InlineData((byte)FrameKind.Audio)]
    [InlineData((byte)FrameKind.VideoDelta)]
    [InlineData((byte)FrameKind.VideoKey)]
    public void A_clock_that_runs_away_is_not_filled_up_to(byte kind)
    {
        Send(0, 3);
        for (var i = 1; i < 40; i++) Take((FrameKind)kind, 777 + 3 + i * 1_000_000.0, new byte[1_000]);
        Enumerable.Range(0, 100).Select(i => _window.Bytes(long.Parse(Regex.Match(_window.Playlist(), @"MEDIA-SEQUENCE:(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture) + i, null)?.Length ?? 0).Sum().ShouldBeLessThan(100_000);
        // The next key frame begins anew.
        Begin(2);
        Send(8, 11);
        Parts()[^1][1].End.ShouldBeGreaterThan(2);
    }

    private long[] Numbers() => [.. Regex.Matches(_window.Playlist(), @"(\d+)-0\.m4s").Select(m => long.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture))];

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_pause_of_camera_and_microphone_together_is_gone_over_and_not_filled(bool pictures, bool sounds)
    {
        Send(0, 3);
        var before = Numbers()[^1];
        _clock.Seconds += 600;
        Send(603, 603.9, pictures, sounds);
        Send(603.9, 611, pictures, sounds);
        var playlist = _window.Playlist();
        Regex.Count(playlist, "#EXT-X-DISCONTINUITY\n").ShouldBe(2);
        (Numbers()[^1] - before).ShouldBeLessThan(10);
        Regex.Matches(playlist, "DURATION=([0-9.]+)").Select(m => double.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ShouldAllBe(d => d <= 0.501);
        var parts = Parts();
        parts.ShouldAllBe(p => p.Values.All(t => t.End - t.Start < 2));
        // What came after it is there, whichever it was, on a clock of its own.
        parts[^1].Values.ShouldAllBe(t => t.End > 2 && t.End < 10);
        _window.Map(2).ShouldBe(_window.Map(1));
    }

    [Fact]
    public void A_camera_that_comes_back_after_a_pause_goes_on_where_only_sound_was()
    {
        Send(0, 3);
        _clock.Seconds += 600;
        Send(603, 607, pictures: false);
        Send(607, 612);
        var parts = Parts();
        Regex.Count(_window.Playlist(), "#EXT-X-DISCONTINUITY\n").ShouldBe(2);
        parts[^1][1].End.ShouldBeGreaterThan(6);
        for (var i = 1; i < parts.Count; i++)
            if (parts[i][1].Start > 0) parts[i][1].Start.ShouldBe(parts[i - 1][1].End, 0.001);
    }

    [Fact]
    public void A_clock_that_hardly_moves_does_not_grow_a_part_or_what_is_kept()
    {
        var longest = 0;
        // Two pictures a second of 600 KB: what a publisher may send.
        for (var i = 0; i < 200; i++)
        {
            _clock.Seconds += 0.5;
            Take(FrameKind.VideoKey, 777 + i * 0.000012, new byte[600_000]);
            foreach (Match m in Address().Matches(_window.Playlist()))
                longest = Math.Max(longest, _window.Bytes(long.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(m.Groups[2].ValueSpan, CultureInfo.InvariantCulture))!.Length);
        }
        longest.ShouldBeInRange(1, 3_000_000);
        var first = long.Parse(Regex.Match(_window.Playlist(), @"MEDIA-SEQUENCE:(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        Enumerable.Range(0, 100).Sum(i => _window.Bytes(first + i, null)?.Length ?? 0).ShouldBeInRange(1, 32 * 1024 * 1024);
        // A page whose clock is right again is shown.
        Begin(2);
        Send(8, 12);
        Parts()[^1][1].End.ShouldBeGreaterThan(3);
    }

    [Fact]
    public void A_clock_that_falls_behind_ours_begins_anew()
    {
        Send(0, 3);
        _clock.Seconds += 4.5;
        Send(3, 8);
        Regex.Count(_window.Playlist(), "#EXT-X-DISCONTINUITY\n").ShouldBe(2);
        Parts()[^1][1].End.ShouldBeInRange(3, 4.1);
    }

    [Fact]
    public void Parts_without_end_in_one_segment_are_bounded_in_bytes()
    {
        var window = new HlsWindow(TimeProvider.System);
        window.Begin([1], StillPicture.Description, 1);
        for (var i = 0; i < 100; i++) window.Add(new byte[1_000_000], 0.001, independent: true, opens: false);
        var first = long.Parse(Regex.Match(window.Playlist(), @"MEDIA-SEQUENCE:(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var segments = Enumerable.Range(0, 100).Select(i => window.Bytes(first + i, null)?.Length ?? 0).Where(l => l > 0).ToArray();
        segments.ShouldNotBeEmpty();
        segments.ShouldAllBe(l => l < 10_000_000);
        segments.Sum().ShouldBeLessThanOrEqualTo(32 * 1024 * 1024);
        // Begun and never filled.
        for (var i = 0; i < 50; i++) window.Begin([2], StillPicture.Description, 1);
        Enumerable.Range(1, 60).Count(i => window.Map(i) is not null).ShouldBe(2);
    }

    [Fact]
    public void Decoders_that_are_told_again_unchanged_begin_nothing()
    {
        Send(0, 3);
        Take(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"AULAH//hAAA="}"""));
        Send(3, 6);
        Regex.Count(_window.Playlist(), "#EXT-X-MAP").ShouldBe(1);
        Parts()[^1][1].End.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task What_comes_next_may_be_waited_for_and_nothing_further()
    {
        Send(0, 3);
        var making = long.Parse(Regex.Match(_window.Playlist(), @"PRELOAD-HINT:TYPE=PART,URI=""[0-9a-f]{8}-(\d+)-").Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        (_window.IsNear(making), _window.IsNear(making + 1), _window.IsNear(making + 2), _window.IsNear(making - 1)).ShouldBe((true, true, false, false));
        var changed = _window.Changed;
        _window.Has(making + 1, 0).ShouldBeFalse();
        Send(3, 5);
        await changed.WaitAsync(TimeSpan.FromSeconds(20));
        _window.Has(making + 1, 0).ShouldBeTrue();
    }

    [Fact]
    public void What_is_kept_is_bounded_and_discontinuities_that_went_are_counted()
    {
        for (var session = 1; session <= 30; session++)
        {
            Begin(session);
            Send(0, 3);
        }
        var playlist = _window.Playlist();
        var (inList, gone) = (Regex.Count(playlist, "#EXT-X-DISCONTINUITY\n"), int.Parse(Regex.Match(playlist, @"DISCONTINUITY-SEQUENCE:(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        // The first broadcast's clock stands at 777 s.
        (inList + gone - 1_000 - 777 / 30 + 1).ShouldBe(30);
        Regex.Count(playlist, "#EXTINF").ShouldBeLessThanOrEqualTo(9);
        _window.Map(1).ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_shown_that_needs_what_was_lost_and_a_clock_that_goes_back_waits_for_a_key_frame()
    {
        Send(0.1, 1.9);
        _window.IsEmpty.ShouldBeTrue();
        Send(2, 4.6);
        var before = Parts()[^1][1].End;
        Take(FrameKind.VideoDelta, 777 + 1, [9]);
        Take(FrameKind.VideoDelta, 777 + 4.7, [9]);
        Send(6, 7);
        Parts()[^1][1].End.ShouldBeGreaterThan(before);
        // A key frame of the past: its page has another clock by now.
        Take(FrameKind.VideoKey, 777 + 1, [9]);
        Regex.Count(_window.Playlist(), "#EXT-X-DISCONTINUITY\n").ShouldBe(1);
        Send(2, 4);
        Regex.Count(_window.Playlist(), "#EXT-X-DISCONTINUITY\n").ShouldBe(2);
        Parts().SelectMany(p => p.Where(t => t.Key == 1)).ShouldAllBe(t => t.Value.Start >= 0);
    }

    [Theory]
    [InlineData("index.m3u8", "Index", "", 0, null)]
    [InlineData("opus.m3u8", "OpusPlaylist", "", 0, null)]
    [InlineData("aac.m3u8", "AacPlaylist", "", 0, null)]
    [InlineData("0a1b2c3d-init-3.mp4", "Map", "0a1b2c3d", 3, null)]
    [InlineData("0a1b2c3d-1790000000.m4s", "Media", "0a1b2c3d", 1_790_000_000, null)]
    [InlineData("0a1b2c3d-17-2.m4s", "Media", "0a1b2c3d", 17, 2)]
    public void Names_of_a_playlist_are_read(string name, string kind, string window, long number, int? part) => HlsFile.Parse(name).ShouldBe(new(Enum.Parse<HlsFileKind>(kind), window, number, part));

    [Theory]
    [InlineData("")]
    [InlineData(".m4s")]
    [InlineData("17.m4s")]
    [InlineData("-1.m4s")]
    [InlineData("a-1-.m4s")]
    [InlineData("a-1-2-3.m4s")]
    [InlineData("a-init-.mp4")]
    [InlineData("a-init-99999999999999999999.mp4")]
    [InlineData("a-init-9999999999.mp4")]
    [InlineData("../secret.m4s")]
    [InlineData("index.m3u8 ")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-1.m4s")]
    public void Other_names_are_nothing(string name) => HlsFile.Parse(name).ShouldBeNull();

    private sealed class Day(double seconds) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_000 + (long)(seconds * 1_000));
    }

    private static (long First, long Last, int Discontinuity, HashSet<string> Names) Read(string playlist)
    {
        var segments = Regex.Matches(playlist, @"\n([0-9a-f]{8}-(\d+)\.m4s)\n");
        return (long.Parse(Regex.Match(playlist, @"MEDIA-SEQUENCE:(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture), long.Parse(segments[^1].Groups[2].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(Regex.Match(playlist, @"DISCONTINUITY-SEQUENCE:(\d+)").Groups[1].ValueSpan, CultureInfo.InvariantCulture), [.. Regex.Matches(playlist, @"[0-9a-z-]+\.(m4s|mp4)").Select(m => m.Value)]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void A_player_that_comes_from_a_process_that_is_gone_finds_higher_numbers_and_no_name_that_it_knows(int session)
    {
        // RFC 8216, section 6.2.2: both numbers only rise. The second window is of the next broadcast, or of the same one at another front end.
        var windows = new[] { new HlsWindow(new Day(0)), new HlsWindow(new Day(40)) };
        foreach (var (window, n) in windows.Select((w, i) => (w, i)))
        {
            var muxer = new HlsMuxer(window, _clock);
            void Put(FrameKind kind, double at, byte[] payload) => muxer.Take(new([(byte)kind, .. BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness((long)(at * 1e6))), .. payload]));
            muxer.Take(MediaFrame.Own(FrameKind.Session, n == 0 ? 1 : session));
            Put(FrameKind.VideoConfig, 0, Encoding.UTF8.GetBytes("""{"codec":"avc1.42E01F","codedWidth":1280,"codedHeight":720,"description":"AULAH//hAAA="}"""));
            for (var i = 0; i < 300; i++)
            {
                _clock.Seconds += 1 / 30.0;
                Put(i % 60 == 0 ? FrameKind.VideoKey : FrameKind.VideoDelta, 777 + 40 * n + i / 30.0, [1, 2, 3]);
            }
        }
        var (before, after) = (Read(windows[0].Playlist()), Read(windows[1].Playlist()));
        after.First.ShouldBeGreaterThan(before.Last);
        after.Discontinuity.ShouldBeGreaterThan(before.Discontinuity);
        after.Discontinuity.ShouldBeLessThan(10_000);
        before.Names.Overlaps(after.Names).ShouldBeFalse();
        windows[1].Playlist().IndexOf("#EXT-X-DISCONTINUITY\n", StringComparison.Ordinal).ShouldBeInRange(1, windows[1].Playlist().IndexOf(".m4s", StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_is_read_only_as_it_was_signed()
    {
        var (key, address) = (Enumerable.Range(0, 32).Select(i => (byte)i).ToArray(), new LiveAddress("main", "class1", "user1", DateTimeOffset.FromUnixTimeSeconds(1_790_000_000)));
        var signed = address.Sign(key);
        LiveAddress.Read(signed, key).ShouldBe(address);
        for (var i = 0; i < signed.Length; i++)
            foreach (var other in "AZaz09-_.")
                if (other != signed[i]) LiveAddress.Read(signed[..i] + other + signed[(i + 1)..], key).ShouldBeNull();
        LiveAddress.Read(signed, new byte[32]).ShouldBeNull();
        LiveAddress.Read(new LearningHub.WebFrontend.Playback.MediaToken("main", "m", 1, "c", "l", "user1", address.ExpiresAt).Sign(key), key).ShouldBeNull();
    }
}
