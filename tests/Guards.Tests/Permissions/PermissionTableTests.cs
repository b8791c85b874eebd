using System.Reflection;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Guards.Tests.Sources;
using Orleans;

namespace LearningHub.Guards.Tests.Permissions;

/// <summary>Every method of every grain interface names the permission it asks for; the table is reviewed in the golden file.</summary>
public sealed class PermissionTableTests
{
    [Fact]
    public void Every_grain_method_names_its_permission() => Unnamed(GrainInterfaces()).ShouldBeEmpty();

    [Fact]
    public void A_method_that_names_none_is_caught() => Unnamed([typeof(ISeeded)]).ShouldHaveSingleItem().ShouldContain("Forgotten");

    [Fact]
    public void The_table_is_as_reviewed() => Golden.ShouldMatch("permissions.txt",
        from type in GrainInterfaces()
        from method in type.GetMethods()
        select $"{type.Name}.{method.Name} {method.GetCustomAttribute<RequiresAttribute>()?.Permission}{(OnBehalf.May(method) ? " on-behalf" : "")}");

    internal static IEnumerable<Type> GrainInterfaces() =>
        typeof(Permission).Assembly.GetTypes().Where(t => t.IsInterface && typeof(IGrainWithStringKey).IsAssignableFrom(t));

    private static List<string> Unnamed(IEnumerable<Type> interfaces) =>
        [.. from type in interfaces from method in type.GetMethods() where method.GetCustomAttribute<RequiresAttribute>() is null select $"{type.Name}.{method.Name}"];

    private interface ISeeded
    {
        [Requires(Permission.Anyone)] Task Fine();
        Task Forgotten();
    }
}
