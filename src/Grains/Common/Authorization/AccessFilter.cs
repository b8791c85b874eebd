using System.Collections.Concurrent;
using System.Reflection;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Common;

/// <summary>The second fence, on every call to a grain of ours: there is an actor, the key is its tenant's (or the platform's own,
/// <c>system/…</c>), and it holds the permission that the interface method names. Engine grains are left alone.</summary>
internal sealed class AccessFilter : IIncomingGrainCallFilter
{
    private static readonly ConcurrentDictionary<MethodInfo, Permission?> Required = new();

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod is { } method && Required.GetOrAdd(method, Find) is { } permission)
            Check(method, permission, context.TargetId.Key.ToString()!);
        return context.Invoke();
    }

    internal static void Check(MethodInfo method, Permission permission, string key)
    {
        var actor = ActorContext.Current ?? throw new ActorDeniedException($"No actor: {method.DeclaringType!.Name}.{method.Name}");
        if (!actor.May(permission)) throw new ActorDeniedException($"{permission} is required: {method.DeclaringType!.Name}.{method.Name}");
        var slash = key.IndexOf('/');
        var tenant = slash < 0 ? key : key[..slash];
        if (tenant != actor.Tenant && !(tenant == "system" || actor is { IsSystem: true, Tenant: "system" }))
            throw new ActorDeniedException("The key is another tenant's.");
    }

    /// <summary>Null for methods that are not ours (management, reminders, streams), which carry no permission.</summary>
    private static Permission? Find(MethodInfo method)
    {
        if (method.DeclaringType?.Assembly != typeof(Permission).Assembly) return null;
        return method.GetCustomAttribute<RequiresAttribute>()?.Permission
            ?? throw new InvalidOperationException($"{method.DeclaringType.Name}.{method.Name} names no permission.");
    }
}
