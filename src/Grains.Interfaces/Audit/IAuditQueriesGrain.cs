using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Audit;

/// <summary>The audit trail of an academy: who did what to what, as a chain of hashes. Key <c>tenant/queries</c>, a stateless worker. Everything
/// here only reads: nothing writes to the trail but the fold over the events.</summary>
public interface IAuditQueriesGrain : IGrainWithStringKey
{
    /// <summary>The last entries first. Errors: <c>common.bad_cursor</c>, <c>audit.bad_filter</c>.</summary>
    [Requires(Permission.ReadAudit), ReadOnly, Alias("List")] Task<Result<Page<AuditEntryView>>> List(AuditQuery query);

    /// <summary>One entry, with what the same act left behind the time before. Error: <c>audit.not_found</c>.</summary>
    [Requires(Permission.ReadAudit), ReadOnly, Alias("Get")] Task<Result<AuditEntryDetail>> Get(long seq);

    /// <summary>Walks the chain on from <paramref name="from"/> (null: from its beginning), at most <see cref="AuditChain.MostAtOnce"/> entries a
    /// call, and stops at the first that does not hold.</summary>
    [Requires(Permission.ReadAudit), ReadOnly, Alias("Verify")] Task<AuditVerdict> Verify(AuditMark? from);
}

/// <param name="Action">The name of an event, or of a room when it ends with a dot (<c>order.</c>). Empty: any.</param>
/// <param name="Actor">A person's id or e-mail, or <c>system</c>: who acted, or an admin who acted on behalf of them. Empty: any.</param>
/// <param name="Subject">The id of what it was done to: its key or the end of it. Empty: any.</param>
/// <param name="From">Included.</param>
/// <param name="Until">Excluded.</param>
[GenerateSerializer, Immutable, Alias("hub.audit.Query")]
public sealed record AuditQuery(string Action, string Actor, string Subject, DateTimeOffset? From, DateTimeOffset? Until, string? Cursor, int Limit);

/// <param name="Seq">From 1, without a gap.</param>
/// <param name="ActorName">What the person is called today; empty where they are gone, or nobody was signed in.</param>
/// <param name="Content">The bytes that were hashed (JSON, UTF-8), as text.</param>
/// <param name="ById">The admin who acted on behalf of the actor; null: the actor in person.</param>
/// <param name="Hash">SHA-256 over the hash of the entry before and the content, 64 hex digits.</param>
[GenerateSerializer, Immutable, Alias("hub.audit.Entry")]
public sealed record AuditEntryView(long Seq, DateTimeOffset At, string Action, string SubjectType, string SubjectKey, string ActorId, string ActorName, string Roles, string? SessionId, string? Trace, string Content, string Hash,
    string? ById = null, string ByName = "");

/// <param name="Before">The entry in which the same was last done to the same subject; null when this was the first time.</param>
/// <param name="Device">From where: what the session says of the device, while the session is still known.</param>
[GenerateSerializer, Immutable, Alias("hub.audit.Detail")]
public sealed record AuditEntryDetail(AuditEntryView Entry, AuditEntryView? Before, string? Device);

/// <summary>A place in the chain: the hash of entry <paramref name="Seq"/>. Kept outside, it later proves that nothing before it was changed.</summary>
[GenerateSerializer, Immutable, Alias("hub.audit.Mark")]
public sealed record AuditMark(long Seq, string Hash);

/// <param name="Checked">How far the chain holds.</param>
/// <param name="Last">The number of the last entry that was ever written.</param>
/// <param name="Broken">The first entry that does not hold; null when all up to <paramref name="Checked"/> do.</param>
[GenerateSerializer, Immutable, Alias("hub.audit.Verdict")]
public sealed record AuditVerdict(AuditMark Checked, long Last, AuditBreak? Broken)
{
    public bool IsDone => Broken is not null || Checked.Seq >= Last;
}

/// <param name="Seq">The entry.</param>
[GenerateSerializer, Immutable, Alias("hub.audit.Break")]
public sealed record AuditBreak(long Seq, AuditFault Fault);

[GenerateSerializer, Alias("hub.audit.Fault")]
public enum AuditFault
{
    /// <summary>Its content, its hash, or the hash before it was changed.</summary>
    Changed,
    /// <summary>It is not there.</summary>
    Missing,
    /// <summary>It is none of those that were written: it follows the last.</summary>
    Added,
    /// <summary>The place given to go on from is not in this chain.</summary>
    UnknownMark,
}

public static class AuditChain
{
    public const int MostAtOnce = 20_000;

    /// <summary>The name of the projection.</summary>
    public const string Fold = "audit";
}
