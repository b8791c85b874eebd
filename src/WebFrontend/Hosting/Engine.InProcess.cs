namespace LearningHub.WebFrontend.Hosting;

/// <summary>The in-process engine has no cluster to be a front end of.</summary>
internal static class EngineClient
{
    public static string? Unavailable =>
        "A front end by itself needs Microsoft Orleans: this build runs the in-process engine, which is one process. Use ./hub run.";

    public static void AddEngineClient(IHostApplicationBuilder builder) => throw new NotSupportedException(Unavailable);
}
