using System.Collections.Frozen;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Applies each event once: the fold's rows and the checkpoint are one transaction.</summary>
internal sealed class FoldRunner(ProjectionServices services, Fold fold) : ProjectionRunner(services, fold)
{
    private readonly FrozenSet<string> _names = [.. fold.EventNames];
    private List<EventRow> _applied = [];

    public override bool Wants(EventRow row) => _names.Contains(row.Name);

    protected override Func<CancellationToken, Task>? RebuildAll => !fold.IsRebuildable ? null : async cancellation =>
    {
        await Connected(connection => Empty(connection, cancellation), cancellation);
        while (await ApplyBatch(evenStopped: true, cancellation) is not BatchOutcome.Nothing) { }
    };

    private async Task Empty(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        await using (var empty = new NpgsqlCommand($"truncate {string.Join(", ", fold.Tables)}", connection)) await empty.ExecuteNonQueryAsync(cancellation);
        await checkpoint.Reset(connection, default, rebuildCursor: null, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    protected override Task<BatchOutcome> ApplyBatch(CancellationToken cancellation) => ApplyBatch(evenStopped: false, cancellation);

    private async Task<BatchOutcome> ApplyBatch(bool evenStopped, CancellationToken cancellation)
    {
        _applied = [];
        var outcome = await Connected(connection => ApplyBatch(connection, evenStopped, cancellation), cancellation);
        if (_applied.Count > 0) await Tell(_applied);
        return outcome;
    }

    private async Task<BatchOutcome> ApplyBatch(NpgsqlConnection connection, bool evenStopped, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        Reached(checkpoint.Place);
        if (!checkpoint.Running && !evenStopped) return BatchOutcome.Nothing;
        var events = await KnownAfter(connection, checkpoint, fold.EventNames, cancellation);
        if (events.Count == 0)
        {
            await transaction.CommitAsync(cancellation);
            return BatchOutcome.Nothing;
        }

        var wanted = events.Where(Wants).ToList();
        if (wanted.Count > 0)
        {
            using var activity = ProjectionTrace.Begin(Name, wanted);
            var parked = await ParkedKeys.Among(connection, Name, wanted, cancellation);
            await Apply(connection, transaction, [.. wanted.Where(e => !parked.Contains((e.AggregateType, e.Key)))], cancellation);
        }
        await checkpoint.Advance(connection, events[^1], events.Count, cancellation);
        await transaction.CommitAsync(cancellation);
        Reached(events[^1].Place);
        _applied = wanted;
        return OutcomeAt(events[^1].Place);
    }

    private async Task Tell(IReadOnlyList<EventRow> events)
    {
        try { await fold.Applied(events); }
        catch (Exception e) { LogUntold(Services.Log, Name, e); }
    }

    private async Task Apply(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<EventRow> events, CancellationToken cancellation)
    {
        if (events.Count == 0) return;
        await transaction.SaveAsync("batch", cancellation);
        try { await fold.Apply(connection, events, cancellation); }
        catch (Exception e) when (!IsTemporary(e))
        {
            await transaction.RollbackAsync("batch", cancellation);
            var parked = new HashSet<(string, string)>();
            foreach (var one in events.Where(o => !parked.Contains((o.AggregateType, o.Key))))
                if (!await TryApply(connection, transaction, [one], one, cancellation)) parked.Add((one.AggregateType, one.Key));
        }
    }

    /// <summary>False: the events are not applied, and the key is parked.</summary>
    private async Task<bool> TryApply(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<EventRow> events, EventRow first, CancellationToken cancellation)
    {
        await transaction.SaveAsync("one", cancellation);
        try
        {
            await fold.Apply(connection, events, cancellation);
            return true;
        }
        catch (Exception poison) when (!IsTemporary(poison))
        {
            await transaction.RollbackAsync("one", cancellation);
            LogParked(Services.Log, Name, first.Name, first.Position, poison);
            await ParkedKeys.Park(connection, Name, first, poison, Services.Time.GetUtcNow(), cancellation);
            return false;
        }
    }

    protected override Task RetryParked(ParkedKey parked, FeedPosition from, CancellationToken cancellation) =>
        Connected(connection => RetryParked(connection, parked, from, cancellation), cancellation);

    private async Task RetryParked(NpgsqlConnection connection, ParkedKey parked, FeedPosition from, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        var since = await EventTable.ReadOf(connection, parked.AggregateType, parked.Key, from, checkpoint.Place, cancellation);
        // A newer version came further than this one can: it stays parked until that one tries.
        if (!since.All(Services.Known.Contains)) return;
        var missed = since.Where(Wants).ToList();
        if (missed.Count == 0 || await TryApply(connection, transaction, missed, missed[0], cancellation))
            await ParkedKeys.Release(connection, Name, parked.AggregateType, [parked.Key], cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
