using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Applies each event once: the fold's rows and the checkpoint are one transaction.</summary>
internal sealed class FoldRunner(ProjectionServices services, Fold fold) : ProjectionRunner(services, fold)
{
    protected override Func<NpgsqlConnection, CancellationToken, Task> RebuildAll => async (connection, cancellation) =>
    {
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
            await using (var empty = new NpgsqlCommand($"truncate {string.Join(", ", fold.Tables)}", connection)) await empty.ExecuteNonQueryAsync(cancellation);
            await checkpoint.Reset(connection, default, rebuildCursor: null, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        while (await ApplyBatch(connection, evenStopped: true, cancellation)) { }
    };

    protected override Task<bool> ApplyBatch(NpgsqlConnection connection, CancellationToken cancellation) => ApplyBatch(connection, evenStopped: false, cancellation);

    private async Task<bool> ApplyBatch(NpgsqlConnection connection, bool evenStopped, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        if (!checkpoint.Running && !evenStopped) return false;
        var events = await EventTable.ReadAfter(connection, checkpoint.Place, Services.Options.BatchSize, fold.EventNames, cancellation);
        if (events.Count == 0) return false;

        var wanted = events.Where(e => fold.EventNames.Contains(e.Name)).ToList();
        if (wanted.Count > 0)
        {
            var parked = await ParkedKeys.Among(connection, Name, wanted, cancellation);
            await Apply(connection, transaction, [.. wanted.Where(e => !parked.Contains((e.AggregateType, e.Key)))], cancellation);
        }
        await checkpoint.Advance(connection, events[^1], events.Count, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
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

    protected override async Task RetryParked(NpgsqlConnection connection, ParkedKey parked, FeedPosition from, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        var missed = (await EventTable.ReadOf(connection, parked.AggregateType, parked.Key, from, checkpoint.Place, cancellation)).Where(e => fold.EventNames.Contains(e.Name)).ToList();
        if (missed.Count == 0 || await TryApply(connection, transaction, missed, missed[0], cancellation))
            await ParkedKeys.Release(connection, Name, parked.AggregateType, [parked.Key], cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
