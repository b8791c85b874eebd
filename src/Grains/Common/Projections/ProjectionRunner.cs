using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Applies the feed to one projection, batch after batch, whenever it is woken. There is one a process; the grain that fronts it makes it
/// one a cluster, and the lock on the checkpoint holds even when there are two for a moment.</summary>
internal abstract partial class ProjectionRunner(ProjectionServices services, IProjection projection) : IAsyncDisposable
{
    private const int RetryPage = 500, SmallestBatch = 10;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Bell _bell = new();
    private readonly Lock _startLock = new();
    private Task? _loop;
    private bool _slow;
    private int _batchSize = services.Options.BatchSize;
    private volatile object? _reached; // a boxed FeedPosition: null while it is not known, or a rebuild goes on
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected ProjectionServices Services { get; } = services;
    public string Name => projection.Name;

    /// <summary>Whether this row is more to it than a place that it passes.</summary>
    public abstract bool Wants(EventRow row);

    /// <summary>Whether what this build has never heard of is nothing to it, in whatever version: a view is told by the aggregate's type.</summary>
    public virtual bool PassesUnknown => false;

    /// <summary>Applies the next batch.</summary>
    protected abstract Task<BatchOutcome> ApplyBatch(CancellationToken cancellation);

    /// <summary>Applies what a parked key has missed, and releases it.</summary>
    protected abstract Task RetryParked(ParkedKey parked, FeedPosition from, CancellationToken cancellation);

    /// <summary>Empties and makes again. Null: refused.</summary>
    protected virtual Func<CancellationToken, Task>? RebuildAll => null;

    public void Wake()
    {
        _bell.Ring();
        if (_loop is not null) return;
        lock (_startLock)
        {
            // The loop outlives the call that woke it: no actor and no trace of its own may stick to it.
            using (ExecutionContext.IsFlowSuppressed() ? null : (IDisposable)ExecutionContext.SuppressFlow()) _loop ??= Task.Run(Follow);
        }
    }

