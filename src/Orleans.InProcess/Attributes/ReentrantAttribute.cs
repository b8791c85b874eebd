namespace Orleans.Concurrency;

/// <summary>All calls of this grain class may interleave at awaits; they still never run in parallel.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
