using LearningHub.WebFrontend.Common.Telemetry;
using LearningHub.WebFrontend.Hosting;

namespace LearningHub.WebFrontend;

/// <summary>A front end of a cluster, by itself: pages, API, hubs and media delivery over grains that run elsewhere.
/// The all-in-one host (src/Silo) uses the same two methods.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (EngineClient.Unavailable is { } why)
        {
            await Console.Error.WriteLineAsync(why);
            return 64;
        }
        var builder = WebApplication.CreateBuilder(args);
        EngineClient.AddEngineClient(builder);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddHubTelemetry();
        builder.AddWebFrontend();
        var app = builder.Build();
        app.MapWebFrontend();
        await app.RunAsync();
        return 0;
    }
}
