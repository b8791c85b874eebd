using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.InProcess.Storage;

internal static class PersistentStates
{
    public const string DefaultStorage = "Default";

    public static IStorage Create(ParameterInfo parameter, IServiceProvider services, GrainId grain)
    {
        var attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        var storage = services.GetKeyedService<IGrainStorage>(attribute.StorageName ?? DefaultStorage)
            ?? throw new InvalidOperationException($"There is no grain storage \"{attribute.StorageName ?? DefaultStorage}\" for {parameter.Member.DeclaringType}.");
        var type = typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments());
        return (IStorage)Activator.CreateInstance(type, attribute.StateName, grain, storage)!;
    }
}
