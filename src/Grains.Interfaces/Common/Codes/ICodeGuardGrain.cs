namespace LearningHub.Grains.Interfaces.Common;

/// <summary>Counts wrong codes of one person or address, whatever the codes are for. Key <see cref="TenantKey"/> with a person's id or a hash of an address as
/// name. In memory only: a restart forgives. More than ten in a quarter of an hour: locked until the oldest is that long ago.</summary>
public interface ICodeGuardGrain : IGrainWithStringKey
{
    /// <summary>How long to wait before the next code may be tried; null: go on.</summary>
    [Requires(Permission.System), Alias("Wait")] Task<TimeSpan?> Wait();

    [Requires(Permission.System), Alias("Miss")] Task Miss();
}
