using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.InProcess.Calls;

/// <summary>What is known of one method of a grain interface, found out once.</summary>
internal abstract class MethodEntry(MethodInfo method)
{
    public MethodInfo Method { get; } = method;
    public string Name { get; } = method.Name;
    public string InterfaceName { get; } = method.DeclaringType!.FullName ?? method.DeclaringType.Name;
    public string ActivityName { get; } = $"{method.DeclaringType.Name}/{method.Name}";
    public bool AlwaysInterleave { get; } = method.IsDefined(typeof(AlwaysInterleaveAttribute));
    public bool ReadOnly { get; } = method.IsDefined(typeof(ReadOnlyAttribute));
    public bool OneWay { get; } = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute));
    public TimeSpan? Timeout { get; } = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
    public int CancellationIndex { get; } = Array.FindIndex(method.GetParameters(), static p => p.ParameterType == typeof(CancellationToken));

    public abstract object? Send(GrainProxy proxy, object?[] args);

    public static MethodEntry Create(MethodInfo method)
    {
        var returned = method.ReturnType;
        if (returned == typeof(Task)) return new MethodEntry<Nothing>(method, static t => t, nameof(OfTask));
        if (returned == typeof(ValueTask)) return new MethodEntry<Nothing>(method, static t => new ValueTask(t), nameof(OfValueTask));
        if (returned == typeof(void)) return new MethodEntry<Nothing>(method, static _ => null, null);
        if (returned.IsGenericType && returned.GetGenericTypeDefinition() is var open && (open == typeof(Task<>) || open == typeof(ValueTask<>)))
        {
            var make = typeof(MethodEntry).GetMethod(open == typeof(Task<>) ? nameof(ForTask) : nameof(ForValueTask), BindingFlags.NonPublic | BindingFlags.Static)!;
            return (MethodEntry)make.MakeGenericMethod(returned.GetGenericArguments()).Invoke(null, [method])!;
        }
        throw new NotSupportedException($"{method.DeclaringType}.{method.Name} returns {returned}; the in-process engine calls methods that return a task.");
    }

    /// <summary>Compiles <c>(grain, args) => Adapt(((I)grain).Method((A)args[0], …))</c>, so that no call goes through reflection.</summary>
    protected static Func<object, object?[], ValueTask<T>> Compile<T>(MethodInfo method, string? adapter)
    {
        var grain = Expression.Parameter(typeof(object), "grain");
        var args = Expression.Parameter(typeof(object?[]), "args");
        Expression call = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            method.GetParameters().Select((p, i) => Expression.Convert(Expression.ArrayIndex(args, Expression.Constant(i)), p.ParameterType)));
        call = adapter switch
        {
            null => Expression.Block(call, Expression.Default(typeof(ValueTask<T>))),
            nameof(OfTaskResult) => Expression.Call(typeof(MethodEntry), adapter, [typeof(T)], call),
            "" => call,
            _ => Expression.Call(typeof(MethodEntry), adapter, null, call),
        };
        return Expression.Lambda<Func<object, object?[], ValueTask<T>>>(call, grain, args).Compile();
    }

    private static MethodEntry<T> ForTask<T>(MethodInfo method) => new(method, static t => t, nameof(OfTaskResult));

    private static MethodEntry<T> ForValueTask<T>(MethodInfo method) => new(method, static t => new ValueTask<T>(t), "");

    private static ValueTask<T> OfTaskResult<T>(Task<T> task) => new(task);

    private static ValueTask<Nothing> OfTask(Task task) => task.IsCompletedSuccessfully ? default : new(Wait(task));

    private static ValueTask<Nothing> OfValueTask(ValueTask task) => task.IsCompletedSuccessfully ? default : new(Wait(task.AsTask()));

    private static async Task<Nothing> Wait(Task task)
    {
        await task.ConfigureAwait(false);
        return default;
    }
}
