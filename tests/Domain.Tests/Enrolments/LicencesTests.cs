using LearningHub.Grains.Common;
using LearningHub.Grains.Enrolments;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Domain.Tests.Enrolments;

public sealed class LicencesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static LicencesState Ok(Decision<LicencesState> d) => d.Error is { } e ? throw new InvalidOperationException(e.Code) : d.State!;
    private static LicencesState Issued() => Ok(Licences.Issue(LicencesState.Empty, new("bea", 2), ["A", "B"], Now));

    [Fact]
    public void Licences_are_issued_once()
    {
        var state = Issued();
        Ok(Licences.Issue(state, new("bea", 2), ["C", "D"], Now)).Codes.Select(c => c.Code).ShouldBe(["A", "B"]);
        Licences.Issue(LicencesState.Empty, new("bea", 0), [], Now).Error!.Code.ShouldBe("licences.bad_count");
        Licences.Issue(LicencesState.Empty, new("bea", 101), [], Now).Error!.Code.ShouldBe("licences.bad_count");
    }

    [Fact]
    public void A_licence_is_redeemed_once_by_one_person()
    {
        var state = Ok(Licences.Redeem(Issued(), "A", "sam", Now));
        Licences.Redeem(state, "A", "sam", Now).IsNoChange.ShouldBeTrue();
        Licences.Redeem(state, "A", "kim", Now).Error!.Code.ShouldBe("licences.redeemed");
        Licences.Redeem(state, "X", "kim", Now).Error!.Code.ShouldBe("licences.unknown");
        state.Redeemed.ShouldBe(1);
        var back = Ok(Licences.HandBack(state, "A", "sam"));
        Ok(Licences.Redeem(back, "A", "kim", Now)).Find("A")!.RedeemedBy.ShouldBe("kim");
        Licences.HandBack(state, "A", "kim").IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Nothing_is_redeemed_after_a_refund()
    {
        var state = Ok(Licences.Revoke(Issued(), new("refunded")));
        Licences.Redeem(state, "A", "sam", Now).Error!.Code.ShouldBe("licences.revoked");
        Licences.Revoke(state, new("refunded")).IsNoChange.ShouldBeTrue();
        Licences.Revoke(LicencesState.Empty, new("refunded")).IsNoChange.ShouldBeTrue();
    }
}
