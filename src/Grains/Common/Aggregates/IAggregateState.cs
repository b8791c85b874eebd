namespace LearningHub.Grains.Common;

/// <summary>What the store knows of a state: the name of its type in the tables and the shape's version.
/// A state is an immutable record, small (p95 4 KB; refused above 64 KB): what grows with users or time is rows.</summary>
internal interface IAggregateState<TSelf> where TSelf : class, IAggregateState<TSelf>
{
    /// <summary>The literal stored in <c>aggregate.type</c>, for ever.</summary>
    static abstract string AggregateType { get; }

    /// <summary>What a key that was never written holds.</summary>
    static abstract TSelf Empty { get; }

    /// <summary>Raised with every change of shape that old documents cannot be read through.</summary>
    static virtual int SchemaVersion => 1;

    /// <summary>Brings a document of an older shape up to date; called with the stored version.</summary>
    static virtual TSelf Upgrade(TSelf state, int storedVersion) => state;
}
