using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Renders the aggregates that a batch of events names; rows and checkpoint are one transaction.</summary>
internal sealed class ViewRunner(ProjectionServices services, IView view) : ProjectionRunner(services, view)
{
    private const int RebuildBatch = 200;
    private IReadOnlyList<StoredAggregate> _outOfDate = [];

    protected override Func<NpgsqlConnection, CancellationToken, Task> RebuildAll => async (connection, cancellation) =>
    {
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
            await using (var empty = new NpgsqlCommand($"truncate {string.Join(", ", view.Tables)}", connection)) await empty.ExecuteNonQueryAsync(cancellation);
            // The place first, the documents after: what changes in between is rendered twice, never missed.
            await checkpoint.Reset(connection, await EventTable.Head(connection, cancellation) ?? default, rebuildCursor: "", cancellation);
            await transaction.CommitAsync(cancellation);
        }
        _outOfDate = [];
        while (await ApplyBatch(connection, evenStopped: true, cancellation)) { }
    };

    protected override Task<bool> ApplyBatch(NpgsqlConnection connection, CancellationToken cancellation) => ApplyBatch(connection, evenStopped: false, cancellation);

    private async Task<bool> ApplyBatch(NpgsqlConnection connection, bool evenStopped, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        if (checkpoint.RebuildCursor is { } cursor && (checkpoint.Running || evenStopped)) await RenderNext(connection, transaction, checkpoint, cursor, cancellation);
        else if (!checkpoint.Running || !await FollowEvents(connection, transaction, checkpoint, cancellation)) return false;
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task<bool> FollowEvents(NpgsqlConnection connection, NpgsqlTransaction transaction, Checkpoint checkpoint, CancellationToken cancellation)
    {
        var events = await EventTable.ReadAfter(connection, checkpoint.Place, Services.Options.BatchSize, payloadsOf: [], cancellation);
        if (events.Count == 0) return false;
        var last = events.Where(e => e.AggregateType == view.AggregateType).GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last());
        if (last.Count > 0)
            await RenderAll(connection, transaction, await AggregateTable.ReadMany(connection, view.AggregateType, [.. last.Keys], view.RecordTypes, cancellation), key => last[key], cancellation);
        await checkpoint.Advance(connection, events[^1], events.Count, cancellation);
        return true;
    }

    private async Task RenderNext(NpgsqlConnection connection, NpgsqlTransaction transaction, Checkpoint checkpoint, string cursor, CancellationToken cancellation)
    {
        var aggregates = await AggregateTable.ReadAfter(connection, view.AggregateType, cursor, RebuildBatch, view.RecordTypes, cancellation);
        var now = Services.Time.GetUtcNow();
        // No event of its own: parked at the checkpoint, where a retry renders what there is.
        await RenderAll(connection, transaction, aggregates, key => new(checkpoint.Place.Epoch, checkpoint.Place.Tx, checkpoint.Place.Position, view.AggregateType, key, 0, default, "(rebuild)", "", "", null, now), cancellation);
        await checkpoint.SetRebuildCursor(connection, aggregates.Count < RebuildBatch ? null : aggregates[^1].Key, cancellation);
    }

    private async Task RenderAll(NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<StoredAggregate> aggregates, Func<string, EventRow> eventOf, CancellationToken cancellation)
    {
        if (aggregates.Count == 0) return;
        await transaction.SaveAsync("batch", cancellation);
        var rendered = new List<string>();
        try
        {
            await Render(connection, aggregates, cancellation);
            rendered.AddRange(aggregates.Select(a => a.Key));
        }
        catch (Exception e) when (!IsTemporary(e))
        {
            await transaction.RollbackAsync("batch", cancellation);
            foreach (var aggregate in aggregates)
            {
                await transaction.SaveAsync("one", cancellation);
                try
                {
                    await Render(connection, [aggregate], cancellation);
                    rendered.Add(aggregate.Key);
                }
                catch (Exception poison) when (!IsTemporary(poison))
                {
                    await transaction.RollbackAsync("one", cancellation);
                    var cause = eventOf(aggregate.Key);
                    LogParked(Services.Log, Name, cause.Name, cause.Position, poison);
                    await ParkedKeys.Park(connection, Name, cause, poison, Services.Time.GetUtcNow(), cancellation);
                }
            }
        }
        // Current state heals: a key that renders is no longer parked.
        await ParkedKeys.Release(connection, Name, view.AggregateType, rendered, cancellation);
    }

    private async Task Render(NpgsqlConnection connection, IReadOnlyList<StoredAggregate> aggregates, CancellationToken cancellation)
    {
        await view.Render(connection, aggregates, cancellation);
        if (!Services.Options.DeliverTwice) return;
        await view.Render(connection, [.. aggregates.Reverse()], cancellation);
        if (_outOfDate.Count > 0) await view.Render(connection, _outOfDate, cancellation);
        _outOfDate = [.. _outOfDate.Concat(aggregates).TakeLast(20)];
    }

    protected override async Task RetryParked(NpgsqlConnection connection, ParkedKey parked, FeedPosition from, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Checkpoint.Lock(connection, Name, cancellation);
        var aggregates = await AggregateTable.ReadMany(connection, view.AggregateType, [parked.Key], view.RecordTypes, cancellation);
        await RenderAll(connection, transaction, aggregates, key => new(from.Epoch, from.Tx, from.Position, parked.AggregateType, key, 0, default, parked.EventName, "", "", null, parked.At), cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
