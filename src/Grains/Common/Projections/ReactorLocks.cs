using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>The advisory locks of this process's reactors, all on one connection: while one acts, no other silo's runner of the same name does. The
/// session ends with the process or the network, and its locks with it.</summary>
internal sealed class ReactorLocks(NpgsqlDataSource database) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private NpgsqlConnection? _connection;

    /// <summary>False: another process holds it. Else give back what this answers.</summary>
    public async Task<object?> TryTake(string name, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            // A session that has died while nobody looked is replaced once.
            for (var fresh = _connection is null; ; fresh = true)
            {
                try
                {
                    _connection ??= await database.OpenConnectionAsync(cancellation);
                    return await Ask("select pg_try_advisory_lock(hashtextextended('projection ' || $1, 0))", name, cancellation) ? _connection : null;
                }
                catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
                {
                    await Drop();
                    if (fresh) throw;
                }
                catch
                {
                    // Given up in the middle: whether the lock was taken is not known, so the session goes.
                    await Drop();
                    throw;
                }
            }
        }
        finally { _turn.Release(); }
    }

    public async Task Release(string name, object taken)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            // The session it was taken in has ended, and the lock with it.
            if (!ReferenceEquals(taken, _connection)) return;
            try { await Ask("select pg_advisory_unlock(hashtextextended('projection ' || $1, 0))", name, CancellationToken.None); }
            catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException) { await Drop(); }
        }
        finally { _turn.Release(); }
    }

    private async Task<bool> Ask(string sql, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { Parameters = { new() { Value = name } } };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task Drop()
    {
        if (Interlocked.Exchange(ref _connection, null) is not { } gone) return;
        // Never back to the pool with locks on it: a session that cannot be asked is broken, and closed for good.
        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock_all()", gone);
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException) { }
        await gone.DisposeAsync();
    }

    public async ValueTask DisposeAsync() => await Drop();
}
