using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Gamification;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Gamification;

/// <summary>Tells badges as events (<c>points.badge_awarded</c>), so that others can act on them. The fold of points writes rows; the person's document says which were told, so that a badge that
/// a rebuild gives again is not told again, however many silos look. What was earned longer than a day ago is no news and is not told.</summary>
internal sealed partial class BadgeTeller(NpgsqlDataSource database, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<BadgeTeller> log) : BackgroundService
{
    private const int AtOnce = 50;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2), News = TimeSpan.FromDays(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var started = new TaskCompletionSource();
            await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stoppingToken);
            while (true)
            {
                try { while (await Round(stoppingToken) == AtOnce) { } }
                catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested) { RoundFailed(log, e); }
                await Task.Delay(Every, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    internal async Task<int> Round(CancellationToken cancellation)
    {
        var news = time.GetUtcNow() - News;
        await using (var old = database.CreateCommand("update badge_award set told = true where not told and at < $1"))
        {
            old.Parameters.Add(new() { Value = news });
            await old.ExecuteNonQueryAsync(cancellation);
        }
        var waiting = new List<(string Tenant, string UserId, string BadgeId)>();
        await using (var command = database.CreateCommand("select tenant, user_id, badge_id from badge_award where not told order by at limit $1"))
        {
            command.Parameters.Add(new() { Value = AtOnce });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation)) waiting.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }
        foreach (var (tenant, userId, badgeId) in waiting)
        {
            using var actor = ActorContext.As(Actor.System(tenant));
            var told = await grains.GetGrain<IPointsProfileGrain>(new UserKey(tenant, userId).ToString()).TellBadge(new(badgeId));
            if (!told.IsOk) throw new TimeoutException(told.Error.Code);
            await using var note = database.CreateCommand("update badge_award set told = true where tenant = $1 and user_id = $2 and badge_id = $3");
            foreach (var value in (string[])[tenant, userId, badgeId]) note.Parameters.Add(new() { Value = value });
            await note.ExecuteNonQueryAsync(cancellation);
        }
        return waiting.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Badges could not be told; the next round goes on")]
    private static partial void RoundFailed(ILogger logger, Exception e);
}
