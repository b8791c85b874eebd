using LearningHub.WebFrontend.LiveClasses.Recordings;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>One picture or packet of sound with its time, in ticks of its track's scale.</summary>
internal readonly record struct CmafSample(ReadOnlyMemory<byte> Bytes, long Start, int Duration, bool IsKey);

/// <summary>Writes the pieces of a stream that never ends (ISO 14496-12, movie fragments): what players must know first, then fragments with a picture and a sound track.</summary>
internal static class CmafWriter
{
    private const uint Video = 1, Sound = 2;
    private static readonly Dictionary<Mp4Sample, long> s_none = [];

    /// <param name="aac">The sound is AAC, not Opus.</param>
    public static byte[] Initialization(VideoDescription video, int channels, bool aac = false) =>
    [
        .. Mp4File.Box("ftyp", b => b.Text("iso5").U32(0x200).Text("iso5").Text("iso6").Text("mp41")),
        .. Mp4File.Box("moov", b => b.Add(Mp4File.Mvhd(0))
            .Add(Mp4File.Trak(Video, new([], [video], 0), Mp4File.VideoScale, s_none)).Add(Mp4File.Trak(Sound, new([], null, channels) { IsAac = aac }, Mp4File.SoundScale, s_none))
            .Add(Mp4File.Box("mvex", x => x.Add(Trex(Video)).Add(Trex(Sound))))),
    ];

    /// <summary>Either list may be empty, not both.</summary>
    public static byte[] Fragment(uint number, IReadOnlyList<CmafSample> pictures, IReadOnlyList<CmafSample> sounds)
    {
        // The index says where the bytes begin, and its own length moves them: made once to be measured.
        var length = Moof(number, pictures, sounds, 0, 0).Length;
        var pictureBytes = pictures.Sum(p => p.Bytes.Length);
        var moof = Moof(number, pictures, sounds, length + 8, length + 8 + pictureBytes);
        return [.. moof, .. Mp4File.Box("mdat", b => b.All(pictures, p => p.Bytes.ToArray()).All(sounds, s => s.Bytes.ToArray()))];
    }

    private static byte[] Moof(uint number, IReadOnlyList<CmafSample> pictures, IReadOnlyList<CmafSample> sounds, int picturesAt, int soundsAt) => Mp4File.Box("moof", b => b
        .Add(Mp4File.Box("mfhd", m => m.U32(0).U32(number)))
        .Add(pictures.Count == 0 ? [] : Traf(Video, pictures, picturesAt)).Add(sounds.Count == 0 ? [] : Traf(Sound, sounds, soundsAt)));

    /// <summary>Places count from the fragment's beginning; each sample has its duration, size and whether decoding may begin there.</summary>
    private static byte[] Traf(uint track, IReadOnlyList<CmafSample> samples, int at) => Mp4File.Box("traf", b => b
        .Add(Mp4File.Box("tfhd", t => t.U32(0x020000).U32(track)))
        .Add(Mp4File.Box("tfdt", t => t.U32(0x1000000).U64(samples[0].Start)))
        .Add(Mp4File.Box("trun", t => t.U32(0x701).U32((uint)samples.Count).U32((uint)at)
            .All(samples, s => new BoxWriter().U32((uint)s.Duration).U32((uint)s.Bytes.Length).U32(s.IsKey ? 0x02000000u : 0x01010000u).ToArray()))));

    private static byte[] Trex(uint track) => Mp4File.Box("trex", t => t.U32(0).U32(track).U32(1).U32(0).U32(0).U32(0));
}
