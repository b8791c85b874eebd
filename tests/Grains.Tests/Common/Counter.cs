using LearningHub.Grains.Common;

namespace LearningHub.Grains.Tests.Common;

/// <summary>The smallest aggregate, for tests of the store.</summary>
internal sealed record Counter(int Value = 0, string? Note = null) : IAggregateState<Counter>
{
    public static string AggregateType => "test-counter";
    public static Counter Empty { get; } = new();
}

[EventName("test.counted")]
internal sealed record Counted(int Value) : DomainEvent;
