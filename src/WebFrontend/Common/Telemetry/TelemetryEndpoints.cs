using System.Diagnostics;
using System.Net;
using LearningHub.Grains.Interfaces.Administration;
using Orleans.Runtime;

namespace LearningHub.WebFrontend.Common.Telemetry;

/// <summary>Probes and the scrape. The probes say yes or no to anyone; reasons and numbers go to admins and to this machine.</summary>
internal static class TelemetryEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

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
        ReadinessView answer;
        try
        {
            using (ActorContext.As(Actor.System("system")))
                answer = await grains.GetGrain<ISystemGrain>(TenantKey.Queries("system").ToString()).Ready().WaitAsync(Patience, time);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or InvalidOperationException)
        {
            answer = new(false, ["The grains do not answer."]);
        }
        return Results.Json(new { ready = answer.Ready, reasons = MaySee(http) ? answer.Reasons : [] }, statusCode: answer.Ready ? 200 : 503);
    }

    private static IResult Metrics(HttpContext http) =>
        !MaySee(http) || http.RequestServices.GetService<MetricStore>() is not { } store ? Refusals.NotFound(http) : Results.Text(store.Write(), "text/plain; version=0.0.4; charset=utf-8");

    private static bool MaySee(HttpContext http) => http.Viewer().May(Permission.OperateSystem) || IsThisMachine(http);

    /// <summary>A proxy on this machine also connects from loopback, but says for whom.</summary>
    private static bool IsThisMachine(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && http.Request.Headers["X-Forwarded-For"].Count == 0 && http.Request.Headers["Forwarded"].Count == 0;
}
