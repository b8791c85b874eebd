using LearningHub.Grains.Interfaces.Common;
using LearningHub.Guards.Tests.Permissions;
using LearningHub.Guards.Tests.Sources;
using Orleans;

namespace LearningHub.Guards.Tests.Serialization;

public sealed class SerializationGuardTests
{
    [Fact]
    public void Messages_between_grains_can_travel() => SerializationRules.Check(PermissionTableTests.GrainInterfaces(), typeof(Permission).Assembly).ShouldBeEmpty();

    [Fact]
    public void Seeded_violations_are_caught()
    {
        var found = SerializationRules.Check([typeof(ISeeded)], typeof(ISeeded).Assembly).ToList();
        found.ShouldContain(v => v.Contains("Bare has no [GenerateSerializer]"));
        found.ShouldContain(v => v.Contains("Bare.Forgotten has no [Id]"));
        found.ShouldContain(v => v.Contains("Bare.Mutable can be set"));
        found.ShouldContain(v => v.Contains("Object cannot travel"));
        found.ShouldContain(v => v.Contains("has no [Alias]"));
    }

    /// <summary>Positional parameters get their ids by place: the order never changes, new ones come last.</summary>
    [Fact]
    public void The_order_of_constructor_parameters_is_as_recorded() => Golden.ShouldMatch("constructors.txt",
        from type in SerializationRules.Messages(PermissionTableTests.GrainInterfaces(), typeof(Permission).Assembly)
        let constructor = type.GetConstructors().OrderByDescending(c => c.GetParameters().Length).FirstOrDefault()
        select $"{type.Name}({string.Join(", ", constructor?.GetParameters().Select(p => p.Name) ?? [])})");

    private interface ISeeded
    {
        Task<Bare> Get(object anything);
    }

    public sealed record Bare(int Number)
    {
        public string Forgotten { get; init; } = "";
        [Id(1)] public string Mutable { get; set; } = "";
    }
}
