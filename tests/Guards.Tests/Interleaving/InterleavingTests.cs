using System.Reflection;
using LearningHub.Grains;
using LearningHub.Guards.Tests.Permissions;
using Orleans;
using Orleans.Concurrency;

namespace LearningHub.Guards.Tests.Interleaving;

/// <summary>A call that interleaves runs beside a change. Grains over an aggregate let it wait for a save under way; another grain that keeps something
/// must not have such calls at all.</summary>
public sealed class InterleavingTests
{
    /// <summary>Keep nothing between calls.</summary>
    private static readonly string[] KeepNothing = ["ProjectionGrain"];

    [Fact]
    public void Only_grains_that_wait_for_their_saves_have_calls_that_interleave() => Offenders(typeof(GrainsModules).Assembly.GetTypes()).ShouldBeEmpty();

    [Fact]
    public void A_seeded_grain_that_does_not_wait_is_caught() => Offenders([typeof(SeededGrain)]).ShouldHaveSingleItem();

    [Fact]
    public void There_are_calls_that_interleave() =>
        PermissionTableTests.GrainInterfaces().SelectMany(i => i.GetMethods()).Count(Interleaves).ShouldBeGreaterThan(10);

    private static List<string> Offenders(IEnumerable<Type> types) =>
    [
        .. from type in types
           where typeof(Grain).IsAssignableFrom(type) && !type.IsAbstract && !IsAggregate(type) && !KeepNothing.Contains(type.Name) && type.GetCustomAttribute<StatelessWorkerAttribute>() is null
           from method in type.GetInterfaces().SelectMany(i => i.GetMethods()).Where(Interleaves)
           select $"{type.Name}.{method.Name} interleaves, and the grain does not wait for its saves",
    ];

    private static bool Interleaves(MethodInfo method) => method.GetCustomAttribute<AlwaysInterleaveAttribute>() is not null;

    private static bool IsAggregate(Type type)
    {
        for (var at = type.BaseType; at is not null; at = at.BaseType)
            if (at.Name == "AggregateGrain`1") return true;
        return false;
    }

    public interface ISeeded : IGrainWithStringKey
    {
        [AlwaysInterleave] Task<int> Peek();
    }

    internal sealed class SeededGrain : Grain, ISeeded
    {
        public Task<int> Peek() => Task.FromResult(0);
    }
}
