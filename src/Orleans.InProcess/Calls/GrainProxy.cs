using System.Reflection;
using Orleans.InProcess.Activations;
using Orleans.Runtime;

namespace Orleans.InProcess.Calls;

/// <summary>A reference to a grain. Not sealed: each interface's class derives from it.</summary>
internal class GrainProxy : DispatchProxy, IAddressable, IEquatable<GrainProxy>
{
    private InterfaceEntry _interface = null!;

    internal Engine Engine { get; private set; } = null!;
    internal GrainId GrainId { get; private set; }
    internal GrainKind Kind { get; private set; } = null!;

    internal void Bind(Engine engine, InterfaceEntry entry) => (Engine, _interface) = (engine, entry);

    internal GrainProxy With(GrainId id, GrainKind kind)
    {
        var copy = (GrainProxy)MemberwiseClone();
        (copy.GrainId, copy.Kind) = (id, kind);
        return copy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _interface[targetMethod!].Send(this, args ?? []);

    public bool Equals(GrainProxy? other) => other is not null && GrainId == other.GrainId && _interface == other._interface;

    public override bool Equals(object? obj) => Equals(obj as GrainProxy);

    public override int GetHashCode() => GrainId.GetHashCode();

    public override string ToString() => $"{_interface.Type.Name} {GrainId}";
}
