using LearningHub.WebFrontend.LiveClasses.Broadcast;

namespace LearningHub.WebFrontend.LiveClasses;

/// <summary>The two media sockets of a class. The handshake passes the same fences as every request: session, origin, permission.</summary>
internal static class LiveSockets
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var sockets = routes.MapGroup("/live/{classId}").WithTags("LiveClasses").ExcludeFromDescription().DisableAntiforgery();
        sockets.MapGet("/publish", Publish).Access(Permission.SignedIn).WithName("live.publish");
        sockets.MapGet("/watch", Watch).Access(Permission.SignedIn).WithName("live.watch");
    }

    private static Task Publish(string classId, HttpContext http, PublishSocket publish, TimeProvider time) =>
        Accept(http, classId, MediaFrame.Largest, time, (socket, key, course) => publish.Serve(socket, key, http.Viewer(), course, http.RequestAborted));

    private static Task Watch(string classId, HttpContext http, WatchSocket watch, TimeProvider time) =>
        Accept(http, classId, 1024, time, (socket, key, course) => watch.Serve(socket, key, http.Viewer(), course, http.RequestAborted));

    private static async Task Accept(HttpContext http, string classId, int largest, TimeProvider time, Func<MediaSocket, LiveClassKey, string, Task> serve)
    {
        if (!KeySegment.IsValid(classId)) { await ProblemResults.NotFound().ExecuteAsync(http); return; }
        // What a stranger may not have is refused before the upgrade.
        var grains = http.RequestServices.GetRequiredService<IGrainFactory>();
        var pass = await grains.LiveClass(new(http.Viewer().Tenant, classId)).GetPass();
        if (!pass.IsOk) { await pass.Error.ToProblem().ExecuteAsync(http); return; }
        if (!http.WebSockets.IsWebSocketRequest) { await ProblemResults.Problem(426, "live_classes.socket_only", "This address speaks WebSocket.").ExecuteAsync(http); return; }
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        await serve(new(socket, largest, time), new(http.Viewer().Tenant, classId), pass.Value.CourseId);
    }
}
