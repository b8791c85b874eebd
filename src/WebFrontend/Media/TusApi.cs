using System.Globalization;
using LearningHub.Grains.Interfaces.Media;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Media;

/// <summary>Resumable uploads: tus 1.0.0 with creation, expiration, checksum and termination (https://tus.io/protocols/resumable-upload). An upload
/// is its owner's alone: to others there is nothing.</summary>
internal static class TusApi
{
    public const string Root = $"{EndpointGroups.ApiRoot}/uploads";

    public static void MapTusApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Media").MapGroup("/uploads");
        api.AddEndpointFilter(SpeaksTus);

        api.MapMethods("", [HttpMethods.Options], Options).Access(Permission.Anyone).WithName("uploads.options")
            .WithSummary("What this tus server can do.").Produces(204);
        api.MapPost("", Create).Access(Permission.Teach).WithName("uploads.create").WithMetadata(new RequestSizeLimitAttribute(64 * 1024))
            .WithSummary("Opens an upload. Headers: Upload-Length, and Upload-Metadata with filename, filetype, course and lesson.")
            .Produces(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422).ProducesProblem(429).ProducesProblem(507);
        api.MapMethods("/{mediaId}", [HttpMethods.Head], Head).Access(Permission.Teach).WithName("uploads.head")
            .WithSummary("How much has arrived, in Upload-Offset. Finishes an upload whose last answer was lost.")
            .Produces(200).ProducesProblem(404).ProducesProblem(410);
        api.MapPatch("/{mediaId}", Patch).Access(Permission.Teach).WithName("uploads.patch").WithMetadata(new DisableRequestSizeLimitAttribute())
            .WithSummary("Appends the body at Upload-Offset. What arrives before a disconnect is kept.")
            .Accepts<Stream>(TusHeaders.PatchType)
            .Produces(204).ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(410).ProducesProblem(413)
            .ProducesProblem(415).ProducesProblem(422).ProducesProblem(423).ProducesProblem(460).ProducesProblem(507);
        api.MapDelete("/{mediaId}", Delete).Access(Permission.Teach).WithName("uploads.delete")
            .WithSummary("Gives an unfinished upload up.").Produces(204).ProducesProblem(404).ProducesProblem(409);
    }

    private static async ValueTask<object?> SpeaksTus(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers["Tus-Resumable"] = TusHeaders.Version;
        http.Response.Headers.CacheControl = "no-store";
        if (HttpMethods.IsOptions(http.Request.Method) || http.Request.Headers["Tus-Resumable"] == TusHeaders.Version) return await next(context);
        http.Response.Headers["Tus-Version"] = TusHeaders.Version;
        return ProblemResults.Problem(412, "media.tus_version", "This server speaks tus 1.0.0: send Tus-Resumable: 1.0.0.");
    }

    private static IResult Options(HttpContext http, UploadLimits limits)
    {
        var headers = http.Response.Headers;
        headers["Tus-Version"] = TusHeaders.Version;
        headers["Tus-Extension"] = TusHeaders.Extensions;
        headers["Tus-Checksum-Algorithm"] = TusHeaders.ChecksumAlgorithms;
        headers["Tus-Max-Size"] = limits.MaxUploadBytes.ToString(CultureInfo.InvariantCulture);
        return Results.NoContent();
    }

    private static async Task<IResult> Create(HttpContext http, UploadCalls uploads, UploadLimits limits)
    {
        if (TusHeaders.Number(http.Request.Headers["Upload-Length"]) is not { } length) return ProblemResults.BadRequest("Upload-Length is missing or is not a number.");
        if (TusHeaders.Metadata(http.Request.Headers["Upload-Metadata"]) is not { } metadata) return ProblemResults.BadRequest("Upload-Metadata is malformed.");
        if (length > limits.MaxUploadBytes) return TooLarge($"The file is larger than {limits.MaxUploadBytes / (1024 * 1024)} MiB.");

        var viewer = http.Viewer();
        string Meta(string name) => metadata.GetValueOrDefault(name, "");
        var begun = await uploads.Begin(viewer, new BeginUpload(Meta("filename"), Meta("filetype"), length, Meta("course"), Meta("lesson")) { OperationId = http.OperationId() });
        if (begun.Error is { Code: "media.too_large" } large) return TooLarge(large.Message);
        if (!begun.IsOk) return begun.Error.ToProblem();
        http.Response.Headers.Location = $"{Root}/{begun.Value.MediaId}";
        Expires(http, uploads, viewer, begun.Value);
        return Results.StatusCode(201);
    }

    private static async Task<IResult> Head(string mediaId, HttpContext http, UploadCalls uploads)
    {
        var viewer = http.Viewer();
        if (await uploads.Find(viewer, mediaId) is not { } view) return ProblemResults.NotFound();
        if (Gone(view) is { } gone) return gone;
        var offset = uploads.Offset(viewer, view);
        if (view.State == MediaState.Uploading && offset == view.Length)
        {
            // The last byte came, its answer did not.
            var finished = await uploads.Finish(viewer, view, null, http.RequestAborted);
            if (finished is { IsOk: false }) return finished.Error.ToProblem();
        }
        http.Response.Headers["Upload-Offset"] = offset.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["Upload-Length"] = view.Length.ToString(CultureInfo.InvariantCulture);
        Expires(http, uploads, viewer, view);
        return Results.Ok();
    }

    private static async Task<IResult> Patch(string mediaId, HttpContext http, UploadCalls uploads)
    {
        var request = http.Request;
        if (!string.Equals(request.ContentType, TusHeaders.PatchType, StringComparison.OrdinalIgnoreCase))
            return ProblemResults.Problem(415, "media.content_type", $"The body must be {TusHeaders.PatchType}.");
        if (TusHeaders.Number(request.Headers["Upload-Offset"]) is not { } offset) return ProblemResults.BadRequest("Upload-Offset is missing or is not a number.");
        if (!TusHeaders.TryChecksum(request.Headers["Upload-Checksum"], out var checksum)) return ProblemResults.BadRequest("Upload-Checksum is malformed or of an unknown algorithm.");

        var viewer = http.Viewer();
        if (await uploads.Find(viewer, mediaId) is not { } view) return ProblemResults.NotFound();
        if (Gone(view) is { } gone) return gone;
        if (view.State != MediaState.Uploading || uploads.Offset(viewer, view) == view.Length && !File.Exists(uploads.Part(viewer, mediaId)))
            return await AlreadyHere(http, uploads, viewer, view, offset);
        if (request.ContentLength is { } body && body > view.Length - offset) return TooLarge("The body goes beyond the announced length.");

        await using var file = UploadFile.TryOpen(uploads.Part(viewer, mediaId));
        if (file is null) return ProblemResults.Problem(423, "media.locked", "Another request is writing to this upload.");
        var appended = await file.Append(request.Body, offset, view.Length, checksum, http.RequestAborted);
        http.Response.Headers["Upload-Offset"] = appended.Offset.ToString(CultureInfo.InvariantCulture);
        switch (appended.Outcome)
        {
            case AppendOutcome.WrongOffset: return ProblemResults.Problem(409, "media.wrong_offset", $"The upload stands at {appended.Offset}.");
            case AppendOutcome.TooLong: return TooLarge("The body goes beyond the announced length.");
            case AppendOutcome.ChecksumMismatch: return ProblemResults.Problem(460, "media.checksum_mismatch", "What arrived is not what the checksum says.");
            case AppendOutcome.Disconnected: return ProblemResults.Problem(408, "media.cut", "The connection broke; what arrived is kept.");
            case AppendOutcome.DiskFull: return ProblemResults.Problem(507, "media.disk_full", "There is no room left on the server's disk.");
        }
        if (appended.Offset == view.Length)
        {
            // The bytes are safe: a caller who leaves now does not stop the rest.
            var finished = await uploads.Finish(viewer, view, file, CancellationToken.None);
            if (finished is { IsOk: false }) return finished.Error.ToProblem();
        }
        Expires(http, uploads, viewer, view);
        return Results.NoContent();
    }

    /// <summary>Nothing is left to send: the last PATCH again is answered as the first was.</summary>
    private static async Task<IResult> AlreadyHere(HttpContext http, UploadCalls uploads, Viewer viewer, MediaView view, long offset)
    {
        http.Response.Headers["Upload-Offset"] = view.Length.ToString(CultureInfo.InvariantCulture);
        if (offset != view.Length || http.Request.ContentLength is > 0) return ProblemResults.Problem(409, "media.wrong_offset", $"The upload stands at {view.Length}.");
        var finished = view.State == MediaState.Uploading ? await uploads.Finish(viewer, view, null, CancellationToken.None) : null;
        return finished is { IsOk: false } ? finished.Error.ToProblem() : Results.NoContent();
    }

    private static async Task<IResult> Delete(string mediaId, HttpContext http, UploadCalls uploads)
    {
        var viewer = http.Viewer();
        if (await uploads.Find(viewer, mediaId) is null) return ProblemResults.NotFound();
        return (await uploads.Cancel(viewer, mediaId)).ToApi(_ => Results.NoContent());
    }

    private static void Expires(HttpContext http, UploadCalls uploads, Viewer viewer, MediaView view)
    {
        if (view.State == MediaState.Uploading)
            http.Response.Headers["Upload-Expires"] = uploads.Expires(viewer, view.MediaId).ToString("R", CultureInfo.InvariantCulture);
    }

    private static IResult? Gone(MediaView view) => view.State switch
    {
        MediaState.Retired => ProblemResults.Problem(410, "media.retired", "No lesson used the video any more; it was removed."),
        MediaState.Cancelled => ProblemResults.Problem(410, "media.cancelled", "The upload was given up."),
        MediaState.Failed => ProblemResults.Problem(410, view.FailureCode ?? "media.failed", view.FailureMessage ?? "The file was refused."),
        _ => null,
    };

    private static IResult TooLarge(string message) => ProblemResults.Problem(413, "media.too_large", message, "file");
}