    private async Task Follow()
    {
        var failures = 0;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (failures == 0) await _bell.Wait(_stop.Token);
                else await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(5000, 50 << Math.Min(failures, 7))), Services.Time, _stop.Token);
                await InTurn(Drain);
                failures = 0;
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                failures++;
                LogFailed(Services.Log, Name, failures, e);
                await Remember(e);
            }
        }
    }

    private async Task Drain()
    {
        BatchOutcome outcome;
        var moved = false;
        do
        {
            outcome = await ApplyBatch(_stop.Token);
            if (outcome is BatchOutcome.Nothing) break;
            moved = true;
            Moved();
        }
        while (outcome is BatchOutcome.More);
        // A batch that wrote held the horizon back; what it hid is to be seen now.
        if (moved) Services.Feed.Ring();
    }

    /// <summary>The feed has moved its checkpoint past rows without interest.</summary>
    public void Passed(FeedPosition place)
    {
        Reached(place);
        Moved();
    }

    protected void Reached(FeedPosition? place) => _reached = place;

    private void Moved() => Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private async Task InTurn(Func<Task> work)
    {
        await _turn.WaitAsync(_stop.Token);
        try { await work(); }
        finally { _turn.Release(); }
    }

    /// <summary>Works on one of the shared connections. Whoever took long takes one of the few for slow ones the next time.</summary>
    protected async Task<T> Connected<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using var lease = await Services.Connections.Rent(_slow, cancellation);
        var started = Services.Time.GetTimestamp();
        T? done = default;
        try { return done = await work(lease.Connection); }
        finally
        {
            var elapsed = Services.Time.GetElapsedTime(started);
            // A look that found nothing is over at once, and says nothing of how long the work takes.
            if (elapsed > SlowBatch || done is not BatchOutcome.Nothing) Took(elapsed);
        }
    }

    private void Took(TimeSpan elapsed)
    {
        _slow = elapsed > SlowBatch;
        // A batch that writes holds back the feed for all: who is slow takes smaller ones.
        if (_slow) _batchSize = Math.Max(SmallestBatch, _batchSize / 2);
        else if (elapsed < SlowBatch / 4) _batchSize = Math.Min(Services.Options.BatchSize, _batchSize * 2);
    }

    protected Task Connected(Func<NpgsqlConnection, Task> work, CancellationToken cancellation) => Connected(async connection =>
    {
        await work(connection);
        return true;
    }, cancellation);

    /// <summary>The rows after a place: those that the feed has read for all, or of the table for who is further behind.</summary>
    protected async Task<List<EventRow>> EventsAfter(NpgsqlConnection connection, FeedPosition place, IReadOnlyList<string> payloadsOf, CancellationToken cancellation) =>
        Services.Window.After(place, _batchSize) ?? await EventTable.ReadAfter(connection, place, _batchSize, payloadsOf, cancellation);

    /// <summary>The same, up to the first that only another version knows. Who waits there says so in the row.</summary>
    protected async Task<IReadOnlyList<EventRow>> KnownAfter(NpgsqlConnection connection, Checkpoint checkpoint, IReadOnlyList<string> payloadsOf, CancellationToken cancellation)
    {
        var events = await EventsAfter(connection, checkpoint.Place, payloadsOf, cancellation);
        var known = Services.Known.Before(events, Services.Log);
        if (known.Count == 0 && events.Count > 0 && KnownEvents.Waiting(events[0]) is var waiting && checkpoint.LastError != waiting) await checkpoint.SetError(connection, waiting, cancellation);
        return known;
    }

    /// <summary>After a batch that ended here. What the feed reads later wakes this one again.</summary>
    protected BatchOutcome OutcomeAt(FeedPosition place) => Services.Window.After(place, 1) is { Count: 0 } ? BatchOutcome.CaughtUp : BatchOutcome.More;

    public Task<ProjectionStatus> Status() => WhileRunning(async () =>
    {
        await Services.Lookers.WaitAsync(_stop.Token);
        try
        {
            await using var connection = await Services.Database.OpenConnectionAsync(_stop.Token);
            return await Status(connection);
        }
        finally { Services.Lookers.Release(); }
    });

    /// <summary>A silo that stops is like one that does not answer: not known, and worth another try, which finds the projection elsewhere.</summary>
    private async Task<T> WhileRunning<T>(Func<Task<T>> work)
    {
        try { return await work(); }
        catch (Exception e) when (_stop.IsCancellationRequested && e is OperationCanceledException or ObjectDisposedException) { throw new TimeoutException("This silo stops."); }
    }

    private async Task<ProjectionStatus> Status(NpgsqlConnection connection) =>
        await ProjectionTable.Read(connection, [projection], _stop.Token) is [var status] ? status : throw new InvalidOperationException($"The projection {Name} has no row.");

    public Task<ProjectionStatus> SetRunning(bool running) => WhileRunning(async () =>
    {
        ProjectionStatus? status = null;
        await InTurn(() => Connected(async connection =>
        {
            await (await Checkpoint.Read(connection, Name, _stop.Token)).SetRunning(connection, running, _stop.Token);
            status = await Status(connection);
        }, _stop.Token));
        if (running) Wake();
        return status!;
    });

    public async Task<Result<ProjectionStatus>> Rebuild()
    {
        if (RebuildAll is not { } rebuild) return Error.Conflict("projections.not_rebuildable", "What this one does is done once: it cannot be emptied and made again.");
        ProjectionStatus? status = null;
        await InTurn(async () =>
        {
            Reached(null);
            await rebuild(_stop.Token);
            status = await Connected(Status, _stop.Token);
        });
        Wake();
        return status!;
    }

    public async Task<ProjectionStatus> RetryParked()
    {
        ProjectionStatus? status = null;
        await InTurn(async () =>
        {
            List<(ParkedKey Parked, FeedPosition From)> page;
            for (var after = ("", ""); (page = await Page(after)).Count > 0; after = (page[^1].Parked.AggregateType, page[^1].Parked.Key))
                foreach (var (parked, from) in page) await RetryParked(parked, from, _stop.Token);
            status = await Connected(Status, _stop.Token);
        });
        Wake();
        return status!;

        Task<List<(ParkedKey, FeedPosition)>> Page((string, string) after) => Connected(c => ParkedKeys.List(c, Name, after, RetryPage, _stop.Token), _stop.Token);
    }

    public async Task<bool> WaitFor(Receipt receipt, TimeSpan patience)
    {
        try { return await WhileRunning(() => HasPassed(receipt, patience)); }
        catch (TimeoutException) when (_stop.IsCancellationRequested) { return false; }
    }

    private async Task<bool> HasPassed(Receipt receipt, TimeSpan patience)
    {
        var started = Services.Time.GetTimestamp();
        FeedPosition? place = null;
        for (var look = 0; ; look++)
        {
            // Asked for before the look, so that a move between the two is not missed.
            var moved = _moved.Task;
            place ??= Services.Window.PlaceOf(receipt);
            if (place is { } known && _reached is FeedPosition reached && reached >= known) return true;
            // The table now and then: it knows of rows that the feed has not read, and of a runner elsewhere that has moved the checkpoint.
            if (look % LooksATable == 0)
            {
                if (look > 0) Wake();
                if (await AskTable(receipt, place) is not { } seen) return true;
                place = seen;
            }
            var left = patience - Services.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return false;
            // Looks again soon even if nothing moves: a short transaction elsewhere may hold the row back.
            await Task.WhenAny(moved, Task.Delay(left < Glance ? left : Glance, Services.Time, _stop.Token));
        }
    }

    /// <summary>Where the event is; null when it has been passed, or there is none to wait for.</summary>
    private async Task<FeedPosition?> AskTable(Receipt receipt, FeedPosition? place)
    {
        await Services.Lookers.WaitAsync(_stop.Token);
        try
        {
            await using var connection = await Services.Database.OpenConnectionAsync(_stop.Token);
            if ((place ??= await EventTable.PlaceOf(connection, receipt, _stop.Token)) is null) return null;
            return await Checkpoint.Read(connection, Name, _stop.Token) is { RebuildCursor: null } checkpoint && checkpoint.Place >= place ? null : place;
        }
        finally { Services.Lookers.Release(); }
    }

    private const int LooksATable = 5;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50), SlowBatch = TimeSpan.FromMilliseconds(250);

    private async Task Remember(Exception e)
    {
        try
        {
            await using var lease = await Services.Connections.Rent(slow: false, _stop.Token);
            var connection = lease.Connection;
            await (await Checkpoint.Read(connection, Name, _stop.Token)).SetError(connection, $"{e.GetType().Name}: {e.Message}", _stop.Token);
        }
        catch (Exception again) when (again is NpgsqlException or OperationCanceledException or InvalidOperationException) { } // told in the log
    }

    /// <summary>The database or the engine is in trouble, not the event: nothing is parked for that.</summary>
    protected static bool IsTemporary(Exception e) => e switch
    {
        OperationCanceledException or TimeoutException or Orleans.Runtime.OrleansException => true,
        PostgresException p => DatabaseFailure.IsWorthAnotherTry(p) || DatabaseFailure.IsOutcomeUnknown(p),
        NpgsqlException => true,
        _ => false,
    };

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try { if (_loop is not null) await _loop.WaitAsync(TimeSpan.FromSeconds(5), Services.Time); }
        catch (TimeoutException) { } // a reaction that does not look at its token; it is delivered again
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The projection {Name} failed ({Failures} in a row) and will go on")]
    private static partial void LogFailed(ILogger log, string name, int failures, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Those who watch what the projection {Name} made were not told")]
    protected static partial void LogUntold(ILogger log, string name, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The projection {Name} has parked a key after {EventName} at {Position}")]
    protected static partial void LogParked(ILogger log, string name, string eventName, long position, Exception e);
}
