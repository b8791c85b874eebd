namespace LearningHub.Silo.Database;

/// <param name="ConnectionString">A server of one's own (<c>HUB_DATABASE</c>), PostgreSQL 15 or later; null: the embedded one.</param>
/// <param name="Folder">The opened data folder; needed by the embedded server.</param>
public sealed record DatabaseSettings(string? ConnectionString, DataFolder? Folder)
{
    public int MaxPoolSize { get; init; } = 40;
}
