using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Forgets recorded answers after 30 days, a thousand a transaction, so that the feed's horizon is never held back.</summary>
internal sealed partial class OperationRetention(NpgsqlDataSource database, TimeProvider time, ILogger<OperationRetention> log) : BackgroundService
{
    private const int AtOnce = 1000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                while (await Forget(stoppingToken) == AtOnce) { }
        }
        catch (OperationCanceledException) { }
    }

    internal async Task<int> Forget(CancellationToken cancellation)
    {
        try
        {
            await using var command = database.CreateCommand("delete from operation where ctid = any(array(select ctid from operation where at < $1 limit $2))");
            command.Parameters.Add(new() { Value = time.GetUtcNow() - Kept });
            command.Parameters.Add(new() { Value = AtOnce });
            return await command.ExecuteNonQueryAsync(cancellation);
        }
        catch (NpgsqlException e)
        {
            LogFailed(log, e);
            return 0;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old operations could not be deleted; they are tried again in an hour")]
    private static partial void LogFailed(ILogger log, Exception e);
}
