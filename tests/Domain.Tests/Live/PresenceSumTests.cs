using LearningHub.Grains.Common;

namespace LearningHub.Domain.Tests.Live;

public sealed class PresenceSumTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private readonly PresenceSum _sum = new();
    private long _next;

    [Fact]
    public void A_person_on_two_front_ends_is_present_once()
    {
        _sum.Report("a", _next++, ["u2", "u1"], Now);
        _sum.Report("b", _next++, ["u2"], Now);
        _sum.Present(Now).ShouldBe(["u1", "u2"]);
    }

    [Fact]
    public void A_report_replaces_the_one_before()
    {
        _sum.Report("a", _next++, ["u1", "u2"], Now);
        _sum.Report("a", _next++, ["u2"], Now);
        _sum.Present(Now).ShouldBe(["u2"]);
    }

    [Fact]
    public void An_old_report_no_longer_counts()
    {
        _sum.Report("a", _next++, ["u1"], Now);
        _sum.Report("b", _next++, ["u2"], Now.AddSeconds(30));
        _sum.Present(Now.AddSeconds(44)).ShouldBe(["u1", "u2"]);
        _sum.Present(Now.AddSeconds(45)).ShouldBe(["u2"]);
        _sum.Expires(Now.AddSeconds(45)).ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void An_empty_report_takes_the_front_end_out()
    {
        _sum.Report("a", _next++, ["u1"], Now);
        _sum.Report("a", _next++, [], Now);
        _sum.Present(Now).ShouldBeEmpty();
        _sum.Present(Now.AddSeconds(45)).ShouldBeEmpty();
        _sum.Expires(Now.AddSeconds(45)).ShouldBeNull();
    }

    [Fact]
    public void A_report_that_was_overtaken_is_dropped()
    {
        _sum.Report("a", 2, ["u1", "u2"], Now);
        _sum.Report("a", 1, ["u1"], Now);
        _sum.Present(Now).ShouldBe(["u1", "u2"]);
        _sum.Report("a", 4, [], Now);
        _sum.Report("a", 3, ["u1"], Now);
        _sum.Present(Now).ShouldBeEmpty();
    }
}
