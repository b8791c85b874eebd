using System.Collections.Immutable;

namespace LearningHub.Guards.Tests.EngineParity;

/// <summary>What a comparison of the engine with Orleans found.</summary>
internal sealed record EngineComparison(int WithMetadata, int WithListing, ImmutableArray<string> OnlyOurs)
{
    public int Compared => WithMetadata + WithListing;

    public static EngineComparison Of(
        ImmutableSortedSet<string> ours,
        ImmutableSortedSet<string> metadata,
        ImmutableSortedSet<string> listed,
        ImmutableDictionary<string, string> allowed) => new(
            ours.Count(metadata.Contains),
            ours.Count(l => !metadata.Contains(l) && listed.Contains(l)),
            [.. ours.Where(l => !metadata.Contains(l) && !listed.Contains(l) && !allowed.ContainsKey(l))]);

    public override string ToString() =>
        $"Compared {Compared} public members of the in-process engine: {WithMetadata} with Orleans' metadata, {WithListing} with the listing; {OnlyOurs.Length} are not Orleans'.";
}
