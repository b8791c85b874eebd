using System.Reflection;

namespace Orleans.InProcess.Activations;

/// <summary>The assemblies that can hold grains: those loaded, and those they refer to, that refer to the engine.</summary>
internal static class ApplicationAssemblies
{
    private static readonly Assembly Engine = typeof(ApplicationAssemblies).Assembly;

    public static IReadOnlyCollection<Assembly> Find()
    {
        var seen = new Dictionary<string, Assembly?>();
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies()) Visit(assembly, seen);
        return [.. seen.Values.OfType<Assembly>().Where(static a => a == Engine || RefersToEngine(a))];
    }

    private static void Visit(Assembly assembly, Dictionary<string, Assembly?> seen)
    {
        var name = assembly.GetName().Name!;
        if (assembly.IsDynamic || IsFramework(name) || !seen.TryAdd(name, assembly)) return;
        foreach (var reference in assembly.GetReferencedAssemblies())
        {
            if (IsFramework(reference.Name!) || seen.ContainsKey(reference.Name!)) continue;
            try
            {
                Visit(Assembly.Load(reference), seen);
            }
            catch (Exception exception) when (exception is FileNotFoundException or FileLoadException or BadImageFormatException)
            {
                seen[reference.Name!] = null;
            }
        }
    }

    private static bool RefersToEngine(Assembly assembly) => Array.Exists(assembly.GetReferencedAssemblies(), static r => r.Name == Engine.GetName().Name);

    // The engine's own name never looks like the framework's: it would hide the management grain.
    private static bool IsFramework(string name) =>
        name is "mscorlib" or "netstandard" or "System" || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
