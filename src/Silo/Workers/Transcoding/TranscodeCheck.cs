using System.Globalization;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Silo.Workers.Transcoding;

/// <summary>Looks at what ffmpeg made before anybody may see it: every file there, every frame there, the same segments in every rung.</summary>
internal sealed class TranscodeCheck(FFmpegProcess process, string ffprobe, string folder)
{
    public async Task<Result<CheckedOutput>> Run(TranscodePlan plan, CancellationToken cancellation)
    {
        var rungs = new List<MeasuredRung>();
        MediaPlaylist? first = null;
        foreach (var rung in plan.Rungs)
        {
            var playlist = await Read(rung.Playlist);
            if (playlist is not { IsEnded: true, Init: not null } || playlist.Segments.Length == 0) return TranscodeErrors.NotWhole($"rung {rung.Name} has no playlist");
            first ??= playlist;
            if (!playlist.Segments.Select(s => s.Seconds).SequenceEqual(first.Segments.Select(s => s.Seconds)))
                return TranscodeErrors.NotWhole($"the segments of rung {rung.Name} do not match the others");
            if (MasterPlaylist.AvcCodec(await File.ReadAllBytesAsync(Path.Combine(folder, playlist.Init), cancellation)) is not { } codec)
                return TranscodeErrors.NotWhole($"rung {rung.Name} has no codec");
            var frames = await CountFrames(rung, cancellation);
            if (frames < 1) return TranscodeErrors.NotWhole($"rung {rung.Name} cannot be read");
            var (peak, average) = Bandwidth(playlist);
            rungs.Add(new(rung, codec, peak, average, playlist.Segments.Length, frames));
        }
        if (rungs.Any(r => r.Frames != rungs[0].Frames)) return TranscodeErrors.NotWhole("the rungs differ in frames");

        MeasuredSound? sound = null;
        // A track of no samples makes no segments; the video is then one without sound.
        if (plan.HasSound && await Read("audio.m3u8") is { IsEnded: true } track && track.Segments.Length > 0)
        {
            var (peak, average) = Bandwidth(track);
            sound = new(peak, average, track.Seconds);
        }
        var readMs = (long)(1000 * Math.Max(first!.Seconds, sound?.Seconds ?? 0));
        // The container's word is allowed to be a little off; a file that breaks off is not passed as whole.
        if (readMs < plan.DurationMs * 0.9 - 1000) return TranscodeErrors.BreaksOff(readMs, plan.DurationMs);
        if (readMs > plan.DurationMs * 1.1 + 2000) return TranscodeErrors.NotWhole("it is longer than the source");
        return new CheckedOutput(rungs, sound, readMs);
    }

    /// <summary>A copy holds every packet of its source.</summary>
    public async Task<Result<CheckedOutput>> RunCopy(TranscodePlan plan, PacketSurvey source, SoundCopy? copied, CancellationToken cancellation)
    {
        var output = await Run(plan, cancellation);
        if (!output.IsOk) return output;
        if (output.Value.Rungs[0].Frames != source.Pictures) return TranscodeErrors.NotWhole($"{output.Value.Rungs[0].Frames} of {source.Pictures} frames were copied");
        if (plan.HasSound != output.Value.Sound is not null) return TranscodeErrors.NotWhole("the sound is missing");
        if (copied is null || output.Value.Sound is not { } sound) return output;
        var packets = await CountSound(cancellation);
        if (packets != source.Sounds) return TranscodeErrors.NotWhole($"{packets} of {source.Sounds} packets of sound were copied");
        return output.Value with { Sound = sound with { Codec = copied.Codec, Channels = copied.Channels } };
    }

    private async Task<long> CountSound(CancellationToken cancellation)
    {
        long packets = 0;
        var end = await process.Run(ffprobe, FFmpegArguments.CountSound(), folder, line =>
        {
            if (line.Split(',') is ["audio", var n, ..]) packets = long.TryParse(n, out var parsed) ? parsed : 0;
            return true;
        }, TimeSpan.FromMinutes(10), null, cancellation);
        return end.Code == 0 ? packets : 0;
    }

    private async Task<MediaPlaylist?> Read(string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? MediaPlaylist.Parse(await File.ReadAllLinesAsync(path)) : null;
    }

    private (long Peak, long Average) Bandwidth(MediaPlaylist playlist)
    {
        var sizes = playlist.Segments.Select(s => (Bits: new FileInfo(Path.Combine(folder, s.Uri)).Length * 8.0, s.Seconds)).ToList();
        // A last segment of a few frames says nothing about the rate (RFC 8216bis, 4.4.6.2: segments of at least half the target).
        var whole = sizes.Where(s => s.Seconds >= TranscodePlan.SegmentSeconds / 2.0).DefaultIfEmpty(sizes[0]);
        return ((long)whole.Max(s => s.Bits / s.Seconds), (long)(sizes.Sum(s => s.Bits) / playlist.Seconds));
    }

    private async Task<long> CountFrames(Rung rung, CancellationToken cancellation)
    {
        long frames = 0;
        var end = await process.Run(ffprobe, FFmpegArguments.Count(rung.Playlist), folder, line =>
        {
            // h264,640,360,180
            if (line.Split(',') is ["h264", var w, var h, var n, ..] && w == rung.Width.ToString(CultureInfo.InvariantCulture) && h == rung.Height.ToString(CultureInfo.InvariantCulture))
                frames = long.TryParse(n, out var parsed) ? parsed : 0;
            return true;
        }, TimeSpan.FromMinutes(10), null, cancellation);
        return end.Code == 0 ? frames : 0;
    }
}

internal sealed record CheckedOutput(IReadOnlyList<MeasuredRung> Rungs, MeasuredSound? Sound, long DurationMs);
