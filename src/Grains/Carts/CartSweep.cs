using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Carts;

/// <summary>Looks every ten minutes for carts that are left alone and asks each to see for itself. On every silo: what one has done the others find done.</summary>
internal sealed partial class CartSweep(NpgsqlDataSource database, IGrainFactory grains, TimeProvider time, ILogger<CartSweep> log) : BackgroundService
{
    private const int AtOnce = 200;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Sweep(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
    }

    internal async Task Sweep(CancellationToken cancellation)
    {
        try
        {
            foreach (var key in await LeftAlone(cancellation))
                using (ActorContext.As(Actor.System(key.Tenant))) await grains.Cart(key).Sweep();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested) { LogFailed(log, e); }
    }

    private async Task<List<CartKey>> LeftAlone(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select tenant, cart_id from rm_cart where lines > 0 and not frozen
                and (touched_at < $1 and not abandoned or touched_at < $2 and cart_id like 'g-%' or touched_at < $3)
            order by touched_at limit $4
            """);
        var now = time.GetUtcNow();
        foreach (var after in (TimeSpan[])[CartCheckout.AbandonedAfter, CartCheckout.GuestExpiresAfter, CartCheckout.PersonExpiresAfter]) command.Parameters.Add(new() { Value = now - after });
        command.Parameters.Add(new() { Value = AtOnce });
        var keys = new List<CartKey>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) keys.Add(new(reader.GetString(0), reader.GetString(1)));
        return keys;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Carts that are left alone could not be looked after; they are looked for again in ten minutes")]
    private static partial void LogFailed(ILogger log, Exception e);
}
