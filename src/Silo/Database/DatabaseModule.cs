namespace LearningHub.Silo.Database;

public static class DatabaseModule
{
    /// <summary>Registers a database that the caller opened and disposes after the host.</summary>
    public static void AddHubDatabase(this IHostApplicationBuilder builder, HubDatabase database)
    {
        builder.Services.AddSingleton(database.Source);
        if (database.Embedded is { } server)
            builder.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<PostgresSupervisor>(provider, server));
    }
}
