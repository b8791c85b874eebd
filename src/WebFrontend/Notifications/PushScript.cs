namespace LearningHub.WebFrontend.Notifications;

/// <summary>The service worker that shows pushes. At the root, since a worker's scope is the folder it is served from; never cached long, so that a new one is found.</summary>
internal static class PushScript
{
    private static readonly byte[] Script = Read();

    public static void Map(IEndpointRouteBuilder routes) => routes.PageGroup("Notifications")
        .MapGet("/push-worker.js", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(Script, "text/javascript; charset=utf-8");
        }).Access(Permission.Anyone).WithName("push.worker");

    private static byte[] Read()
    {
        using var stream = typeof(PushScript).Assembly.GetManifestResourceStream("push-worker.js") ?? throw new InvalidOperationException("push-worker.js is not in the program.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
