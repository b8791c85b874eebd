using Npgsql;

namespace LearningHub.Silo.Database;

/// <summary>The tables and statements that the ADO.NET providers of Orleans find in our database. Clusters only; installed at every start,
/// which is safe while other silos run.</summary>
internal static class OrleansTables
{
    private const string Script = "Database/Orleans/orleans_adonet.sql";

    public static async Task Install(NpgsqlDataSource source, CancellationToken cancellation = default)
    {
        await using var script = typeof(OrleansTables).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"{Script} is not in the assembly.");
        using var reader = new StreamReader(script);
        // One command is one transaction: the script's advisory lock holds to its end.
        await using var command = source.CreateCommand(await reader.ReadToEndAsync(cancellation));
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
