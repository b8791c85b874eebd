using System.Globalization;
using LearningHub.WebFrontend.Playback;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>A class by HLS, for browsers that cannot decode the chunks of the media socket and for players: two to three seconds behind it. Addresses are signed, for one person.</summary>
internal static class HlsApi
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan Patience = HlsWindow.SegmentTarget * 3, Beginning = TimeSpan.FromSeconds(6);

    public static void MapAddress(IEndpointRouteBuilder one) => one.MapGet("/hls", Open).Access(Permission.SignedIn).WithName("liveClasses.hls")
        .WithSummary("A signed address of the class as low-latency HLS, for the caller alone; what it names is there while the class is broadcast.")
        .Produces<HlsView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/live/{classId}/hls/{token}/{file}", Deliver).Access(Permission.SignedIn).WithName("live.hls").WithTags("LiveClasses").ExcludeFromDescription();

    private static async Task<IResult> Open(string classId, HttpContext http, IGrainFactory grains, SigningKeys keys, TimeProvider time)
    {
        var viewer = http.Viewer();
        var pass = await LiveClassApi.Class(http, grains, classId).GetPass();
        if (!pass.IsOk) return pass.Error.ToProblem();
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new HlsView($"/live/{classId}/hls/{new LiveAddress(viewer.Tenant, classId, viewer.UserId, expires).Sign(await keys.Of(viewer.Tenant))}/index.m3u8", expires));
    }

    private static async Task<IResult> Deliver(string classId, string token, string file, HttpContext http, LiveRenditions renditions, LivePasses passes, SigningKeys keys, TimeProvider time)
    {
        var viewer = http.Viewer();
        // What is not there yet may be there in a moment: only what was made is kept.
        http.Response.Headers.CacheControl = "no-store";
        if (LiveAddress.Read(token, await keys.Of(viewer.Tenant)) is not { } grant || grant.Tenant != viewer.Tenant || grant.ClassId != classId)
            return ProblemResults.Forbidden("live_classes.address_invalid", "This address is not one of ours.");
        if (grant.UserId != viewer.UserId) return ProblemResults.Forbidden("live_classes.address_not_yours", "This address was made for someone else.");
        if (grant.ExpiresAt <= time.GetUtcNow()) return ProblemResults.Forbidden("live_classes.address_expired", "This address is over. Open the class again.");
        var key = new LiveClassKey(viewer.Tenant, classId);
        if (await passes.Refused(key, viewer) is { } refused) return refused.ToProblem();
        var window = renditions.Of(key).Window;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return await (HlsFile.Parse(file) switch
        {
            { Kind: HlsFileKind.Playlist } => Playlist(window, http, time),
            { Kind: HlsFileKind.Map } map => Task.FromResult(window.Map((int)map.Number) is { } bytes ? Made(http, bytes, "video/mp4") : ProblemResults.NotFound()),
            { } media => Media(window, media, http, time),
            _ => Task.FromResult(ProblemResults.NotFound()),
        });
    }

    /// <summary>A player that says what it has waits for what comes next. One that comes first waits for the first key frame.</summary>
    private static async Task<IResult> Playlist(HlsWindow window, HttpContext http, TimeProvider time)
    {
        if (Query("_HLS_msn") is { } segment)
        {
            var part = Query("_HLS_part") is { } p and < int.MaxValue ? (int?)p : null;
            if (!window.Has(segment, part) && !window.IsNear(segment)) return ProblemResults.Problem(400, "live_classes.too_far", "No player has heard of this segment.");
            await Wait(window, w => w.Has(segment, part), Patience, http, time);
        }
        else await Wait(window, w => !w.IsEmpty, Beginning, http, time);
        return window.IsEmpty ? ProblemResults.Problem(404, "live_classes.not_on_air", "Nothing is broadcast at present.") : Results.Text(window.Playlist(), "application/vnd.apple.mpegurl");

        long? Query(string name) => long.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
    }

    private static async Task<IResult> Media(HlsWindow window, HlsFile file, HttpContext http, TimeProvider time)
    {
        // Asked for before it is there, as the playlist hints.
        if (file.Part is { } part && !window.Has(file.Number, part) && window.IsNear(file.Number)) await Wait(window, w => w.Has(file.Number, part), Patience, http, time);
        return window.Bytes(file.Number, file.Part) is { } bytes ? Made(http, bytes, "video/iso.segment") : ProblemResults.NotFound();
    }

    private static IResult Made(HttpContext http, byte[] bytes, string type)
    {
        http.Response.Headers.CacheControl = "private, max-age=60";
        return Results.Bytes(bytes, type);
    }

    private static async Task Wait(HlsWindow window, Func<HlsWindow, bool> condition, TimeSpan patience, HttpContext http, TimeProvider time)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        using var timer = time.CreateTimer(static b => ((CancellationTokenSource)b!).Cancel(), bound, patience, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                var changed = window.Changed;
                if (condition(window)) return;
                await changed.WaitAsync(bound.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // It is answered with what there is.
        }
    }
}

/// <param name="Src">The playlist.</param>
public sealed record HlsView(string Src, DateTimeOffset ExpiresAt);
