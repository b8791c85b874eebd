using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => GrainThread.Current!;
}
