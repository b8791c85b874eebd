namespace Orleans.Streams;

/// <summary>The place of an item in its stream.</summary>
public abstract class StreamSequenceToken : IEquatable<StreamSequenceToken?>, IComparable<StreamSequenceToken?>
{
    /// <summary>Rises with each item.</summary>
    public abstract long SequenceNumber { get; protected set; }

    /// <summary>The place in a batch.</summary>
    public abstract int EventIndex { get; protected set; }

    /// <inheritdoc />
    public abstract bool Equals(StreamSequenceToken? other);

    /// <inheritdoc />
    public abstract int CompareTo(StreamSequenceToken? other);
}
