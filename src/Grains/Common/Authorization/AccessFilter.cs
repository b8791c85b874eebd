using System.Collections.Concurrent;
using System.Reflection;
using LearningHub.Grains.Interfaces.Common;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace LearningHub.Grains.Common;

/// <summary>The second fence, on every call to a grain of ours: there is an actor, it holds the permission that the interface method names, and the
/// key is its tenant's. What all tenants share (<c>system/…</c>) is open to people only where anyone may ask, and to the admins of the tenant that
/// operates the platform. Engine grains are left alone.</summary>
internal sealed class AccessFilter(IOptions<OperatorOptions> options) : IIncomingGrainCallFilter
{
    private const string Shared = "system", Passed = "hub.behalf";
    private static readonly ConcurrentDictionary<MethodInfo, bool> May = new();
    private static readonly ConcurrentDictionary<MethodInfo, Permission?> Required = new();
    private readonly string _operator = options.Value.DefaultTenant;

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod is { } method && Required.GetOrAdd(method, Find) is { } permission)
        {
            var actor = ActorContext.Current;
            if (Refuse(actor, permission, context.TargetId.Key.ToString()!, _operator) is { } why) throw new ActorDeniedException($"{why}: {method.DeclaringType!.Name}.{method.Name}");
            if (actor is { By: not null }) LookOnce(method);
        }
        return context.Invoke();
    }

    /// <summary>The first call of a chain decides; it says so to those that follow from it.</summary>
    private static void LookOnce(MethodInfo method)
    {
        if (RequestContext.Get(Passed) is true) return;
        if (!May.GetOrAdd(method, OnBehalf.May)) throw new ActorDeniedException($"Not on behalf of another: {method.DeclaringType!.Name}.{method.Name}");
        RequestContext.Set(Passed, true);
    }

    /// <summary>Why not, or null.</summary>
    internal static string? Refuse(Actor? actor, Permission permission, string key, string operatorTenant)
    {
        if (actor is null) return "No actor";
        if (!actor.May(permission)) return $"{permission} is required";
        var slash = key.IndexOf('/');
        var tenant = slash < 0 ? key : key[..slash];
        if (actor.IsSystem) return tenant == actor.Tenant || tenant == Shared || actor.Tenant == Shared ? null : "The key is another tenant's";
        if (permission is Permission.OperateSystem && actor.Tenant != operatorTenant) return "Only the operator's tenant operates the platform";
        if (tenant == Shared) return permission is Permission.Anyone or Permission.OperateSystem ? null : "The key is the platform's";
        return tenant == actor.Tenant ? null : "The key is another tenant's";
    }

    /// <summary>Null for methods that are not ours (management, reminders, streams), which carry no permission.</summary>
    private static Permission? Find(MethodInfo method)
    {
        if (method.DeclaringType?.Assembly != typeof(Permission).Assembly) return null;
        return method.GetCustomAttribute<RequiresAttribute>()?.Permission
            ?? throw new InvalidOperationException($"{method.DeclaringType.Name}.{method.Name} names no permission.");
    }
}
