using System.Reflection;
using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans.InProcess.Calls;

/// <summary>Walks an incoming call through the filters to the grain. Each Invoke is one step deeper; a filter may repeat its step.</summary>
internal sealed class IncomingCallContext<T>(Call call, MethodEntry<T> entry, Activation activation, object grain) : IIncomingGrainCallContext
{
    private int _stage;
    private bool _answered;
    private object? _result;

    public object Grain => grain;
    public GrainId? SourceId => call.Source;
    public GrainId TargetId => call.Target;
    public string InterfaceName => entry.InterfaceName;
    public string MethodName => entry.Name;
    public MethodInfo InterfaceMethod => entry.Method;
    public MethodInfo ImplementationMethod => activation.Kind.ImplementationOf(entry.Method);
    public IGrainContext TargetContext => activation;

    public object? Result
    {
        get => _result;
        set => (_result, _answered) = (value, true);
    }

    public T Answer => _result is null ? default! : (T)_result;

    public async Task Invoke()
    {
        var filters = call.Engine.IncomingFilters;
        var stage = _stage++;
        try
        {
            if (stage < filters.Length)
            {
                await filters[stage].Invoke(this);
                RequireAnswer(filters[stage]);
            }
            else if (stage == filters.Length && grain is IIncomingGrainCallFilter own)
            {
                await own.Invoke(this);
                RequireAnswer(own);
            }
            else
            {
                var result = await entry.Invoke(grain, call.Args);
                Result = typeof(T) == typeof(Nothing) ? null : result;
            }
        }
        finally
        {
            _stage--;
        }
    }

    private void RequireAnswer(object filter)
    {
        if (!_answered) throw new InvalidOperationException($"The filter {filter.GetType().Name} neither went on nor set a result.");
    }
}
