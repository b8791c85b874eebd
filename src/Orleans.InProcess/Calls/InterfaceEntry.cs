using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.InProcess.Calls;

/// <summary>One grain interface: its methods, and a prototype reference that new references are cloned from.</summary>
internal sealed class InterfaceEntry
{
    private static readonly MethodInfo CreateProxy = typeof(DispatchProxy).GetMethods().Single(static m => m.Name == nameof(DispatchProxy.Create) && m.GetGenericArguments().Length == 2);
    private readonly ConcurrentDictionary<MethodInfo, MethodEntry> _methods = new();
    private readonly GrainProxy _prototype;

    public InterfaceEntry(Engine engine, Type type)
    {
        if (!type.IsInterface) throw new ArgumentException($"{type} is not an interface.");
        Type = type;
        _prototype = (GrainProxy)CreateProxy.MakeGenericMethod(type, typeof(GrainProxy)).Invoke(null, null)!;
        _prototype.Bind(engine, this);
    }

    public Type Type { get; }

    public MethodEntry this[MethodInfo method] => _methods.TryGetValue(method, out var entry) ? entry : _methods.GetOrAdd(method, MethodEntry.Create);

    public GrainProxy Reference(GrainId id, Activations.GrainKind kind) => _prototype.With(id, kind);
}
