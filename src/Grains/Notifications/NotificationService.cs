using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Notifications;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LearningHub.Grains.Notifications;

/// <summary>Spreads causes whose time has come and hands due mails to the outbox: at once when the fold of this process wrote one, else every second. Each silo does; rows are taken by one.</summary>
internal sealed partial class NotificationService(
    Spread spread, MailDelivery mails, Deliveries deliveries, SpreadBell bell, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<NotificationService> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1), TidyEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = new TaskCompletionSource();
            await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
            var tidied = time.GetUtcNow();
            while (true)
            {
                try
                {
                    await Round(stoppingToken);
                    if (time.GetUtcNow() - tidied >= TidyEvery)
                    {
                        tidied = time.GetUtcNow();
                        await deliveries.Tidy(stoppingToken);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
                {
                    RoundFailed(log, e);
                    await Task.Delay(Every, time, stoppingToken);
                }
                await bell.Wait(Every, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    internal async Task Round(CancellationToken cancellation)
    {
        for (var more = true; more && !cancellation.IsCancellationRequested;)
        {
            (var told, more) = await spread.Round(cancellation);
            await Hint(told);
            more |= await mails.Round(cancellation);
        }
    }

    /// <summary>People's pages hear of it; a hint that is lost is made up for by the next page.</summary>
    private async Task Hint(List<(string Tenant, string UserId)> told)
    {
        foreach (var tenant in told.GroupBy(t => t.Tenant))
            foreach (var people in tenant.Select(t => t.UserId).Distinct().Chunk(500))
            {
                using var actor = ActorContext.As(Actor.System(tenant.Key));
                try { await grains.GetGrain<IInboxPushGrain>(new TenantKey(tenant.Key, "inboxes").ToString()).Tell(people.ToImmutableArray()); }
                catch (Exception e) when (e is not OutOfMemoryException) { HintLost(log, e); }
            }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A round of notifications failed; the next one goes on where it stopped")]
    private static partial void RoundFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Some pages were not told that there are new notifications")]
    private static partial void HintLost(ILogger logger, Exception e);
}
