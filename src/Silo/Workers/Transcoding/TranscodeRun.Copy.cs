using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.Silo.Workers.Transcoding;

internal sealed partial class TranscodeRun
{
    /// <summary>A copy that takes longer is not worth waiting for.</summary>
    private static readonly TimeSpan LongestCopy = TimeSpan.FromMinutes(10);

    /// <summary>The source in one rung, copied: it can be watched in seconds, where the ladder takes minutes. Checked as the ladder is. Whatever is in the way, also what nobody
    /// thought of, is an answer and no failure.</summary>
    public async Task<Result<MediaManifest>> Copy(
        string source, string folder, string pidFile, int attempt, TimeSpan atLeast, Action<TranscodeStage> report, CancellationToken cancellation)
    {
        using var tooLong = new CancellationTokenSource(LongestCopy, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, tooLong.Token);
        try
        {
            return await TryCopy(source, folder, pidFile, attempt, atLeast, report, either.Token);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return CopyPlanner.No(tooLong.IsCancellationRequested ? "it took too long" : e.Message);
        }
    }

    private async Task<Result<MediaManifest>> TryCopy(
        string source, string folder, string pidFile, int attempt, TimeSpan atLeast, Action<TranscodeStage> report, CancellationToken cancellation)
    {
        if (!File.Exists(source)) return TranscodeErrors.NoSource;
        if (programs.FFmpeg is not { } ffmpeg || programs.FFprobe is not { } ffprobe) return TranscodeErrors.NoFFmpeg;

        report(new("probing", 0, 0));
        var facts = await Look(ffprobe, source, folder, cancellation);
        if (!facts.IsOk) return facts.Error;
        var planned = CopyPlanner.Plan(facts.Value, new FileInfo(source).Length, atLeast);
        if (!planned.IsOk) return planned.Error;

        var packets = new PacketSurvey(facts.Value.Picture!.Index, facts.Value.Sound?.Index);
        var read = await _process.Run(ffprobe, Probe.PacketArguments(source), folder, line =>
        {
            packets.Read(line);
            return true;
        }, Stall, null, cancellation);
        packets.End();
        // What ffprobe complains of may be a file that breaks off: that is for the ladder to find and to say.
        if (read.Code != 0 || read.Errors.Length > 0) return CopyPlanner.No("unreadable");
        if (packets.InTheWay is { } why) return CopyPlanner.No(why);

        var plan = planned.Value with { HasSound = packets.Sounds > 0 };
        var sound = plan.HasSound ? CopyPlanner.Sound(facts.Value, packets) : null;
        report(new("copying", 1, 0));
        if (await Run(ffmpeg, FFmpegArguments.Copy(plan, source, facts.Value.Picture.Index, sound), plan, "copying", folder, pidFile, report, cancellation) is { } failed) return failed;
        report(new("checking", 97, 0));
        var output = await new TranscodeCheck(_process, ffprobe, folder).RunCopy(plan, packets, sound, cancellation);
        return output.IsOk ? await Finish(ffmpeg, plan, output.Value, source, folder, attempt, report, cancellation) : output.Error;
    }
}
