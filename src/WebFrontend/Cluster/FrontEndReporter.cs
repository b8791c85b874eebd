using System.Collections.Immutable;
using System.Diagnostics;
using System.Reflection;
using LearningHub.Grains.Interfaces.Cluster;
using LearningHub.WebFrontend.Common.Live;

namespace LearningHub.WebFrontend.Cluster;

/// <summary>Says every five seconds that this front end is there, and what it holds open.</summary>
internal sealed partial class FrontEndReporter(LiveRelay relay, LiveLifetime sockets, IGrainFactory grains, TimeProvider time, ILogger<FrontEndReporter> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), Patience = TimeSpan.FromSeconds(4);
    private static readonly string Version = typeof(FrontEndReporter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    // Two on one machine have two names, and one that starts again is another.
    private readonly string _name = $"{Environment.MachineName.ToLowerInvariant()}-{Guid.NewGuid().ToString("n")[..4]}";
    private readonly DateTimeOffset _started = Process.GetCurrentProcess().StartTime.ToUniversalTime();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Report(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    private async Task Report(CancellationToken stopping)
    {
        try
        {
            using (ActorContext.As(Actor.System("system")))
                await grains.GetGrain<IFrontEndsGrain>("system/front-ends").Report(new(_name, Version, _started, sockets.All.Count(), relay.StreamCounts())).WaitAsync(Patience, time, stopping);
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            NotTold(log, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "This front end could not say that it is there: {Reason}")]
    private static partial void NotTold(ILogger log, string reason);
}
