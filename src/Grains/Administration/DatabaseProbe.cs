using Npgsql;

namespace LearningHub.Grains.Administration;

/// <summary>Whether the database answers, now.</summary>
internal sealed class DatabaseProbe(NpgsqlDataSource database)
{
    public async Task<bool> Answers()
    {
        try
        {
            await using var command = database.CreateCommand("select 1");
            command.CommandTimeout = 2;
            await command.ExecuteScalarAsync();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }
}
