using System.Buffers.Binary;
using System.Text;

namespace LearningHub.WebFrontend.LiveClasses.Recordings;

/// <summary>Writes an MP4 file (ISO 14496-12) of one video and one sound track from samples that are known beforehand: the index first, then the bytes, so that it can be
/// read from its start on. Samples keep their own durations.</summary>
internal static class Mp4File
{
    public const int VideoScale = 90_000, SoundScale = 48_000;
    private const int MovieScale = 1_000;

    public static void Write(Stream file, Mp4Track video, Mp4Track? sound, Func<Mp4Sample, ReadOnlyMemory<byte>> bytes)
    {
        var order = Interleaved(video, sound);
        var head = Ftyp();
        // The index names places in the file, and its own length moves them: made once to be measured.
        var length = Moov(video, sound, order, 0).Length;
        var moov = Moov(video, sound, order, head.Length + length + 16);
        file.Write(head);
        file.Write(moov);
        Span<byte> mdat = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(mdat, 1);
        "mdat"u8.CopyTo(mdat[4..]);
        BinaryPrimitives.WriteInt64BigEndian(mdat[8..], 16 + order.Sum(s => (long)s.Size));
        file.Write(mdat);
        foreach (var sample in order) file.Write(bytes(sample).Span);
    }

    /// <summary>How long the file will be.</summary>
    public static long Length(Mp4Track video, Mp4Track? sound)
    {
        var order = Interleaved(video, sound);
        return Ftyp().Length + Moov(video, sound, order, 0).Length + 16 + order.Sum(s => (long)s.Size);
    }

    /// <summary>By time, so that a reader finds sound and picture of a moment together.</summary>
    private static List<Mp4Sample> Interleaved(Mp4Track video, Mp4Track? sound)
    {
        var all = new List<Mp4Sample>(video.Samples);
        if (sound is not null) all.AddRange(sound.Samples);
        return [.. all.OrderBy(s => s.Start / (double)(s.IsVideo ? VideoScale : SoundScale))];
    }

    private static byte[] Ftyp() => Box("ftyp", b => b.Text("isom").U32(0x200).Text("isom").Text("iso2").Text("avc1").Text("mp41"));

    private static byte[] Moov(Mp4Track video, Mp4Track? sound, List<Mp4Sample> order, long at)
    {
        var places = new Dictionary<Mp4Sample, long>(order.Count, ReferenceEqualityComparer.Instance);
        foreach (var sample in order)
        {
            places[sample] = at;
            at += sample.Size;
        }
        var duration = Math.Max(video.Duration * MovieScale / VideoScale, (sound?.Duration ?? 0) * MovieScale / SoundScale);
        return Box("moov", b => b
            .Add(Mvhd(duration))
            .Add(Trak(1, video, VideoScale, places)).Add(sound is null ? [] : Trak(2, sound, SoundScale, places)));
    }

    public static byte[] Mvhd(long duration) => Box("mvhd", m => m.U32(0).U32(0).U32(0).U32(MovieScale).U32((uint)duration).U32(0x10000).U16(0x100).Zeros(10).Matrix().Zeros(24).U32(3));

    public static byte[] Trak(uint id, Mp4Track track, int scale, IReadOnlyDictionary<Mp4Sample, long> places)
    {
        var sound = track.Video is null;
        return Box("trak", b => b
            .Add(Box("tkhd", t => t.U32(3).U32(0).U32(0).U32(id).U32(0).U32((uint)(track.Duration * MovieScale / scale)).Zeros(8).U16(0).U16(0).U16((ushort)(sound ? 0x100 : 0)).U16(0).Matrix()
                .U32((uint)(track.Video?[0].Width ?? 0) << 16).U32((uint)(track.Video?[0].Height ?? 0) << 16)))
            .Add(Box("mdia", m => m
                .Add(Box("mdhd", h => h.U32(0x1000000).U64(0).U64(0).U32((uint)scale).U64(track.Duration).U16(0x55C4).U16(0)))
                .Add(Box("hdlr", h => h.U32(0).U32(0).Text(sound ? "soun" : "vide").Zeros(12).Text("live").U8(0)))
                .Add(Box("minf", i => i
                    .Add(sound ? Box("smhd", s => s.U32(0).U32(0)) : Box("vmhd", v => v.U32(1).Zeros(8)))
                    .Add(Box("dinf", d => d.Add(Box("dref", r => r.U32(0).U32(1).Add(Box("url ", u => u.U32(1)))))))
                    .Add(Stbl(track, places)))))));
    }

