using System.Globalization;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>The argument lists of ffmpeg. Lists, never a shell; the source is named <c>file:…</c>; output names are relative to the work folder.</summary>
internal static class FFmpegArguments
{
    private static readonly string[] Common = ["-nostdin", "-hide_banner", "-v", "warning", "-y"];

    private static string[] Input(string source) => ["-protocol_whitelist", "file", "-format_whitelist", Probe.Formats, "-i", $"file:{source}"];

    /// <summary>All rungs and the sound in one run: decoded once, frames dropped or doubled to one clock before the split, so that key frames
    /// and segments fall on the same times in every rung.</summary>
    public static IReadOnlyList<string> Encode(TranscodePlan plan, string source)
    {
        List<string> args = [.. Common, "-progress", "pipe:1", "-stats_period", "0.5", .. Input(source), "-filter_complex", Filters(plan)];
        var gop = ((int)Math.Round(plan.Rate.Value * TranscodePlan.KeyFrameSeconds)).ToString(CultureInfo.InvariantCulture);
        foreach (var rung in plan.Rungs)
        {
            args.AddRange([
                "-map", $"[v{rung.Name}]", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high", "-crf", "23",
                "-maxrate", Text(rung.MaxBitsPerSecond), "-bufsize", Text(rung.MaxBitsPerSecond * 2),
                // No B-frames: the first frame then stands at 0 in every player, edit lists read or not, and sound and picture start together.
                "-bf", "0", "-g", gop, "-keyint_min", "1", "-sc_threshold", "0",
                "-force_key_frames", $"expr:gte(t,n_forced*{TranscodePlan.KeyFrameSeconds})",
                .. Hls(rung.Name)]);
        }
        if (plan.HasSound) args.AddRange(EncodedSound);
        return args;
    }

    /// <summary>The picture as it is, cut at its key frames; the sound as it is where that can be played.</summary>
    public static IReadOnlyList<string> Copy(TranscodePlan plan, string source, int picture, SoundCopy? sound)
    {
        List<string> args = [.. Common, "-progress", "pipe:1", "-stats_period", "0.5", .. Input(source), "-map", $"0:{Text(picture)}", "-c:v", "copy", .. Hls(plan.Rungs[0].Name)];
        if (plan.HasSound) args.AddRange(sound is null ? EncodedSound : ["-map", $"0:{Text(sound.Index)}", "-c:a", "copy", .. Hls("audio")]);
        return args;
    }

    private static string[] EncodedSound =>
    [
        // Sound that starts late is preceded by silence; drifting clocks are pulled along.
        "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", "-c:a", "aac", "-b:a", Text(TranscodePlan.SoundBitsPerSecond), "-ar", "48000", "-ac", "2",
        .. Hls("audio"),
    ];

    /// <summary>One picture at a tenth of the way.</summary>
    public static IReadOnlyList<string> Poster(TranscodePlan plan, string source, double atSeconds)
    {
        var size = plan.Rungs.Last(r => r.Name == plan.Rungs[0].Name || Math.Min(r.Width, r.Height) <= 720);
        return [
            .. Common, "-ss", atSeconds.ToString("0.###", CultureInfo.InvariantCulture), .. Input(source), "-map", "0:V:0", "-frames:v", "1",
            "-vf", $"scale={size.Width}:{size.Height},setsar=1", "-pix_fmt", "yuvj420p", "-q:v", "4", "-f", "image2", "-update", "1", "poster.jpg"];
    }

    /// <summary>Reads a made rung again, every packet of it.</summary>
    public static IReadOnlyList<string> Count(string playlist) =>
        ["-v", "error", "-select_streams", "v:0", "-count_packets", "-show_entries", "stream=codec_name,width,height,nb_read_packets", "-of", "csv=p=0", playlist];

    /// <summary>Reads made sound again, every packet of it.</summary>
    public static IReadOnlyList<string> CountSound() =>
        ["-v", "error", "-select_streams", "a:0", "-count_packets", "-show_entries", "stream=codec_type,nb_read_packets", "-of", "csv=p=0", "audio.m3u8"];

    private static string Filters(TranscodePlan plan)
    {
        var deinterlace = plan.Deinterlace ? "bwdif=mode=send_frame," : "";
        var labels = string.Concat(plan.Rungs.Select(r => $"[s{r.Name}]"));
        var scales = plan.Rungs.Select(r => $"[s{r.Name}]scale={r.Width}:{r.Height}:flags=bicubic,setsar=1[v{r.Name}]");
        // V is video that is no cover image. Rotation was applied before the graph. start_time=0 shows the first frame from the start on.
        return $"[0:V:0]{deinterlace}fps={plan.Rate}:start_time=0,format=yuv420p,split={plan.Rungs.Length}{labels};{string.Join(';', scales)}";
    }

    private static string[] Hls(string name) =>
    [
        "-avoid_negative_ts", "disabled", "-max_muxing_queue_size", "4096",
        "-f", "hls", "-hls_time", Text(TranscodePlan.SegmentSeconds), "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
        "-hls_flags", "independent_segments+temp_file", "-hls_fmp4_init_filename", $"{name}-init.mp4", "-hls_segment_filename", $"{name}-%05d.m4s", $"{name}.m3u8",
    ];

    private static string Text(int n) => n.ToString(CultureInfo.InvariantCulture);
}
