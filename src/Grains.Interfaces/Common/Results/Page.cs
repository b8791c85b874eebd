using System.Collections.Immutable;

namespace LearningHub.Grains.Interfaces.Common;

/// <summary>A page of a list. <paramref name="Next"/> is an opaque cursor for what follows, or null at the end.</summary>
[GenerateSerializer, Immutable, Alias("hub.Page`1")]
public sealed record Page<T>(ImmutableArray<T> Items, string? Next, long? Total = null)
{
    public static Page<T> Empty { get; } = new([], null, 0);
}
