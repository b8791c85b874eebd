using System.Reflection;

namespace Orleans.InProcess.Calls;

/// <param name="method">The method of the interface.</param>
/// <param name="shape">Turns the answer into what the method returns.</param>
/// <param name="adapter">Turns what the grain returns into a value task: see <see cref="MethodEntry.Compile{T}"/>.</param>
internal sealed class MethodEntry<T>(MethodInfo method, Func<Task<T>, object?> shape, string? adapter) : MethodEntry(method)
{
    public Func<object, object?[], ValueTask<T>> Invoke { get; init; } = adapter is "local" ? null! : Compile<T>(method, adapter);

    public override object? Send(GrainProxy proxy, object?[] args) => shape(proxy.Engine.Send(proxy, this, args));
}
