using System.Globalization;
using System.Text;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.WebFrontend.Media;

namespace LearningHub.Silo.Workers.Transcoding;

/// <param name="Percent">0 to 99.</param>
internal readonly record struct TranscodeStage(string Stage, int Percent, double Speed);

/// <summary>Source in, folder of segments and playlists out: probe → plan → run → check. Knows nothing of jobs; leaves a half-made folder to its caller.</summary>
internal sealed partial class TranscodeRun(FFmpegPrograms programs, TimeProvider time)
{
    public static readonly TimeSpan Stall = TimeSpan.FromSeconds(90);

    private readonly FFmpegProcess _process = new(time);

    public async Task<Result<MediaManifest>> Make(string source, string folder, string pidFile, int attempt, Action<TranscodeStage> report, CancellationToken cancellation)
    {
        if (!File.Exists(source)) return TranscodeErrors.NoSource;
        if (programs.FFmpeg is not { } ffmpeg || programs.FFprobe is not { } ffprobe) return TranscodeErrors.NoFFmpeg;

        report(new("probing", 0, 0));
        var facts = await Look(ffprobe, source, folder, cancellation);
        if (!facts.IsOk) return facts.Error;
        var planned = TranscodePlanner.Plan(facts.Value);
        if (!planned.IsOk) return planned.Error;
        var plan = planned.Value;

        report(new("encoding", 1, 0));
        if (await Encode(ffmpeg, plan, source, folder, pidFile, report, cancellation) is { } failed) return failed;

        report(new("checking", 97, 0));
        var output = await new TranscodeCheck(_process, ffprobe, folder).Run(plan, cancellation);
        if (!output.IsOk) return output.Error;
        return await Finish(ffmpeg, plan, output.Value, source, folder, attempt, report, cancellation);
    }

    /// <summary>Poster, master playlist, and all of it on the disk.</summary>
    private async Task<Result<MediaManifest>> Finish(
        string ffmpeg, TranscodePlan plan, CheckedOutput output, string source, string folder, int attempt, Action<TranscodeStage> report, CancellationToken cancellation)
    {
        if (!await Poster(ffmpeg, plan, source, folder, cancellation)) return TranscodeErrors.NotWhole("there is no poster");
        await File.WriteAllTextAsync(Path.Combine(folder, "master.m3u8"), MasterPlaylist.Write(output.Rungs, output.Sound, plan.Rate), cancellation);

        report(new("publishing", 99, 0));
        var bytes = Flush(folder);
        var top = plan.Rungs[^1];
        var renditions = output.Rungs.Select(r => new Rendition(r.Rung.Width, r.Rung.Height, r.Peak + (output.Sound?.Peak ?? 0), r.Rung.Playlist));
        return new MediaManifest(attempt, output.DurationMs, top.Width, top.Height, output.Sound is not null, "master.m3u8", "poster.jpg", [.. renditions], bytes);
    }

    private async Task<Result<SourceFacts>> Look(string ffprobe, string source, string folder, CancellationToken cancellation)
    {
        var json = new StringBuilder();
        var end = await _process.Run(ffprobe, Probe.Arguments(source), folder, line =>
        {
            if (json.Length < 4_000_000) json.Append(line).Append('\n');
            return true;
        }, Stall, null, cancellation);
        if (end.Stalled) return TranscodeErrors.Stalled;
        if (end.Code > 128) return TranscodeErrors.Interrupted;
        if (end.Code != 0) return TranscodeErrors.Unreadable;
        var facts = Probe.Parse(json.ToString());
        if (!facts.IsOk || facts.Value is not { DurationMs: 0, Picture: not null }) return facts;

        double last = 0;
        await _process.Run(ffprobe, Probe.TimesArguments(source), folder, line =>
        {
            if (double.TryParse(line.Split(',')[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var t)) last = Math.Max(last, t);
            return true;
        }, Stall, null, cancellation);
        return facts.Value with { DurationMs = (long)(last * 1000) };
    }

    private Task<Error?> Encode(string ffmpeg, TranscodePlan plan, string source, string folder, string pidFile, Action<TranscodeStage> report, CancellationToken cancellation) =>
        Run(ffmpeg, FFmpegArguments.Encode(plan, source), plan, "encoding", folder, pidFile, report, cancellation);

    private async Task<Error?> Run(
        string ffmpeg, IReadOnlyList<string> arguments, TranscodePlan plan, string stage, string folder, string pidFile, Action<TranscodeStage> report, CancellationToken cancellation)
    {
        var progress = new FFmpegProgress();
        long before = -1;
        var end = await _process.Run(ffmpeg, arguments, folder, line =>
        {
            if (!progress.Read(line)) return false;
            report(new(stage, Math.Clamp((int)(1 + 95 * progress.OutMs / plan.DurationMs), 1, 96), progress.Speed));
            var now = progress.OutMs + progress.Frames;
            return now != before & (before = now) >= 0;
        }, Stall, pidFile, cancellation);

        if (end.Stalled) return TranscodeErrors.Stalled;
        if (end.Code == 0 && progress.IsEnd) return progress.Frames > 0 ? null : TranscodeErrors.Empty;
        if (end.Errors.Contains("No space left on device", StringComparison.Ordinal)) return TranscodeErrors.DiskFull;
        if (end.Code is > 128 or < 0) return TranscodeErrors.Interrupted;
        if (end.Errors.Contains("Invalid data found", StringComparison.Ordinal)) return TranscodeErrors.Unreadable;
        return TranscodeErrors.EncoderFailed;
    }

    /// <summary>At a tenth of the way; where a broken index does not let ffmpeg seek there, the first picture.</summary>
    private async Task<bool> Poster(string ffmpeg, TranscodePlan plan, string source, string folder, CancellationToken cancellation)
    {
        var poster = new FileInfo(Path.Combine(folder, "poster.jpg"));
        foreach (var at in (double[])[plan.DurationMs / 10_000.0, 0])
        {
            await _process.Run(ffmpeg, FFmpegArguments.Poster(plan, source, at), folder, _ => true, Stall, null, cancellation);
            poster.Refresh();
            if (poster is { Exists: true, Length: > 0 }) return true;
        }
        return false;
    }

    /// <summary>Brings all files to the disk: what is published must survive a power cut. Answers their size.</summary>
    private static long Flush(string folder)
    {
        long bytes = 0;
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(file);
            bytes += RandomAccess.GetLength(file);
        }
        return bytes;
    }
}
