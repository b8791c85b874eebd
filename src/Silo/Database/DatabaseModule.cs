namespace LearningHub.Silo.Database;

public static class DatabaseModule
{
    /// <summary>Opens the database (starting the embedded server where none is named), brings its schema up to date and registers it. Call
    /// before everything else that registers hosted services: what starts first stops last. Throws <see cref="Hosting.StartRefusedException"/>.</summary>
    public static async Task<HubDatabase> AddHubDatabase(this IHostApplicationBuilder builder, DatabaseSettings settings, CancellationToken cancellation = default)
    {
        var database = await HubDatabase.Open(settings, cancellation);
        builder.AddHubDatabase(database);
        return database;
    }

    /// <summary>Registers a database that the caller opened and disposes after the host.</summary>
    public static void AddHubDatabase(this IHostApplicationBuilder builder, HubDatabase database)
    {
        builder.Services.AddSingleton(database.Source);
        builder.Services.AddSingleton(new DatabaseInfo(database.IsEmbedded));
    }
}

/// <summary>What pages may say about the database.</summary>
public sealed record DatabaseInfo(bool Embedded);
