using Orleans.Streams;

namespace Orleans.InProcess.Streams;

internal sealed class MemoryStreamToken(long number) : StreamSequenceToken
{
    public override long SequenceNumber { get; protected set; } = number;
    public override int EventIndex { get; protected set; }

    public override bool Equals(StreamSequenceToken? other) => other is not null && other.SequenceNumber == SequenceNumber && other.EventIndex == EventIndex;

    public override bool Equals(object? obj) => Equals(obj as StreamSequenceToken);

    public override int GetHashCode() => HashCode.Combine(SequenceNumber, EventIndex);

    public override int CompareTo(StreamSequenceToken? other) =>
        other is null ? 1 : SequenceNumber.CompareTo(other.SequenceNumber) is var byNumber and not 0 ? byNumber : EventIndex.CompareTo(other.EventIndex);
}
