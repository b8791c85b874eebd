using LearningHub.Grains.Interfaces.Audit;

namespace LearningHub.Grains.Audit;

/// <summary>The check of a chain, entry after entry; pure.</summary>
internal static class AuditWalk
{
    /// <summary>What is wrong with the entry that stands where <paramref name="due"/> should; null when it holds.</summary>
    /// <param name="before">The hash of the entry before.</param>
    public static AuditBreak? Fault(byte[] before, long due, AuditEntry found)
    {
        if (found.Seq > due) return new(due, AuditFault.Missing);
        return found.Seq == due && found.Hash.AsSpan().SequenceEqual(AuditEntry.HashOf(before, found.Content)) ? null : new(due, AuditFault.Changed);
    }

    /// <summary>Who acted on behalf stands beside the content, to be searched, and must say the same.</summary>
    /// <param name="found">Whose content holds.</param>
    public static AuditBreak? FaultBeside(AuditEntry found, string? actedBy) => found.By == actedBy ? null : new(found.Seq, AuditFault.Changed);

    /// <summary>What is wrong at the end: the last entry must be the one that the head names.</summary>
    public static AuditBreak? FaultAtEnd(long last, byte[] hash, long headSeq, byte[] headHash)
    {
        if (last < headSeq) return new(last + 1, AuditFault.Missing);
        if (last > headSeq) return new(headSeq + 1, AuditFault.Added);
        return hash.AsSpan().SequenceEqual(headHash) ? null : new(last, AuditFault.Changed);
    }
}
