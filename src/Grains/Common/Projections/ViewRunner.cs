using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Renders the aggregates that a batch of events names; rows and checkpoint are one transaction.</summary>
internal sealed class ViewRunner(ProjectionServices services, IView view) : ProjectionRunner(services, view)
{
    private const int RebuildBatch = 200;
    private IReadOnlyList<StoredAggregate> _outOfDate = [];

    public override bool Wants(EventRow row) => row.AggregateType == view.AggregateType;

    public override bool PassesUnknown => true;

    protected override Func<CancellationToken, Task> RebuildAll => async cancellation =>
    {
        await Connected(connection => Empty(connection, cancellation), cancellation);
        _outOfDate = [];
        while (await ApplyBatch(evenStopped: true, cancellation) is not BatchOutcome.Nothing) { }
    };

    private async Task Empty(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        await using (var empty = new NpgsqlCommand($"truncate {string.Join(", ", view.Tables)}", connection)) await empty.ExecuteNonQueryAsync(cancellation);
        // The place first, the documents after: what changes in between is rendered twice, never missed.
        await checkpoint.Reset(connection, await EventTable.Head(connection, cancellation) ?? default, rebuildCursor: "", cancellation);
        await transaction.CommitAsync(cancellation);
    }

    protected override Task<BatchOutcome> ApplyBatch(CancellationToken cancellation) => ApplyBatch(evenStopped: false, cancellation);

    private Task<BatchOutcome> ApplyBatch(bool evenStopped, CancellationToken cancellation) => Connected(connection => ApplyBatch(connection, evenStopped, cancellation), cancellation);

    private async Task<BatchOutcome> ApplyBatch(NpgsqlConnection connection, bool evenStopped, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var checkpoint = await Checkpoint.Lock(connection, Name, cancellation);
        Reached(checkpoint.RebuildCursor is null ? checkpoint.Place : null);
        if (!checkpoint.Running && !evenStopped) return BatchOutcome.Nothing;
        if (checkpoint.RebuildCursor is { } cursor)
        {
            await RenderNext(connection, transaction, checkpoint, cursor, cancellation);
            await transaction.CommitAsync(cancellation);
            return BatchOutcome.More;
        }
        if (!checkpoint.Running || await FollowEvents(connection, transaction, checkpoint, cancellation) is not { } place) return BatchOutcome.Nothing;
        await transaction.CommitAsync(cancellation);
        Reached(place);
        return OutcomeAt(place);
    }

    private async Task<FeedPosition?> FollowEvents(NpgsqlConnection connection, NpgsqlTransaction transaction, Checkpoint checkpoint, CancellationToken cancellation)
    {
        var events = await EventsAfter(connection, checkpoint.Place, [], cancellation);
        if (events.Count == 0) return null;
        var last = events.Where(Wants).GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.Last());
        if (last.Count > 0)
        {
            using var activity = ProjectionTrace.Begin(Name, [.. last.Values]);
            await RenderAll(connection, transaction, await AggregateTable.ReadMany(connection, view.AggregateType, [.. last.Keys], view.RecordTypes, cancellation), key => last[key], cancellation);
        }
        await checkpoint.Advance(connection, events[^1], events.Count, cancellation);
        return events[^1].Place;
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

    protected override Task RetryParked(ParkedKey parked, FeedPosition from, CancellationToken cancellation) =>
        Connected(connection => RetryParked(connection, parked, from, cancellation), cancellation);

    private async Task RetryParked(NpgsqlConnection connection, ParkedKey parked, FeedPosition from, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Checkpoint.Lock(connection, Name, cancellation);
        var aggregates = await AggregateTable.ReadMany(connection, view.AggregateType, [parked.Key], view.RecordTypes, cancellation);
        await RenderAll(connection, transaction, aggregates, key => new(from.Epoch, from.Tx, from.Position, parked.AggregateType, key, 0, default, parked.EventName, "", "", null, parked.At), cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
