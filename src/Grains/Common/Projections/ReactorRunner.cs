using System.Diagnostics;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Lets a reactor act, event after event, at least once. No transaction is open meanwhile (it would hold back the feed): an advisory lock
/// of the session keeps a second runner away.</summary>
internal sealed class ReactorRunner(ProjectionServices services, Reactor reactor) : ProjectionRunner(services, reactor)
{
    private static readonly ActivitySource Activities = new("LearningHub.Projections");
    private const int Tries = 3;
    private (Guid EventId, int Failures) _trouble;

    protected override async Task<bool> ApplyBatch(NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (!await TryLock(connection, cancellation)) return false;
        try { return await ReactToNext(connection, cancellation); }
        finally { await Unlock(connection); }
    }

    private async Task<bool> ReactToNext(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var checkpoint = await Checkpoint.Read(connection, Name, cancellation);
        if (!checkpoint.Running) return false;
        var events = await EventTable.ReadAfter(connection, checkpoint.Place, Services.Options.BatchSize, reactor.EventNames, cancellation);
        if (events.Count == 0) return false;

        var parked = await ParkedKeys.Among(connection, Name, events, cancellation);
        var done = 0;
        try
        {
            for (; done < events.Count; done++)
            {
                var e = events[done];
                if (!reactor.EventNames.Contains(e.Name) || parked.Contains((e.AggregateType, e.Key))) continue;
                if (await TryReact(connection, e, e, cancellation)) continue;
                parked.Add((e.AggregateType, e.Key));
            }
        }
        finally
        {
            // Also when one of them must wait: what is done is not done again.
            if (done > 0) await checkpoint.Advance(connection, events[done - 1], done, CancellationToken.None);
        }
        return true;
    }

    /// <summary>False: the key is parked. A temporary failure is thrown: the runner waits and comes back to the same event.</summary>
    private async Task<bool> TryReact(NpgsqlConnection connection, EventRow e, EventRow parkedFrom, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await React(e, cancellation);
                if (Services.Options.DeliverTwice) await React(e, cancellation);
                return true;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested) { throw; }
            catch (Exception failure) when (IsTemporary(failure) && (_trouble = (e.EventId, _trouble.EventId == e.EventId ? _trouble.Failures + 1 : 1)).Failures < Services.Options.TemporaryFailures) { throw; }
            catch (Exception) when (attempt < Tries) { }
            catch (Exception poison)
            {
                LogParked(Services.Log, Name, e.Name, e.Position, poison);
                await ParkedKeys.Park(connection, Name, parkedFrom, poison, Services.Time.GetUtcNow(), cancellation);
                return false;
            }
        }
    }

    private async Task React(EventRow e, CancellationToken cancellation)
    {
        // A link, not a parent: what follows is a trace of its own, which leads back to the click.
        ActivityLink[] links = ActivityContext.TryParse(e.Trace, null, out var cause) ? [new(cause)] : [];
        using var activity = Activities.StartActivity(Name, ActivityKind.Consumer, parentContext: default, links: links);
        using (ActorContext.As(Actor.System(e.Tenant))) await reactor.React(e, cancellation);
    }

    protected override async Task RetryParked(NpgsqlConnection connection, ParkedKey parked, FeedPosition from, CancellationToken cancellation)
    {
        if (!await TryLock(connection, cancellation)) return;
        try
        {
            var checkpoint = await Checkpoint.Read(connection, Name, cancellation);
            foreach (var e in await EventTable.ReadOf(connection, parked.AggregateType, parked.Key, from, checkpoint.Place, cancellation))
            {
                if (!reactor.EventNames.Contains(e.Name)) continue;
                // Those before it are done. It stays parked until the last one is: what fails for the moment, or a stop, loses nothing.
                await ParkedKeys.MoveTo(connection, Name, e, cancellation);
                if (!await TryReact(connection, e, e, cancellation)) return;
            }
            await ParkedKeys.Release(connection, Name, parked.AggregateType, [parked.Key], cancellation);
        }
        finally { await Unlock(connection); }
    }

    private async Task<bool> TryLock(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock(hashtextextended('projection ' || $1, 0))", connection) { Parameters = { new() { Value = Name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task Unlock(NpgsqlConnection connection)
    {
        // A broken connection has let go of it already.
        if (connection.State is not System.Data.ConnectionState.Open) return;
        await using var command = new NpgsqlCommand("select pg_advisory_unlock(hashtextextended('projection ' || $1, 0))", connection) { Parameters = { new() { Value = Name } } };
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
