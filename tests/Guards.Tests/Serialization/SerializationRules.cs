using System.Collections.Immutable;
using System.Reflection;
using Orleans;

namespace LearningHub.Guards.Tests.Serialization;

/// <summary>What a message between grains must be, so that it means the same in one process and over a wire: an immutable record with a serializer, a
/// literal alias, ids on body properties, and nothing that cannot travel.</summary>
internal static class SerializationRules
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(bool), typeof(int), typeof(long), typeof(double), typeof(byte[]), typeof(Guid), typeof(DateTimeOffset), typeof(TimeSpan), typeof(CancellationToken), typeof(void), typeof(uint), typeof(decimal),
    ];
    private static readonly HashSet<Type> Containers =
        [typeof(ImmutableArray<>), typeof(ImmutableDictionary<,>), typeof(Nullable<>), typeof(Task<>), typeof(ValueTask<>), typeof(List<>)];

    public static IEnumerable<string> Check(IEnumerable<Type> grainInterfaces, Assembly ours)
    {
        var seen = new HashSet<Type>();
        var found = new List<string>();
        foreach (var type in grainInterfaces)
            foreach (var method in type.GetMethods())
            {
                if (AliasOf(method) is null) found.Add($"{type.Name}.{method.Name} has no [Alias]");
                Walk(method.ReturnType, $"{type.Name}.{method.Name}", ours, seen, found);
                foreach (var parameter in method.GetParameters()) Walk(parameter.ParameterType, $"{type.Name}.{method.Name}({parameter.Name})", ours, seen, found);
            }
        foreach (var clash in seen.Select(t => (t, a: AliasOf(t))).Where(x => x.a is not null).GroupBy(x => x.a).Where(g => g.Count() > 1))
            found.Add($"alias {clash.Key} is used twice: {string.Join(", ", clash.Select(c => c.t.Name))}");
        return found;
    }

    /// <summary>Every message type that grain interfaces reach, generics by their definition.</summary>
    public static IReadOnlyCollection<Type> Messages(IEnumerable<Type> grainInterfaces, Assembly ours)
    {
        var seen = new HashSet<Type>();
        var ignored = new List<string>();
        foreach (var method in grainInterfaces.SelectMany(t => t.GetMethods()))
        {
            Walk(method.ReturnType, "", ours, seen, ignored);
            foreach (var parameter in method.GetParameters()) Walk(parameter.ParameterType, "", ours, seen, ignored);
        }
        return seen;
    }

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttributes<AliasAttribute>(false).FirstOrDefault()?.Alias;

    private static void Walk(Type type, string where, Assembly ours, HashSet<Type> seen, List<string> found)
    {
        if (type == typeof(Task) || type == typeof(ValueTask) || Plain.Contains(type) || type.IsGenericParameter) return;
        if (type.IsGenericType)
        {
            foreach (var argument in type.GetGenericArguments()) Walk(argument, where, ours, seen, found);
            type = type.GetGenericTypeDefinition();
            if (Containers.Contains(type)) return;
        }
        if (type.IsEnum && type.Assembly == ours) return;
        if (type.Assembly != ours) { found.Add($"{where}: {type.Name} cannot travel"); return; }
        if (!seen.Add(type)) return;

        if (type.IsInterface || type == typeof(object)) { found.Add($"{where}: {type.Name} is no concrete message"); return; }
        if (type.GetCustomAttribute<GenerateSerializerAttribute>(false) is null) found.Add($"{type.Name} has no [GenerateSerializer]");
        if (type.GetCustomAttribute<ImmutableAttribute>(false) is null) found.Add($"{type.Name} has no [Immutable]");
        if (AliasOf(type) is null) found.Add($"{type.Name} has no [Alias]");
        if (type is { IsClass: true, IsSealed: false, IsAbstract: false }) found.Add($"{type.Name} is not sealed");
        if (type.BaseType is { } parent && parent.Assembly == ours) Walk(parent, type.Name, ours, seen, found);

        var constructor = type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).OrderByDescending(c => c.GetParameters().Length).FirstOrDefault();
        var positional = constructor?.GetParameters().Select(p => p.Name).ToHashSet() ?? [];
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(p => p.Name != "EqualityContract"))
        {
            var computed = property.SetMethod is null && !positional.Contains(property.Name);
            if (computed) continue;
            if (property.SetMethod is { } set && !set.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit")) found.Add($"{type.Name}.{property.Name} can be set after it was made");
            if (!positional.Contains(property.Name) && property.GetCustomAttribute<IdAttribute>() is null) found.Add($"{type.Name}.{property.Name} has no [Id] and would not travel");
            Walk(property.PropertyType, $"{type.Name}.{property.Name}", ours, seen, found);
        }
    }
}
