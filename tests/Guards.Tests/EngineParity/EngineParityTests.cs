using System.Collections.Immutable;
using System.Reflection;
using Xunit.Abstractions;

namespace LearningHub.Guards.Tests.EngineParity;

/// <summary>
/// The in-process engine promises nothing that Orleans does not: each public member of ours is looked up in Orleans' own metadata,
/// or in the listing of what could not be downloaded.
/// </summary>
public sealed class EngineParityTests(ITestOutputHelper output)
{
    /// <summary>Public members of ours that Orleans does not have, each with its reason. Empty, and meant to stay so.</summary>
    private static readonly ImmutableDictionary<string, string> Allowed = ImmutableDictionary<string, string>.Empty;

    private static string AbstractionsPath => typeof(EngineParityTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static a => a.Key == "OrleansAbstractions").Value!;

    [Fact]
    public void Every_public_member_of_the_engine_is_one_of_Orleans()
    {
        File.Exists(AbstractionsPath).ShouldBeTrue($"The metadata of Orleans.Core.Abstractions is missing at {AbstractionsPath}: restore this project.");
        var ours = ApiReader.Read(typeof(Orleans.Grain).Assembly.Location);
        var metadata = ApiReader.Read(AbstractionsPath);
        var listed = Listed();

        var comparison = EngineComparison.Of(ours, metadata, listed, Allowed);

        output.WriteLine(comparison.ToString());
        Console.WriteLine(comparison);
        comparison.Compared.ShouldBeGreaterThan(0, "Nothing was compared.");
        comparison.WithMetadata.ShouldBeGreaterThan(0, "Nothing was compared with Orleans' metadata.");
        comparison.OnlyOurs.ShouldBeEmpty();
    }

    [Fact]
    public void The_listing_says_nothing_of_types_whose_metadata_is_at_hand()
    {
        var metadata = ApiReader.Read(AbstractionsPath);
        Listed().Intersect(metadata).ShouldBeEmpty();
    }

    [Fact]
    public void The_listing_has_no_line_without_a_user() =>
        Listed().Except(ApiReader.Read(typeof(Orleans.Grain).Assembly.Location)).ShouldBeEmpty();

    [Theory]
    [InlineData("Orleans.IGrainFactory.GetGrainByLuck(string primaryKey) : Orleans.IGrain")]
    [InlineData("Orleans.Hosting.ISiloBuilder.Extra { get; } : string")]
    [InlineData("class Orleans.Runtime.GrainOracle")]
    public void A_member_that_Orleans_does_not_have_is_caught(string seeded)
    {
        var ours = ApiReader.Read(typeof(Orleans.Grain).Assembly.Location).Add(seeded);
        var comparison = EngineComparison.Of(ours, ApiReader.Read(AbstractionsPath), Listed(), Allowed);
        comparison.OnlyOurs.ShouldBe([seeded]);
    }

    [Fact]
    public void A_member_with_another_parameter_name_or_type_is_caught()
    {
        var ours = ApiReader.Read(typeof(Orleans.Grain).Assembly.Location);
        var real = ours.Single(static l => l.Contains("Orleans.IGrainFactory.GetGrain<TGrainInterface>(string ", StringComparison.Ordinal));
        var renamed = real.Replace("primaryKey", "key", StringComparison.Ordinal);
        renamed.ShouldNotBe(real);
        EngineComparison.Of(ours.Remove(real).Add(renamed), ApiReader.Read(AbstractionsPath), Listed(), Allowed).OnlyOurs.ShouldBe([renamed]);
    }

    private static ImmutableSortedSet<string> Listed()
    {
        using var stream = typeof(EngineParityTests).Assembly.GetManifestResourceStream("orleans-surface.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(static l => l.Trim()).Where(static l => l.Length > 0 && l[0] != '#')];
    }
}
