using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;

namespace LearningHub.Grains.Transcoding;

/// <summary>Tells the outcome of a transcode to its video.</summary>
internal sealed class TranscodeReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "transcode-outcomes";
    public override IReadOnlyList<string> EventNames { get; } = ["transcode.published", "transcode.failed"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var key = MediaKey.Parse(e.Key);
        var outcome = e.Name == "transcode.published" ? Published(e.Read<TranscodePublished>()) : await Failed(key, e.Read<TranscodeFailed>());
        var told = await grains.Media(key).Transcoded(outcome with { OperationId = $"{e.EventId:n}/outcome" });
        if (told.Error is { Kind: not ErrorKind.NotFound }) Must(told);
    }

    private static MediaTranscoded Published(TranscodePublished e) => new(e.Manifest.Attempt, e.Manifest, null, null);

    private async Task<MediaTranscoded> Failed(MediaKey key, TranscodeFailed e) =>
        // The sentence is not in the event: the job has it.
        new(e.Attempt, null, e.Code, (await grains.TranscodeJob(key).Get()).Value?.Message);
}
