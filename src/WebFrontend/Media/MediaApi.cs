using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Transcoding;

namespace LearningHub.WebFrontend.Media;

/// <summary>What became of an upload. Live changes come over the hub, topic <c>media:{id}</c>, kind <c>progress</c>.</summary>
internal static class MediaApi
{
    public static void MapMediaApi(this IEndpointRouteBuilder routes) =>
        routes.ApiGroup("Media").MapGet("/media/{mediaId}", Get).Access(Permission.SignedIn).WithName("media.get")
            .WithSummary("A video and how far its transcode is, for its owner and the staff of its course.")
            .Produces<MediaStatus>().ProducesProblem(404);

    private static async Task<IResult> Get(string mediaId, HttpContext http, IGrainFactory grains)
    {
        var key = new MediaKey(http.Viewer().Tenant, mediaId);
        var media = await grains.Media(key).Get();
        if (!media.IsOk) return media.Error.ToProblem();
        var job = await grains.TranscodeJob(key).Get();
        return Results.Ok(new MediaStatus(media.Value, job.Value));
    }
}

/// <param name="Transcode">Null until the upload is complete.</param>
public sealed record MediaStatus(MediaView Media, TranscodeStatus? Transcode);
