using Microsoft.Extensions.Logging;
using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>Applies the feed to one projection, batch after batch, whenever it is woken. There is one a process; the grain that fronts it makes it
/// one a cluster, and the lock on the checkpoint holds even when there are two for a moment.</summary>
internal abstract partial class ProjectionRunner(ProjectionServices services, IProjection projection) : IAsyncDisposable
{
    private const int MostShown = 50, RetryPage = 500;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Bell _bell = new();
    private readonly Lock _startLock = new();
    private Task? _loop;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected ProjectionServices Services { get; } = services;
    protected string Name => projection.Name;

    /// <summary>Applies the next batch; false when there was nothing to do.</summary>
    protected abstract Task<bool> ApplyBatch(NpgsqlConnection connection, CancellationToken cancellation);

    /// <summary>Applies what a parked key has missed, and releases it.</summary>
    protected abstract Task RetryParked(NpgsqlConnection connection, ParkedKey parked, FeedPosition from, CancellationToken cancellation);

    /// <summary>Empties and makes again. Null: refused.</summary>
    protected virtual Func<NpgsqlConnection, CancellationToken, Task>? RebuildAll => null;

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

    private async Task Drain(NpgsqlConnection connection)
    {
        while (await ApplyBatch(connection, _stop.Token)) Moved();
        // A batch that wrote held the horizon back; what it hid is to be seen now.
        Services.Feed.Ring();
    }

    private void Moved() => Interlocked.Exchange(ref _moved, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private async Task InTurn(Func<NpgsqlConnection, Task> work)
    {
        await _turn.WaitAsync(_stop.Token);
        try
        {
            await using var connection = await Services.Database.OpenConnectionAsync(_stop.Token);
            await work(connection);
        }
        finally { _turn.Release(); }
    }

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

    private async Task<ProjectionStatus> Status(NpgsqlConnection connection)
    {
        var checkpoint = await Checkpoint.Read(connection, Name, _stop.Token);
        var lag = await EventTable.CountAfter(connection, checkpoint.Place, 100_000, _stop.Token);
        var parked = await ParkedKeys.List(connection, Name, ("", ""), MostShown, _stop.Token);
        return new(Name, projection.Kind, checkpoint.Running, lag, checkpoint.Consumed, checkpoint.LastEventAt, [.. parked.Select(p => p.Parked)], checkpoint.LastError);
    }

    public Task<ProjectionStatus> SetRunning(bool running) => WhileRunning(async () =>
    {
        ProjectionStatus? status = null;
        await InTurn(async connection =>
        {
            await (await Checkpoint.Read(connection, Name, _stop.Token)).SetRunning(connection, running, _stop.Token);
            status = await Status(connection);
        });
        if (running) Wake();
        return status!;
    });

    public async Task<Result<ProjectionStatus>> Rebuild()
    {
        if (RebuildAll is not { } rebuild) return Error.Conflict("projections.not_rebuildable", "What this one does has effects in the world; it cannot be done again.");
        ProjectionStatus? status = null;
        await InTurn(async connection =>
        {
            await rebuild(connection, _stop.Token);
            status = await Status(connection);
        });
        Wake();
        return status!;
    }

    public async Task<ProjectionStatus> RetryParked()
    {
        ProjectionStatus? status = null;
        await InTurn(async connection =>
        {
            List<(ParkedKey Parked, FeedPosition From)> page;
            for (var after = ("", ""); (page = await ParkedKeys.List(connection, Name, after, RetryPage, _stop.Token)).Count > 0; after = (page[^1].Parked.AggregateType, page[^1].Parked.Key))
                foreach (var (parked, from) in page) await RetryParked(connection, parked, from, _stop.Token);
            status = await Status(connection);
        });
        Wake();
        return status!;
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
        while (true)
        {
            // Asked for before the look, so that a move between the two is not missed.
            var moved = _moved.Task;
            Wake();
            await using (var connection = await Services.Database.OpenConnectionAsync(_stop.Token))
            {
                if ((place ??= await EventTable.PlaceOf(connection, receipt, _stop.Token)) is null) return true;
                if (await Checkpoint.Read(connection, Name, _stop.Token) is { RebuildCursor: null } checkpoint && checkpoint.Place >= place) return true;
            }
            var left = patience - Services.Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero) return false;
            // Looks again soon even if nothing moves: a short transaction elsewhere may hold the row back.
            await Task.WhenAny(moved, Task.Delay(left < Glance ? left : Glance, Services.Time, _stop.Token));
        }
    }

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    private async Task Remember(Exception e)
    {
        try
        {
            await using var connection = await Services.Database.OpenConnectionAsync(_stop.Token);
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

    [LoggerMessage(Level = LogLevel.Error, Message = "The projection {Name} has parked a key after {EventName} at {Position}")]
    protected static partial void LogParked(ILogger log, string name, string eventName, long position, Exception e);
}
