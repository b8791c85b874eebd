using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.InProcess.Calls;
using Orleans.Runtime;

namespace Orleans.InProcess.Activations;

/// <summary>All grain classes of the application, and which of them answers an interface.</summary>
internal sealed class GrainKinds(IServiceProvider services, GrainCollectionOptions collection)
{
    private readonly ConcurrentDictionary<Type, InterfaceEntry> _interfaces = new();
    private readonly ConcurrentDictionary<(Type, string?), GrainKind> _byInterface = new();
    private readonly Lazy<FrozenDictionary<string, GrainKind>> _kinds = new(() => Discover(collection));

    public IReadOnlyDictionary<string, GrainKind> All => _kinds.Value;

    public InterfaceEntry Interface(Type type) =>
        _interfaces.TryGetValue(type, out var entry) ? entry : _interfaces.GetOrAdd(type, t => new InterfaceEntry(services.GetRequiredService<Engine>(), t));

    public GrainKind Of(GrainType type) => All.GetValueOrDefault(type.ToString()) ?? throw new ArgumentException($"There is no grain class of type \"{type}\".");

    public GrainKind Of(Type type, string? classNamePrefix) =>
        _byInterface.TryGetValue((type, classNamePrefix), out var kind) ? kind : _byInterface.GetOrAdd((type, classNamePrefix), key => Find(key.Item1, key.Item2));

    private GrainKind Find(Type type, string? prefix)
    {
        var found = All.Values.Where(k => type.IsAssignableFrom(k.Class)).ToList();
        if (prefix is not null) found = found.Where(k => k.Class.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        if (found.Count > 1)
        {
            // IThingGrain is ThingGrain's, whoever else implements it.
            var name = type.Name is ['I', ..] ? type.Name[1..] : type.Name;
            var conventional = found.Where(k => k.Class.Name == name).ToList();
            if (conventional.Count == 1) return conventional[0];
        }
        return found.Count switch
        {
            1 => found[0],
            0 => throw new ArgumentException($"Could not find an implementation for interface {type}."),
            _ => throw new ArgumentException($"Several grain classes implement {type}: {string.Join(", ", found.Select(static k => k.Class))}. Name one with a class name prefix."),
        };
    }

    private static FrozenDictionary<string, GrainKind> Discover(GrainCollectionOptions collection)
    {
        var kinds = new Dictionary<string, GrainKind>();
        foreach (var type in ApplicationAssemblies.Find().SelectMany(static a => a.GetTypes()))
        {
            if (type is not { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false } || type.IsAssignableTo(typeof(GrainProxy))) continue;
            if (!type.IsAssignableTo(typeof(IGrain)) || !type.IsAssignableTo(typeof(IGrainBase))) continue;
            var kind = new GrainKind(type);
            if (!kinds.TryAdd(kind.GrainType.ToString(), kind))
            {
                throw new InvalidOperationException($"{type} and {kinds[kind.GrainType.ToString()].Class} have the same grain type \"{kind.GrainType}\"; name one with [GrainType].");
            }
            var age = type.IsDefined(typeof(KeepAliveAttribute), true) ? Timeout.InfiniteTimeSpan : type.GetCustomAttribute<CollectionAgeLimitAttribute>(true)?.AgeLimit;
            kind.Age = age ?? (collection.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var specific) ? specific : collection.CollectionAge);
        }
        return kinds.ToFrozenDictionary();
    }
}
