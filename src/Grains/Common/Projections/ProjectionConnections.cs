using Npgsql;

namespace LearningHub.Grains.Common;

/// <summary>The few connections that all projections of a process share, each for the time of one batch. Those whose last batch was slow share two
/// of them, so that the others always find one.</summary>
internal sealed class ProjectionConnections(NpgsqlDataSource database)
{
    public const int Most = 6, MostSlow = 2;
    private readonly SemaphoreSlim _all = new(Most), _slow = new(MostSlow);

    public async Task<Lease> Rent(bool slow, CancellationToken cancellation)
    {
        if (slow) await _slow.WaitAsync(cancellation);
        try
        {
            await _all.WaitAsync(cancellation);
            try { return new(this, await database.OpenConnectionAsync(cancellation), slow); }
            catch
            {
                _all.Release();
                throw;
            }
        }
        catch
        {
            if (slow) _slow.Release();
            throw;
        }
    }

    internal sealed class Lease(ProjectionConnections owner, NpgsqlConnection connection, bool slow) : IAsyncDisposable
    {
        public NpgsqlConnection Connection => connection;

        public async ValueTask DisposeAsync()
        {
            try { await connection.DisposeAsync(); }
            finally
            {
                owner._all.Release();
                if (slow) owner._slow.Release();
            }
        }
    }
}
