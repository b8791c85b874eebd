using System.Collections.Frozen;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Lets a reactor act, event after event, at least once. No transaction is open meanwhile (it would hold back the feed) and no connection
/// is held: an advisory lock of the process's session keeps the runners of other silos away.</summary>
internal sealed class ReactorRunner(ProjectionServices services, Reactor reactor) : ProjectionRunner(services, reactor)
{
    private const int Tries = 3;
    private (Guid EventId, int Failures) _trouble;

    private readonly FrozenSet<string> _names = [.. reactor.EventNames];

    public override bool Wants(EventRow row) => _names.Contains(row.Name);

    protected override async Task<BatchOutcome> ApplyBatch(CancellationToken cancellation)
    {
        if (await Services.Locks.TryTake(Name, cancellation) is not { } taken) return BatchOutcome.Nothing;
        try { return await ReactToNext(cancellation); }
        finally { await Services.Locks.Release(Name, taken); }
    }

    private async Task<BatchOutcome> ReactToNext(CancellationToken cancellation)
    {
        var (checkpoint, events, parked) = await Connected(connection => Next(connection, cancellation), cancellation);
        Reached(checkpoint.Place);
        if (events.Count == 0) return BatchOutcome.Nothing;
        var done = 0;
        try
        {
            for (; done < events.Count; done++)
            {
                var e = events[done];
                if (!Wants(e) || parked.Contains((e.AggregateType, e.Key))) continue;
                if (await TryReact(e, e, cancellation)) continue;
                parked.Add((e.AggregateType, e.Key));
            }
        }
        finally
        {
            // Also when one of them must wait: what is done is not done again.
            if (done > 0 && await Connected(connection => checkpoint.Advance(connection, events[done - 1], done, CancellationToken.None), CancellationToken.None))
                Reached(events[done - 1].Place);
        }
        return OutcomeAt(events[^1].Place);
    }

    private async Task<(Checkpoint, IReadOnlyList<EventRow>, HashSet<(string, string)>)> Next(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var checkpoint = await Checkpoint.Read(connection, Name, cancellation);
        if (!checkpoint.Running) return (checkpoint, [], []);
        var events = await KnownAfter(connection, checkpoint, reactor.EventNames, cancellation);
        var wanted = events.Where(Wants).ToList();
        return (checkpoint, events, wanted.Count == 0 ? [] : await ParkedKeys.Among(connection, Name, wanted, cancellation));
    }

    /// <summary>False: the key is parked. A temporary failure is thrown: the runner waits and comes back to the same event.</summary>
    private async Task<bool> TryReact(EventRow e, EventRow parkedFrom, CancellationToken cancellation)
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
                await Connected(connection => ParkedKeys.Park(connection, Name, parkedFrom, poison, Services.Time.GetUtcNow(), cancellation), cancellation);
                return false;
            }
        }
    }

    private async Task React(EventRow e, CancellationToken cancellation)
    {
        using var activity = ProjectionTrace.Begin(Name, [e]);
        using (ActorContext.As(Actor.System(e.Tenant))) await reactor.React(e, cancellation);
    }

    protected override async Task RetryParked(ParkedKey parked, FeedPosition from, CancellationToken cancellation)
    {
        if (await Services.Locks.TryTake(Name, cancellation) is not { } taken) return;
        try
        {
            var missed = await Connected(async connection => await EventTable.ReadOf(
                connection, parked.AggregateType, parked.Key, from, (await Checkpoint.Read(connection, Name, cancellation)).Place, cancellation), cancellation);
            // A newer version came further than this one can: it stays parked until that one tries.
            if (!missed.All(Services.Known.Contains)) return;
            foreach (var e in missed.Where(Wants))
            {
                // Those before it are done. It stays parked until the last one is: what fails for the moment, or a stop, loses nothing.
                await Connected(connection => ParkedKeys.MoveTo(connection, Name, e, cancellation), cancellation);
                if (!await TryReact(e, e, cancellation)) return;
            }
            await Connected(connection => ParkedKeys.Release(connection, Name, parked.AggregateType, [parked.Key], cancellation), cancellation);
        }
        finally { await Services.Locks.Release(Name, taken); }
    }
}
