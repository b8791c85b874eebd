using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using LearningHub.WebFrontend.Playback;

namespace LearningHub.WebFrontend.LiveClasses.Hls;

/// <summary>A class by HLS, for browsers that cannot decode the chunks of the media socket and for players: two to three seconds behind it. With its sound as Opus, and as AAC where there is
/// ffmpeg. Addresses are signed, for one person.</summary>
internal static class HlsApi
{
    /// <summary>As RFC 6381 names them; what AAC adds is an upper bound, so that the other is taken where both can be played.</summary>
    private const string Opus = "opus", Aac = "mp4a.40.2", PlaylistType = "application/vnd.apple.mpegurl";
    private const long AacBandwidth = 160_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private static readonly TimeSpan Patience = HlsWindow.SegmentTarget * 3, Beginning = TimeSpan.FromSeconds(8);

    public static void MapAddress(IEndpointRouteBuilder one) => one.MapGet("/hls", Open).Access(Permission.SignedIn).WithName("liveClasses.hls")
        .WithSummary("A signed address of the class as low-latency HLS, for the caller alone; what it names is there while the class is broadcast. The sound is Opus, and AAC too where the front end has ffmpeg.")
        .Produces<HlsView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/live/{classId}/hls/{token}/{file}", Deliver).Access(Permission.SignedIn).WithName("live.hls").WithTags("LiveClasses").ExcludeFromDescription();

    private static async Task<IResult> Open(string classId, HttpContext http, IGrainFactory grains, SigningKeys keys, AacEncoders encoders, TimeProvider time)
    {
        var viewer = http.Viewer();
        var pass = await LiveClassApi.Class(http, grains, classId).GetPass();
        if (!pass.IsOk) return pass.Error.ToProblem();
        var expires = DateTimeOffset.FromUnixTimeSeconds((time.GetUtcNow() + Lifetime).ToUnixTimeSeconds());
        http.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new HlsView($"/live/{classId}/hls/{new LiveAddress(viewer.Tenant, classId, viewer.UserId, expires).Sign(await keys.Of(viewer.Tenant))}/{HlsFile.Index}", expires, encoders.Available ? [Opus, Aac] : [Opus]));
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
        var rendition = renditions.Of(key);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return await (HlsFile.Parse(file) switch
        {
            { Kind: HlsFileKind.Index } => Index(rendition, http, time),
            { Kind: HlsFileKind.OpusPlaylist } => Playlist(rendition.Window, rendition.AacIfMade is { } aac ? (aac, HlsFile.Aac) : null, http, time),
            { Kind: HlsFileKind.AacPlaylist } => rendition.Aac() is { } aac ? Playlist(aac, (rendition.Window, HlsFile.Opus), http, time) : Task.FromResult(ProblemResults.Problem(404, "live_classes.no_aac", "This front end has no encoder for AAC.")),
            { } made when rendition.Find(made.Window) is { } window => made.Kind == HlsFileKind.Media ? Media(window, made, http, time)
                : Task.FromResult(window.Map((int)made.Number) is { } bytes ? Made(http, bytes, "video/mp4") : ProblemResults.NotFound()),
            _ => Task.FromResult(ProblemResults.NotFound()),
        });
    }

    /// <summary>The same pictures with either sound. A player takes the first that it can decode.</summary>
    private static async Task<IResult> Index(LiveRendition rendition, HttpContext http, TimeProvider time)
    {
        await Wait(rendition.Window, w => w.Variant is not null, Beginning, http, time);
        if (rendition.Window.Variant is not var (bandwidth, video)) return NotOnAir();
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:9\n");
        Add(Opus, bandwidth, HlsFile.Opus);
        if (rendition.HasAac) Add(Aac, bandwidth + AacBandwidth, HlsFile.Aac);
        return Results.Text(text.ToString(), PlaylistType);

        void Add(string sound, long bits, string name) => text.Append(CultureInfo.InvariantCulture,
            $"#EXT-X-STREAM-INF:BANDWIDTH={bits},CODECS=\"{video.Codec},{sound}\",RESOLUTION={video.Width}x{video.Height}\n{name}\n");
    }

    /// <summary>A player that says what it has waits for what comes next. One that comes first waits for the first whole segment: not all players know parts.</summary>
    private static async Task<IResult> Playlist(HlsWindow window, (HlsWindow, string)? other, HttpContext http, TimeProvider time)
    {
        var asked = Query("_HLS_msn");
        // Also one whose process is gone, and who asks for what that one would have made next.
        await Wait(window, asked is null ? w => w.HasSegment : w => !w.IsEmpty, Beginning, http, time);
        if (window.IsEmpty) return NotOnAir();
        if (asked is { } segment)
        {
            var part = Query("_HLS_part") is { } p and < int.MaxValue ? (int?)p : null;
            if (!window.Has(segment, part) && !window.IsNear(segment)) return ProblemResults.Problem(400, "live_classes.too_far", "No player has heard of this segment.");
            await Wait(window, w => w.Has(segment, part), Patience, http, time);
        }
        return Results.Text(window.Playlist(other), PlaylistType);

        long? Query(string name) => long.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
    }

    private static async Task<IResult> Media(HlsWindow window, HlsFile file, HttpContext http, TimeProvider time)
    {
        // Asked for before it is there, as the playlist hints.
        if (file.Part is { } part && !window.Has(file.Number, part) && window.IsNear(file.Number)) await Wait(window, w => w.Has(file.Number, part), Patience, http, time);
        return window.Bytes(file.Number, file.Part) is { } bytes ? Made(http, bytes, "video/iso.segment") : ProblemResults.NotFound();
    }

    private static IResult NotOnAir() => ProblemResults.Problem(404, "live_classes.not_on_air", "Nothing is broadcast at present.");

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

/// <param name="Src">The playlist of playlists.</param>
/// <param name="Sounds">The codecs in which the sound can be had.</param>
public sealed record HlsView(string Src, DateTimeOffset ExpiresAt, ImmutableArray<string> Sounds);
