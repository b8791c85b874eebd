using System.Reflection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>One call, as filters see it.</summary>
public interface IGrainCallContext
{
    /// <summary>Incoming: the grain object. Outgoing: the reference.</summary>
    object Grain { get; }

    /// <summary>The calling grain; null when the caller is not a grain.</summary>
    GrainId? SourceId { get; }

    /// <summary>The called grain.</summary>
    GrainId TargetId { get; }

    /// <summary>The full name of the interface.</summary>
    string InterfaceName { get; }

    /// <summary>The name of the method.</summary>
    string MethodName { get; }

    /// <summary>The method of the interface.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>The answer; set it to answer in place of the grain. Null for methods that return none.</summary>
    object? Result { get; set; }

    /// <summary>Goes on to the next filter or the grain. A filter that neither calls it nor sets <see cref="Result"/> fails the call.</summary>
    Task Invoke();
}