    private static byte[] Stbl(Mp4Track track, IReadOnlyDictionary<Mp4Sample, long> places) => Box("stbl", b => b
        .Add(Box("stsd", s => track.Video is { } video ? s.U32(0).U32((uint)video.Count).All(video, Avc1) : s.U32(0).U32(1).Add(track.IsAac ? Aac(track.Channels) : Opus(track.Channels))))
        .Add(Box("stts", s => s.U32(0).Runs(track.Samples, x => x.Duration, (d, count) => d.U32((uint)count.Length).U32((uint)count.Value))))
        .Add(track.Video is null ? [] : Box("stss", s => s.U32(0).List(track.Samples.Select((x, i) => (x, i)).Where(x => x.x.IsKey).Select(x => (uint)x.i + 1))))
        .Add(Box("stsc", s => s.U32(0).Runs(track.Samples, x => x.Description, (d, run) => d.U32((uint)run.First + 1).U32(1).U32((uint)run.Value + 1))))
        .Add(Box("stsz", s => s.U32(0).U32(0).List(track.Samples.Select(x => (uint)x.Size))))
        .Add(Box("co64", s => { s.U32(0).U32((uint)track.Samples.Count); foreach (var x in track.Samples) s.U64(places[x]); return s; })));

    private static byte[] Avc1(VideoDescription v) => Box("avc1", b => b.Zeros(6).U16(1).Zeros(16).U16((ushort)v.Width).U16((ushort)v.Height).U32(0x480000).U32(0x480000).U32(0).U16(1).Zeros(32).U16(0x18).U16(0xFFFF)
        .Add(Box("avcC", c => c.Add(v.AvcC))));

    /// <summary>Opus in ISO BMFF, section 4.3: 312 samples of pre-skip, as browsers' encoders have.</summary>
    private static byte[] Opus(int channels) => Box("Opus", b => b.Zeros(6).U16(1).Zeros(8).U16((ushort)channels).U16(16).U32(0).U32((uint)SoundScale << 16)
        .Add(Box("dOps", d => d.U8(0).U8((byte)channels).U16(312).U32(SoundScale).U16(0).U8(0))));

    /// <summary>ISO 14496-14, section 5.6, around the descriptors of ISO 14496-1, section 7.2.6: AAC of low complexity (type 2) at 48 kHz (index 3).</summary>
    private static byte[] Aac(int channels)
    {
        var specific = (2 << 11) | (3 << 7) | (channels << 3);
        var decoder = new BoxWriter().U8(0x40).U8(0x15).Zeros(3).U32(0).U32(0).U8(5).U8(2).U16((ushort)specific).ToArray();
        var stream = new BoxWriter().U16(0).U8(0).U8(4).U8((byte)decoder.Length).Add(decoder).U8(6).U8(1).U8(2).ToArray();
        return Box("mp4a", b => b.Zeros(6).U16(1).Zeros(8).U16((ushort)channels).U16(16).U32(0).U32((uint)SoundScale << 16)
            .Add(Box("esds", d => d.U32(0).U8(3).U8((byte)stream.Length).Add(stream))));
    }

    public static byte[] Box(string type, Func<BoxWriter, BoxWriter> fill)
    {
        var content = fill(new()).ToArray();
        var box = new byte[content.Length + 8];
        BinaryPrimitives.WriteUInt32BigEndian(box, (uint)box.Length);
        Encoding.ASCII.GetBytes(type, box.AsSpan(4));
        content.CopyTo(box, 8);
        return box;
    }
}
