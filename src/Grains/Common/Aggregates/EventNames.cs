using System.Collections.Concurrent;
using System.Reflection;

namespace LearningHub.Grains.Common;

/// <summary>The literal names of event classes, read once.</summary>
internal static class EventNames
{
    private static readonly ConcurrentDictionary<Type, string> Names = new();

    public static string Of(Type type) => Names.GetOrAdd(type, static t => t.GetCustomAttribute<EventNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{t.Name} has no [EventName]."));

    public static string Of<T>() where T : DomainEvent => Of(typeof(T));
}
