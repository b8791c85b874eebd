using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Media;

namespace LearningHub.WebFrontend.Media;

/// <summary>What an upload's requests share: opening, looking, finishing. The media grain knows whose it is and whether it is done; the folder knows
/// how much has arrived. Every step may be repeated after a crash.</summary>
internal sealed class UploadCalls(IGrainFactory grains, MediaFolder media, TimeProvider time)
{
    /// <summary>The file is there before the upload is open: the sweep of old files then finds every upload.</summary>
    public async Task<Result<MediaView>> Begin(Viewer viewer, BeginUpload command)
    {
        var key = new MediaKey(viewer.Tenant, MediaIdFor(viewer, command.OperationId));
        var part = media.Part(key);
        if (!File.Exists(part) && !File.Exists(media.Source(key))) await File.Open(part, FileMode.OpenOrCreate).DisposeAsync();
        var begun = await grains.Media(key).Begin(command);
        if (begun.Error is { Kind: not ErrorKind.Unavailable }) File.Delete(part);
        return begun;
    }

    /// <summary>The upload, for its owner alone.</summary>
    public async Task<MediaView?> Find(Viewer viewer, string mediaId)
    {
        var found = await grains.Media(new MediaKey(viewer.Tenant, mediaId)).Get();
        return found.IsOk && found.Value.OwnerId == viewer.UserId ? found.Value : null;
    }

    /// <summary>How many bytes have arrived.</summary>
    public long Offset(Viewer viewer, MediaView view)
    {
        if (view.State != MediaState.Uploading) return view.Length;
        var key = new MediaKey(viewer.Tenant, view.MediaId);
        var part = new FileInfo(media.Part(key));
        return part.Exists ? part.Length : File.Exists(media.Source(key)) ? view.Length : 0;
    }

    public string Part(Viewer viewer, string mediaId) => media.Part(new MediaKey(viewer.Tenant, mediaId));

    public DateTimeOffset Expires(Viewer viewer, string mediaId)
    {
        var part = new FileInfo(Part(viewer, mediaId));
        return (part.Exists ? new DateTimeOffset(part.LastWriteTimeUtc) : time.GetUtcNow()) + TimeSpan.FromDays(7);
    }

    /// <summary>All bytes are here: look at them, move the file to its place, tell the grain. The file is in its place before the transcode can be
    /// queued. Null when the upload is not at its end after all, or another request finishes it right now.</summary>
    /// <param name="held">The file, when the caller holds it already.</param>
    public async Task<Result<MediaView>?> Finish(Viewer viewer, MediaView view, UploadFile? held, CancellationToken cancellation)
    {
        var key = new MediaKey(viewer.Tenant, view.MediaId);
        var (part, source) = (media.Part(key), media.Source(key));
        if (File.Exists(part) || held is not null)
        {
            var file = held ?? UploadFile.TryOpen(part);
            if (file is null) return null;
            try
            {
                if (file.Length != view.Length) return null;
                var (container, sha256) = await file.Examine(cancellation);
                if (container is not null) File.Move(part, source, overwrite: true);
                return await Complete(key, container, sha256, container is null ? part : source);
            }
            finally
            {
                if (held is null) await file.DisposeAsync();
            }
        }
        if (!File.Exists(source)) return null;
        // Moved, and killed before the grain heard of it.
        await using var moved = File.OpenRead(source);
        var examined = await UploadFile.Examine(moved, cancellation);
        return await Complete(key, examined.Container, examined.Sha256, source);
    }

    public async Task<Result<MediaView>> Cancel(Viewer viewer, string mediaId)
    {
        var key = new MediaKey(viewer.Tenant, mediaId);
        var cancelled = await grains.Media(key).Cancel(new CancelUpload());
        if (!cancelled.IsOk) return cancelled;
        File.Delete(media.Part(key));
        // Moved already, and not taken by the grain: what is cancelled is never transcoded.
        File.Delete(media.Source(key));
        return cancelled;
    }

    private async Task<Result<MediaView>> Complete(MediaKey key, string? container, string sha256, string file)
    {
        var completed = await grains.Media(key).CompleteUpload(new CompleteUpload(container, sha256));
        // Refused for good (no video): the bytes are of no use. Other refusals may be put right, and the upload finished by asking again.
        if (completed.Error?.Code == "media.not_video") File.Delete(file);
        return completed;
    }

    /// <summary>An idempotency key names the upload: the same request again finds the same one.</summary>
    private string MediaIdFor(Viewer viewer, string? operationId) => operationId is null
        ? KeySegment.NewId(time)
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{viewer.Tenant}\n{viewer.UserId}\n{operationId}")))[..32];
}
