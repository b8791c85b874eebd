using System.Reflection;

namespace Orleans.InProcess.Calls;

/// <summary>Work of the engine that runs as a call of a grain: its only argument is the delegate to run.</summary>
internal static class LocalMethod
{
    public static MethodEntry<Nothing> Of(Type type, string name) => new(type.GetMethod(name, BindingFlags.Public | BindingFlags.Instance)!, static t => t, "local")
    {
        Invoke = static async (_, args) =>
        {
            await ((Func<Task>)args[0]!)();
            return default;
        },
    };
}
