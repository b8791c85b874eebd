using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Administration;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace LearningHub.WebFrontend.Common.Telemetry;

/// <summary>Probes and the scrape. The probes say yes or no to anyone; reasons and numbers go to admins and to this machine.</summary>
internal static class TelemetryEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Every answer carries the id under which the request is found in logs and traces.</summary>
    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity) http.TraceIdentifier = activity.TraceId.ToHexString();
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        return next(http);
    });

    public static IEndpointRouteBuilder MapTelemetry(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live\n")).Access(Permission.Anyone).WithName("health.live").ExcludeFromDescription();
        routes.MapGet("/health/ready", Ready).Access(Permission.Anyone).WithName("health.ready").ExcludeFromDescription();
        routes.MapGet("/metrics", Metrics).Access(Permission.Anyone).WithName("metrics").ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> Ready(HttpContext http, IGrainFactory grains, TimeProvider time)
    {
        // A front end may meet the gateway of a silo that has just gone: the second try goes to another.
        var answer = await Ask(grains, time) ?? await Ask(grains, time) ?? new(false, ["The grains do not answer."]);
        return Results.Json(new { ready = answer.Ready, reasons = MaySee(http) ? answer.Reasons : [] }, statusCode: answer.Ready ? 200 : 503);
    }

    private static async Task<ReadinessView?> Ask(IGrainFactory grains, TimeProvider time)
    {
        try
        {
            using (ActorContext.As(Actor.System("system")))
                return await grains.GetGrain<ISystemGrain>(TenantKey.Queries("system").ToString()).Ready().WaitAsync(Patience, time);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or InvalidOperationException)
        {
            return null;
        }
    }

    private static IResult Metrics(HttpContext http) =>
        !(MaySee(http) || IsScraper(http)) || http.RequestServices.GetService<MetricStore>() is not { } store ? Refusals.NotFound(http) : Results.Text(store.Write(), "text/plain; version=0.0.4; charset=utf-8");

    private static bool MaySee(HttpContext http) => http.Viewer().May(Permission.OperateSystem) || IsThisMachine(http);

    /// <summary>Who has the token of the settings reads the numbers, and nothing else. Compared in the same time whatever is wrong with it.</summary>
    private static bool IsScraper(HttpContext http)
    {
        if (http.RequestServices.GetRequiredService<IOptions<HubWebOptions>>().Value.MetricsToken is not { Length: > 0 } token) return false;
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var said) || !said.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)) return false;
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said.Parameter ?? "")), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }

    /// <summary>A proxy on this machine also connects from loopback, but says for whom.</summary>
    private static bool IsThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && http.Request.Headers["X-Forwarded-For"].Count == 0 && http.Request.Headers["Forwarded"].Count == 0;
}
