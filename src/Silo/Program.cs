using LearningHub.Silo.Demo;
using LearningHub.Silo.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LearningHub.Silo;

/// <summary>The all-in-one host and the silo of a cluster.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        try
        {
            var settings = HostSettings.Parse(args);
            await using var host = await HubHost.Create(settings);
            await host.Start();
            var address = host.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            Console.WriteLine($"Learning Hub is at {address?.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)} (engine: {Engine.Name}; data: {Path.GetFullPath(settings.DataPath)}). Ctrl-C stops it.");
            if (settings.Demo) await DemoAcademy.Make(host.App.Services, Console.Out, host.App.Lifetime.ApplicationStopping);
            await host.App.WaitForShutdownAsync();
            return 0;
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync($"hub: {refused.Message}");
            return refused.ExitCode;
        }
    }
}
