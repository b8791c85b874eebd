using System.Reflection;
using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans.InProcess.Calls;

/// <summary>Walks an outgoing call through the filters to the engine.</summary>
internal sealed class OutgoingCallContext<T>(GrainProxy proxy, MethodEntry<T> entry, object?[] args, Activation? source) : IOutgoingGrainCallContext
{
    private int _stage;
    private bool _answered;
    private object? _result;

    public object Grain => proxy;
    public GrainId? SourceId => source?.GrainId;
    public IGrainContext? SourceContext => source;
    public GrainId TargetId => proxy.GrainId;
    public string InterfaceName => entry.InterfaceName;
    public string MethodName => entry.Name;
    public MethodInfo InterfaceMethod => entry.Method;

    public object? Result
    {
        get => _result;
        set => (_result, _answered) = (value, true);
    }

    public T Answer => _result is null ? default! : (T)_result;

    public async Task Invoke()
    {
        var filters = proxy.Engine.OutgoingFilters;
        var stage = _stage++;
        try
        {
            if (stage < filters.Length)
            {
                await filters[stage].Invoke(this);
                if (!_answered) throw new InvalidOperationException($"The filter {filters[stage].GetType().Name} neither went on nor set a result.");
            }
            else
            {
                // A retry needs the caller's arguments again: sending replaces the token in its own copy.
                var result = await proxy.Engine.SendUnfiltered(proxy, entry, [.. args]);
                Result = typeof(T) == typeof(Nothing) ? null : result;
            }
        }
        finally
        {
            _stage--;
        }
    }
}
