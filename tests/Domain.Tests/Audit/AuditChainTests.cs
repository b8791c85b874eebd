using System.Text.Json;
using LearningHub.Grains.Audit;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Audit;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Domain.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void An_entry_says_who_did_what_to_what_and_when_and_nothing_else()
    {
        var entry = AuditEntry.After(AuditEntry.Origin("t"), 1, Event(1, """{"roles": ["admin"]}"""));
        using var json = JsonDocument.Parse(entry.Content);
        json.RootElement.EnumerateObject().Select(p => p.Name).ShouldBe(["v", "seq", "at", "action", "type", "key", "version", "event", "actor", "roles", "session", "data"]);
        json.RootElement.GetProperty("at").GetInt64().ShouldBe(At.ToUnixTimeMilliseconds() * 1_000);
        json.RootElement.GetProperty("actor").GetString().ShouldBe("ada");
        json.RootElement.GetProperty("data").GetProperty("roles")[0].GetString().ShouldBe("admin");
        entry.Hash.Length.ShouldBe(32);
    }

    [Fact]
    public void Two_academies_with_the_same_events_have_different_chains() =>
        AuditEntry.After(AuditEntry.Origin("a"), 1, Event(1)).Hash.ShouldNotBe(AuditEntry.After(AuditEntry.Origin("b"), 1, Event(1)).Hash);

    /// <summary>Every byte of every entry, content and hash: one bit turned, and the walk names that entry and no other.</summary>
    [Fact]
    public void A_turned_bit_is_found_and_its_entry_named()
    {
        var chain = Chain(8);
        Walk(chain, chain[^1]).ShouldBeNull();
        for (var n = 0; n < chain.Count; n++)
        {
            for (var i = 0; i < chain[n].Content.Length; i++)
            {
                var text = chain[n].Content.ToCharArray();
                text[i] ^= (char)1;
                Walk(With(chain, n, chain[n] with { Content = new(text) }), chain[^1]).ShouldBe(new AuditBreak(n + 1, AuditFault.Changed));
            }
            for (var i = 0; i < 32; i++)
            {
                byte[] hash = [.. chain[n].Hash];
                hash[i] ^= 0x10;
                Walk(With(chain, n, chain[n] with { Hash = hash }), chain[^1]).ShouldBe(new AuditBreak(n + 1, AuditFault.Changed));
            }
        }
    }

    [Fact]
    public void Entries_taken_out_cut_off_added_or_written_anew_are_found()
    {
        var chain = Chain(6);
        Walk([.. chain.Where(e => e.Seq != 3)], chain[^1]).ShouldBe(new AuditBreak(3, AuditFault.Missing));
        Walk([.. chain.Take(4)], chain[^1]).ShouldBe(new AuditBreak(5, AuditFault.Missing));
        Walk([.. chain, AuditEntry.After(chain[^1].Hash, 7, Event(7))], chain[^1]).ShouldBe(new AuditBreak(7, AuditFault.Added));
        // Written anew with a right hash of its own: the next does not follow any more.
        Walk(With(chain, 2, AuditEntry.After(chain[1].Hash, 3, Event(99))), chain[^1]).ShouldBe(new AuditBreak(4, AuditFault.Changed));
        // The whole tail anew: only who kept the head sees it.
        var forged = chain.Take(4).ToList();
        for (var seq = 5; seq <= 6; seq++) forged.Add(AuditEntry.After(forged[^1].Hash, seq, Event(100 + seq)));
        Walk(forged, forged[^1]).ShouldBeNull();
        Walk(forged, chain[^1]).ShouldBe(new AuditBreak(6, AuditFault.Changed));
    }

    [Fact]
    public void Everything_is_kept_but_what_is_left_out_by_name()
    {
        var kept = AuditPolicy.Kept(KnownEvents.OfThisBuild.Names);
        kept.ShouldContain("user.roles_set");
        kept.ShouldContain("gradebook.overridden");
        kept.ShouldContain("operator.projection_steered");
        kept.ShouldNotContain("enrolment.progress_recorded");
        AuditPolicy.LeftOut.Except(KnownEvents.OfThisBuild.Names).ShouldBeEmpty("A name that no event has any more.");
    }

    private static List<AuditEntry> Chain(int length)
    {
        var chain = new List<AuditEntry>();
        for (var seq = 1; seq <= length; seq++) chain.Add(AuditEntry.After(chain.Count == 0 ? AuditEntry.Origin("t") : chain[^1].Hash, seq, Event(seq)));
        return chain;
    }

    private static List<AuditEntry> With(IReadOnlyList<AuditEntry> chain, int n, AuditEntry entry) => [.. chain.Take(n), entry, .. chain.Skip(n + 1)];

    private static AuditBreak? Walk(IReadOnlyList<AuditEntry> chain, AuditEntry head)
    {
        var (seq, hash) = (0L, AuditEntry.Origin("t"));
        foreach (var entry in chain)
        {
            if (AuditWalk.Fault(hash, seq + 1, entry) is { } fault) return entry.Seq > head.Seq ? new(entry.Seq, AuditFault.Added) : fault;
            (seq, hash) = (entry.Seq, entry.Hash);
            if (seq == head.Seq && entry != chain[^1]) return AuditWalk.FaultAtEnd(chain[^1].Seq, chain[^1].Hash, head.Seq, head.Hash);
        }
        return AuditWalk.FaultAtEnd(seq, hash, head.Seq, head.Hash);
    }

    private static EventRow Event(int n, string payload = """{"n": 1}""") => new(1, (ulong)n, n, "user", "t/sam", n, new Guid(n, 0, 0, new byte[8]), "user.roles_set", payload,
        new Actor("t", "ada", [Roles.Admin], "s1").ToString(), null, At);
}
