using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.InProcess.Storage;
using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

/// <summary>One grain class, and what its attributes say.</summary>
internal sealed class GrainKind
{
    private readonly ConcurrentDictionary<MethodInfo, MethodInfo> _implementations = new();
    private readonly ParameterInfo[] _states;
    private readonly Lazy<ObjectFactory> _factory;

    public GrainKind(Type type)
    {
        Class = type;
        GrainType = GrainType.Create(type.GetCustomAttribute<GrainTypeAttribute>()?.Name ?? ConventionalName(type));
        Reentrant = type.IsDefined(typeof(ReentrantAttribute));
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocal;
        _states = [.. type.GetConstructors().SelectMany(static c => c.GetParameters()).Where(static p => p.IsDefined(typeof(PersistentStateAttribute)))];
        _factory = new(() => ActivatorUtilities.CreateFactory(type, [.. _states.Select(static p => p.ParameterType)]));
    }

    public Type Class { get; }
    public GrainType GrainType { get; }
    public bool Reentrant { get; }
    public int? MaxWorkers { get; }

    /// <summary>How long an activation may be idle; infinite for ever.</summary>
    public TimeSpan Age { get; set; }

    public string DisplayName => $"{Class.FullName},{Class.Assembly.GetName().Name}";

    /// <summary>The class name in lower case without its suffix, as the public convention has it.</summary>
    public static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }

    public async Task<object> Create(Activation activation)
    {
        var services = activation.ActivationServices;
        var states = Array.ConvertAll(_states, p => PersistentStates.Create(p, services, activation.GrainId));
        var grain = _factory.Value(services, states);
        foreach (var state in states) await state.ReadStateAsync();
        return grain;
    }

    public MethodInfo ImplementationOf(MethodInfo method) => _implementations.GetOrAdd(method, Find);

    private MethodInfo Find(MethodInfo method)
    {
        if (!method.DeclaringType!.IsAssignableFrom(Class)) return method;
        var map = Class.GetInterfaceMap(method.DeclaringType);
        var definition = method.IsConstructedGenericMethod ? method.GetGenericMethodDefinition() : method;
        var found = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, definition)];
        return method.IsConstructedGenericMethod ? found.MakeGenericMethod(method.GetGenericArguments()) : found;
    }
}
