namespace LearningHub.Grains.Common;

/// <summary>A place in the feed. Identity values commit out of order; transaction ids below the horizon do not, and the epoch goes before both
/// because a restored database starts its transaction ids anew.</summary>
internal readonly record struct FeedPosition(int Epoch, ulong Tx, long Position) : IComparable<FeedPosition>
{
    public int CompareTo(FeedPosition other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Tx != other.Tx ? Tx.CompareTo(other.Tx) : Position.CompareTo(other.Position);

    public static bool operator >=(FeedPosition a, FeedPosition b) => a.CompareTo(b) >= 0;
    public static bool operator <=(FeedPosition a, FeedPosition b) => a.CompareTo(b) <= 0;
    public static bool operator >(FeedPosition a, FeedPosition b) => a.CompareTo(b) > 0;
    public static bool operator <(FeedPosition a, FeedPosition b) => a.CompareTo(b) < 0;
}
