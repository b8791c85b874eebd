using System.Diagnostics;
using System.Globalization;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Live;

/// <summary>The browser tests of a live class, at length: latency read from the picture by three attendees for a minute, a reload, a kill of the host process, the recording.</summary>
internal static class PictureRun
{
    public static async Task<int> Run(int seconds, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Repository.Root };
        foreach (var argument in (string[])["test", Repository.Program("Browser.Tests"), "--nologo", "--filter", "FullyQualifiedName~LiveClassTests", "--logger", "console;verbosity=detailed"]) start.ArgumentList.Add(argument);
        start.Environment["HUB_ROOT"] = Repository.Root;
        start.Environment["HUB_LIVE_SECONDS"] = seconds.ToString(CultureInfo.InvariantCulture);
        start.Environment["HUB_BROWSER_TRACE"] = "off";
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }
}
