using System.Collections.Immutable;
using System.Globalization;
using LearningHub.Grains.Interfaces.Media;
using LearningHub.Grains.Interfaces.Playback;

namespace LearningHub.WebFrontend.Playback;

/// <summary>Opens a lesson's video: who may see the lesson gets a signed address, for them alone and for four hours.</summary>
internal static class PlaybackApi
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    public static void MapPlaybackApi(this IEndpointRouteBuilder routes) =>
        routes.ApiGroup("Playback").MapGet("/courses/{courseId}/lessons/{lessonId}/playback", Open).Access(Permission.Anyone).WithName("playback.open")
            .WithSummary("A signed, short-lived address of the lesson's video, for the caller alone.")
            .Produces<PlaybackView>().ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    private static async Task<IResult> Open(string courseId, string lessonId, HttpContext http, IGrainFactory grains, SigningKeys keys, TimeProvider time)
    {
        var viewer = http.Viewer();
        var opened = await grains.Queries<IPlaybackGrain>(viewer.Tenant).Open(courseId, lessonId);
        if (!opened.IsOk) return opened.Error.ToProblem();
        var ticket = opened.Value;
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        var token = new MediaToken(viewer.Tenant, ticket.MediaId, ticket.Manifest.Attempt, courseId, lessonId, viewer.UserId, expires).Sign(await keys.Of(viewer.Tenant));
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new PlaybackView($"/media/{token}/{ticket.Manifest.Master}", $"/media/{token}/{ticket.Manifest.Poster}", expires,
            ticket.Manifest.DurationMs, ticket.Manifest.HasAudio, ticket.Manifest.Renditions,
            [.. ticket.Captions.Select(c => new CaptionsView(c.Language, CourseWords.Language(c.Language), $"/media/{token}/{c.File}"))]));
    }
}

/// <param name="Src">The HLS multivariant playlist.</param>
public sealed record PlaybackView(string Src, string Poster, DateTimeOffset ExpiresAt, long DurationMs, bool HasAudio, ImmutableArray<Rendition> Renditions, ImmutableArray<CaptionsView> Captions);

/// <param name="Src">The WebVTT file, signed as the video is.</param>
public sealed record CaptionsView(string Language, string Label, string Src);
