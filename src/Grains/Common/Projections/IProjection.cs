using LearningHub.Grains.Interfaces.Common;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>What tails the event table. Register with <c>AddView</c>, <c>AddFold</c> or <c>AddReactor</c>.</summary>
internal interface IProjection
{
    /// <summary>The checkpoint's name, for ever.</summary>
    string Name { get; }
    ProjectionKind Kind { get; }
}

/// <summary>Renders current state into read-model tables from <c>aggregate.doc</c>, version-guarded, so that order and repeats do not matter.</summary>
internal abstract class View<TState> : IView where TState : class, IAggregateState<TState>
{
    public abstract string Name { get; }
    public ProjectionKind Kind => ProjectionKind.View;

    /// <summary>The tables this view owns alone; a rebuild empties them.</summary>
    public abstract IReadOnlyList<string> Tables { get; }

    /// <summary>Record types to load with each snapshot.</summary>
    public virtual IReadOnlyList<string> RecordTypes => [];

    /// <summary>Upserts the rows of these aggregates <c>where existing.version &lt; new.version</c>, in the batch's transaction.</summary>
    public abstract Task Render(NpgsqlConnection connection, IReadOnlyList<Snapshot<TState>> snapshots, CancellationToken cancellation);

    string IView.AggregateType => TState.AggregateType;

    Task IView.Render(NpgsqlConnection connection, IReadOnlyList<StoredAggregate> aggregates, CancellationToken cancellation) =>
        Render(connection, [.. aggregates.Select(a => new Snapshot<TState>(a.Tenant, a.Key, a.Version, AggregateStore.ReadDocument<TState>(a.Json, a.SchemaVersion), a.ChangedAt, a.Records))], cancellation);
}

/// <summary>A view as the runner sees it, whatever its state is.</summary>
internal interface IView : IProjection
{
    string AggregateType { get; }
    IReadOnlyList<string> Tables { get; }
    IReadOnlyList<string> RecordTypes { get; }
    Task Render(NpgsqlConnection connection, IReadOnlyList<StoredAggregate> aggregates, CancellationToken cancellation);
}

internal sealed record StoredAggregate(string Tenant, string Key, long Version, int SchemaVersion, string Json, DateTimeOffset ChangedAt, ILookup<string, StoredRecord> Records);

/// <param name="Tenant">The first segment of <paramref name="Key"/>.</param>
/// <param name="Records">By record type, ordered by seq then id.</param>
internal sealed record Snapshot<TState>(string Tenant, string Key, long Version, TState State, DateTimeOffset ChangedAt, ILookup<string, StoredRecord> Records)
{
    /// <summary>The key's last segment.</summary>
    public string Id => Key[(Key.LastIndexOf('/') + 1)..];
}

/// <summary>Consumes each event exactly once into tables: the batch and the checkpoint are one transaction.</summary>
internal abstract class Fold : IProjection
{
    public abstract string Name { get; }
    public ProjectionKind Kind => ProjectionKind.Fold;
    public abstract IReadOnlyList<string> Tables { get; }
    public abstract IReadOnlyList<string> EventNames { get; }

    /// <summary>Whether its tables may be emptied and made again from the events.</summary>
    public virtual bool IsRebuildable => true;

    public abstract Task Apply(NpgsqlConnection connection, IReadOnlyList<EventRow> events, CancellationToken cancellation);

    /// <summary>The batch is committed: tell who watches. A hint, at most once, never relied on; what it throws is logged.</summary>
    public virtual Task Applied(IReadOnlyList<EventRow> events) => Task.CompletedTask;
}

/// <summary>Does something in the world for an event. Delivered at least once, in order for a key: the effect must carry an idempotency key
/// made from <see cref="EventRow.EventId"/>. Runs as the system actor of the event's tenant.</summary>
internal abstract class Reactor : IProjection
{
    public abstract string Name { get; }
    public ProjectionKind Kind => ProjectionKind.Reactor;
    public abstract IReadOnlyList<string> EventNames { get; }
    public abstract Task React(EventRow e, CancellationToken cancellation);

    /// <summary>Throws where an effect did not happen. What is not available at present is told as a time-out: tried again later, not parked at once.</summary>
    protected static void Must<T>(Result<T> result)
    {
        if (result.IsOk) return;
        var what = $"{result.Error.Code}: {result.Error.Message}";
        throw result.Error.Kind is ErrorKind.Unavailable ? new TimeoutException(what) : new InvalidOperationException(what);
    }
}
