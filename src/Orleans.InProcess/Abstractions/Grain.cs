using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of a grain class. Its code runs one turn at a time on the scheduler of its activation.</summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Binds to the activation that is being created. Outside of the engine there is none.</summary>
    protected Grain() => GrainContext = GrainThread.Current!;

    /// <inheritdoc />
    public IGrainContext GrainContext { get; }

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.Engine.Factory;

    /// <summary>The services of this activation's own scope.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>The identity as text: type, slash, key.</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    private Activation Activation => GrainContext as Activation
        ?? throw new InvalidOperationException("This grain was created outside of the engine.");

    /// <summary>Deactivates once the running calls are done. Calls that wait, and later ones, go to a new activation.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>
    /// Keeps idle collection away for this long at least; infinite keeps it away for good, zero or less takes back an earlier wish.
    /// It does not stop <see cref="DeactivateOnIdle"/> or the host's shutdown.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);

    /// <inheritdoc cref="IGrainBase.OnActivateAsync" />
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc cref="IGrainBase.OnDeactivateAsync" />
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;
}
