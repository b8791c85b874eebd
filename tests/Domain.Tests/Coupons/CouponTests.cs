using LearningHub.Grains.Coupons;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using static LearningHub.Domain.Tests.Coupons.CouponExamples;

namespace LearningHub.Domain.Tests.Coupons;

public sealed class CouponTests
{
    public static TheoryData<string, CouponRules, string?> Rules => new()
    {
        { "AUTUMN", TenPercent, null },
        { "a-b 3", TenPercent, null },
        { "", TenPercent, null },
        { "ab", TenPercent, "coupons.bad_code" },
        { "SUMMER%", TenPercent, "coupons.bad_code" },
        { new string('A', 33), TenPercent, "coupons.bad_code" },
        { "ÄÖÜ", TenPercent, "coupons.bad_code" },
        { "X20", TenPercent with { Name = " " }, "coupons.name_invalid" },
        { "X20", TenPercent with { BasisPoints = 0 }, "coupons.basis_points_invalid" },
        { "X20", TenPercent with { BasisPoints = 10_001 }, "coupons.basis_points_invalid" },
        { "X20", TenPercent with { Kind = (CouponKind)7 }, "coupons.kind_invalid" },
        { "X20", Off(), "coupons.amounts_invalid" },
        { "X20", Off(new Money(0, "EUR")), "coupons.amounts_invalid" },
        { "X20", Off(new Money(5, "EUR"), new Money(6, "EUR")), "coupons.amounts_invalid" },
        { "X20", Off(new Money(5, "EUR"), new Money(900, "JPY")), null },
        { "X20", TenPercent with { Minimums = [new(5, "XXX")] }, "coupons.minimums_invalid" },
        { "X20", TenPercent with { Zone = "Mars/Olympus" }, "coupons.zone_invalid" },
        { "X20", TenPercent with { From = "tomorrow" }, "coupons.from_invalid" },
        { "X20", TenPercent with { From = "2026-12-01T00:00", Until = "2026-11-30T23:59" }, "coupons.until_invalid" },
        { "X20", TenPercent with { From = "", Until = " " }, null },
        { "X20", TenPercent with { TotalLimit = 0 }, "coupons.total_limit_invalid" },
        { "X20", TenPercent with { PerPersonLimit = -1 }, "coupons.per_person_limit_invalid" },
        { "X20", TenPercent with { CourseIds = ["a", "a"] }, "coupons.course_ids_invalid" },
        { "X20", TenPercent with { CourseIds = ["A/B"] }, "coupons.course_ids_invalid" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void What_a_coupon_says_is_checked(string code, CouponRules rules, string? error) =>
        (Coupon.Create(CouponState.Empty, new(code, rules), Ines, Now).Error?.Code).ShouldBe(error);

    [Fact]
    public void Only_its_owner_and_admins_know_of_a_coupon()
    {
        var state = Made(TenPercent);
        Coupon.Change(state, new(TenPercent with { BasisPoints = 2_000 }), Otto).Error!.Code.ShouldBe("coupons.not_found");
        Coupon.Change(state, new(TenPercent with { BasisPoints = 2_000 }), Ada).Ok().Rules!.BasisPoints.ShouldBe(2_000);
        Coupon.Change(state, new(Off(new Money(1, "EUR"))), Ines).Error!.Code.ShouldBe("coupons.kind_is_fixed");
        Coupon.Create(state, new("OTHER", TenPercent), Otto, Now).Error!.Code.ShouldBe("coupons.not_found");
    }

    [Fact]
    public void An_instructors_coupon_takes_off_their_own_courses_only_and_an_admins_off_all()
    {
        Applied(Made(TenPercent), Line("a", 1_000), Line("b", 1_000, seller: "otto")).Shares.Select(s => s.Minor).ShouldBe([100, 0]);
        Applied(Made(TenPercent, by: Ada), Line("a", 1_000), Line("b", 1_000, seller: "otto")).Shares.Select(s => s.Minor).ShouldBe([100, 100]);
        Quote(Made(TenPercent), [Line("b", 1_000, seller: "otto")]).Error!.Code.ShouldBe("coupons.wrong_courses");
        Quote(Made(TenPercent with { CourseIds = ["c"] }), [Line("a", 1_000)]).Error!.Code.ShouldBe("coupons.wrong_courses");
    }

    [Fact]
    public void Every_refusal_has_its_own_reason()
    {
        var cart = (System.Collections.Immutable.ImmutableArray<CouponLine>)[Line("a", 1_000)];
        Quote(Made(TenPercent), cart, code: "WINTER").Error!.Code.ShouldBe("coupons.unknown");
        Quote(Coupon.Pause(Made(TenPercent), new(true), Ines).Ok(), cart).Error!.Code.ShouldBe("coupons.paused");
        Quote(Made(TenPercent with { Minimums = [new(1_001, "EUR")] }), cart).Error!.Code.ShouldBe("coupons.minimum");
        Quote(Made(TenPercent with { Minimums = [new(1_001, "EUR")] }), cart).Error!.Message.ShouldContain("10.01\u00a0EUR");
        Quote(Made(TenPercent with { Minimums = [new(1_000, "EUR")] }), cart).IsOk.ShouldBeTrue();
        Quote(Made(Off(new Money(5, "JPY"))), cart).Error!.Code.ShouldBe("coupons.wrong_currency");
        Quote(Made(TenPercent with { Combines = false }), cart, alone: false).Error!.Code.ShouldBe("coupons.does_not_combine");
        Quote(Made(TenPercent with { TotalLimit = 1 }) with { Used = 1 }, cart).Error!.Code.ShouldBe("coupons.used_up");
        Quote(Reserved(Made(TenPercent with { TotalLimit = 1 }), "o1", "kim"), cart).Error!.Code.ShouldBe("coupons.reserved");
        Quote(Made(TenPercent with { PerPersonLimit = 1 }), cart, known: new(null, new("sam", 1), null)).Error!.Code.ShouldBe("coupons.used_by_you");
        Quote(Reserved(Made(TenPercent with { PerPersonLimit = 1 }), "o1", "sam"), cart).Error!.Code.ShouldBe("coupons.used_by_you");
        Quote(Made(TenPercent, ""), cart, code: "7F3K0M2Q9XWB", known: new(null, null, new("7F3K0M2Q9XWB", "o1"))).Error!.Code.ShouldBe("coupons.used_up");
    }

    [Fact]
    public void A_guest_meets_the_limit_of_a_person_at_the_sign_in()
    {
        var state = Made(TenPercent with { PerPersonLimit = 1 });
        Quote(state, [Line("a", 1_000)], user: "").IsOk.ShouldBeTrue();
    }

    [Fact]
    public void A_use_is_reserved_confirmed_and_given_back()
    {
        var state = Reserved(Made(TenPercent with { TotalLimit = 1, PerPersonLimit = 1 }), "o1");
        var again = new ReserveCoupon("o1", "sam", Applied(Made(TenPercent), Line("a", 1_000)), Now.AddMinutes(30));
        CouponUses.Reserve(state, "k", again, CouponLookup.Nothing, Now).IsNoChange.ShouldBeTrue();
        var used = CouponUses.Confirm(state, new("o1"), CouponLookup.Nothing, Now);
        used.Ok().Used.ShouldBe(1);
        used.Ok().Holds.ShouldBeEmpty();
        var known = new CouponLookup(new("o1", "sam", "AUTUMN", 100, "EUR", Now), new("sam", 1), null);
        CouponUses.Confirm(used.Ok(), new("o1"), known, Now).IsNoChange.ShouldBeTrue();
        CouponUses.Release(used.Ok(), new("o1")).IsNoChange.ShouldBeTrue();
        CouponUses.Return(used.Ok(), new("o1"), known).Ok().Used.ShouldBe(0);
        CouponUses.Return(used.Ok() with { Rules = TenPercent with { ReturnsOnRefund = false } }, new("o1"), known).IsNoChange.ShouldBeTrue();
        CouponUses.Confirm(Made(TenPercent), new("o1"), CouponLookup.Nothing, Now).Error!.Code.ShouldBe("coupons.not_reserved");
    }

    [Fact]
    public void A_reservation_that_ran_out_is_free_for_others_and_good_for_its_order_only_while_nobody_took_it()
    {
        var later = Now.AddMinutes(31);
        var state = Reserved(Made(TenPercent with { TotalLimit = 1 }), "o1");
        CouponUses.Confirm(state, new("o1"), CouponLookup.Nothing, later).Ok().Used.ShouldBe(1);
        var other = new ReserveCoupon("o2", "kim", Applied(Made(TenPercent), Line("a", 1_000)), later.AddMinutes(30));
        var taken = CouponUses.Reserve(state, "k", other, CouponLookup.Nothing, later).Ok();
        CouponUses.Confirm(taken, new("o1"), CouponLookup.Nothing, later).Error!.Code.ShouldBe("coupons.used_up");
        CouponUses.Confirm(taken, new("o2"), CouponLookup.Nothing, later).Ok().Used.ShouldBe(1);
    }

    [Fact]
    public void A_coupon_that_changed_since_the_cart_was_frozen_is_not_reserved_at_another_amount()
    {
        var frozen = Applied(Made(TenPercent), Line("a", 1_000));
        var state = Made(TenPercent with { BasisPoints = 500 });
        CouponUses.Reserve(state, "k", new("o1", "sam", frozen, Now.AddMinutes(30)), CouponLookup.Nothing, Now).Error!.Code.ShouldBe("coupons.changed");
    }

    [Fact]
    public void Codes_are_made_up_to_what_was_ordered()
    {
        var ordered = Coupon.OrderCodes(Made(TenPercent, ""), new(3), Ines).Ok();
        var made = Coupon.AddCodes(ordered, ["A", "B", "B"]).Ok();
        (made.Codes, made.CodesWanted).ShouldBe((2, 3));
        var all = Coupon.AddCodes(made, ["C", "D"]);
        all.Ok().Codes.ShouldBe(3);
        all.Records.Select(r => (r.Id, r.Seq)).ShouldBe([("C", 3L)]);
        Coupon.AddCodes(all.Ok(), ["E"]).IsNoChange.ShouldBeTrue();
        Coupon.OrderCodes(all.Ok(), new(100_000), Ines).Error!.Code.ShouldBe("coupons.too_many_codes");
        Coupon.OrderCodes(all.Ok(), new(99_997), Ines).Ok().CodesWanted.ShouldBe(100_000);
    }
}
