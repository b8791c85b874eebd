using System.Globalization;
using LearningHub.WebFrontend.Media;
using Microsoft.Net.Http.Headers;

namespace LearningHub.WebFrontend.Playback;

/// <summary>Serves the files of a rendition to the one it was opened for. A file never changes under its address, so it is cached for as long as
/// the address lasts; ranges, conditional requests and HEAD as RFC 9110 says.</summary>
internal static class MediaDelivery
{
    public static void MapMediaDelivery(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/media/{token}/{file}", [HttpMethods.Get, HttpMethods.Head], Deliver).Access(Permission.Anyone).WithName("playback.deliver").WithTags("Playback")
            .WithSummary("A playlist, segment or poster of a signed address. Ranges and ETags.")
            .Produces(200).Produces(206).Produces(304).ProducesProblem(403).ProducesProblem(404).Produces(416);

    private static async Task<IResult> Deliver(string token, string file, HttpContext http, MediaFolder media, SigningKeys keys, PlaybackAccess access, TimeProvider time)
    {
        var viewer = http.Viewer();
        if (ContentType(file) is not { } type) return ProblemResults.NotFound();
        if (MediaToken.Read(token, await keys.Of(viewer.Tenant)) is not { } grant || grant.Tenant != viewer.Tenant)
            return ProblemResults.Forbidden("playback.address_invalid", "This address is not one of ours.");
        if (grant.ExpiresAt <= time.GetUtcNow()) return ProblemResults.Forbidden("playback.address_expired", "This address is over. Open the lesson again.");
        if (grant.UserId.Length > 0 && grant.UserId != viewer.UserId) return ProblemResults.Forbidden("playback.not_yours", "This address was made for someone else.");
        if (!await access.May(grant, viewer)) return ProblemResults.Forbidden("playback.closed", "This lesson is not open to you any more.");

        var info = new FileInfo(Path.Combine(file.EndsWith(".vtt", StringComparison.Ordinal) ? media.Captions(grant.Key) : media.Rendition(grant.Key, grant.Attempt), file));
        if (!info.Exists) return ProblemResults.NotFound();
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture,
            $"private, max-age={(long)(grant.ExpiresAt - time.GetUtcNow()).TotalSeconds}, immutable");
        var tag = new EntityTagHeaderValue($"\"{grant.MediaId}-{grant.Attempt}-{info.Length:x}-{info.LastWriteTimeUtc.Ticks:x}\"");
        return Results.File(info.FullName, type, lastModified: info.LastWriteTimeUtc, entityTag: tag, enableRangeProcessing: true);
    }

    /// <summary>The files that the worker makes, by their names; nothing else has a type, and so nothing else is served.</summary>
    internal static string? ContentType(string file)
    {
        if (file.Length is 0 or > 64 || !file.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '-' or '.')
            || file.IndexOf('.') is var dot && (dot < 1 || dot != file.LastIndexOf('.'))) return null;
        return Path.GetExtension(file) switch
        {
            ".m3u8" => "application/vnd.apple.mpegurl",
            ".m4s" => "video/iso.segment",
            ".mp4" => "video/mp4",
            ".jpg" => "image/jpeg",
            ".vtt" => "text/vtt",
            _ => null,
        };
    }
}
