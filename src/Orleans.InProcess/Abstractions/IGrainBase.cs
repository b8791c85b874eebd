using Orleans.Runtime;

namespace Orleans;

/// <summary>What a grain class implements: by inheriting <see cref="Grain"/>, or by itself.</summary>
public interface IGrainBase
{
    /// <summary>The activation that this object is the grain of.</summary>
    IGrainContext GrainContext { get; }

    /// <summary>Runs before the first call. When it throws, the waiting calls fail and the next call tries a new activation.</summary>
    Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

    /// <summary>Runs after the last call; best effort, never the place for important work: a crash skips it.</summary>
    Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
}
