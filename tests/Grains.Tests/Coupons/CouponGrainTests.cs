using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Coupons;

[Collection("hub")]
public sealed class CouponGrainTests(HubFixture hub)
{
    private static readonly CouponRules TenPercent = new("Autumn", CouponKind.Percentage, 1_000, [], [], null, null, "Europe/Berlin", null, null, [], true, true);
    private readonly School _school = new(hub);

    private ICouponGrain Coupon(string id) => _school.Grains.Coupon(new(_school.Tenant, id));
    private ICouponQueriesGrain Queries => _school.Grains.Queries<ICouponQueriesGrain>(_school.Tenant);
    private static CouponLine Line(long minor) => new("a", "a", "ines", new(minor, "EUR"), new(minor, "EUR"));
    private static DateTimeOffset InHalfAnHour => TimeProvider.System.GetUtcNow().AddMinutes(30);

    private async Task<ICouponGrain> Made(string id, string code, CouponRules rules)
    {
        using var _ = _school.Teacher();
        await Coupon(id).Create(new(code, rules)).Done();
        return Coupon(id);
    }

    private static Task<Result<AppliedCoupon>> Quote(ICouponGrain coupon, string code, string user = "sam") => coupon.Quote(new(user, code, [Line(1_000)], "EUR", true));

    [Fact]
    public async Task A_coupon_for_one_use_is_reserved_exactly_once_by_two_hundred_at_the_same_moment()
    {
        var coupon = await Made("once", "ONCE", TenPercent with { TotalLimit = 1 });
        using var _ = _school.Platform();
        var applied = await Quote(coupon, "ONCE").Done();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(n => coupon.Reserve(new($"o{n}", $"p{n}", applied, InHalfAnHour) { OperationId = $"o{n}/coupon" })));
        answers.Count(a => a.IsOk).ShouldBe(1);
        answers.Where(a => !a.IsOk).ShouldAllBe(a => a.Error!.Code == "coupons.reserved");
        (await Quote(coupon, "ONCE").Refused()).ShouldBe("coupons.reserved");

        var winner = $"o{Array.FindIndex(answers, a => a.IsOk)}";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => coupon.Confirm(new(winner) { OperationId = $"{winner}/paid" }).Done()));
        (await coupon.Get().Done()).ShouldSatisfyAllConditions(c => c.Used.ShouldBe(1), c => c.Reserved.ShouldBe(0));
        (await Quote(coupon, "ONCE").Refused()).ShouldBe("coupons.used_up");
        await coupon.Release(new(winner)).Done();
        (await coupon.Get().Done()).Used.ShouldBe(1);
        await coupon.Return(new(winner)).Done();
        await coupon.Return(new(winner)).Done();
        (await coupon.Get().Done()).Used.ShouldBe(0);
    }

    [Fact]
    public async Task One_person_has_one_use_also_in_two_checkouts_at_once()
    {
        var coupon = await Made("mine", "MINE", TenPercent with { PerPersonLimit = 1 });
        using var _ = _school.Platform();
        var applied = await Quote(coupon, "MINE").Done();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => coupon.Reserve(new($"o{n}", "sam", applied, InHalfAnHour))));
        answers.Count(a => a.IsOk).ShouldBe(1);
        answers.Where(a => !a.IsOk).ShouldAllBe(a => a.Error!.Code == "coupons.used_by_you");
        var order = $"o{Array.FindIndex(answers, a => a.IsOk)}";
        await coupon.Confirm(new(order)).Done();
        (await Quote(coupon, "MINE").Refused()).ShouldBe("coupons.used_by_you");
        (await Quote(coupon, "MINE", "kim").Done()).Discount.Minor.ShouldBe(100);
    }

    [Fact]
    public async Task A_late_copy_of_a_reservation_that_was_let_go_takes_nothing_again()
    {
        var coupon = await Made("late", "LATE", TenPercent with { TotalLimit = 1 });
        using var _ = _school.Platform();
        var applied = await Quote(coupon, "LATE").Done();
        var reserve = new ReserveCoupon("o1", "sam", applied, InHalfAnHour) { OperationId = "o1/coupon" };
        await coupon.Reserve(reserve).Done();
        await coupon.Release(new("o1") { OperationId = "o1/coupon/undo" }).Done();
        await coupon.Reserve(reserve).Done();
        (await coupon.Get().Done()).Reserved.ShouldBe(0);
        (await coupon.Reserve(new("o2", "kim", applied, InHalfAnHour)).Done()).Discount.Minor.ShouldBe(100);
    }

    [Fact]
    public async Task Codes_are_made_in_the_background_each_once_and_found_as_typed()
    {
        var coupon = await Made("bulk", "", TenPercent);
        using (_school.Teacher())
        {
            var order = new GenerateCodes(2_500) { OperationId = "bulk" };
            await coupon.GenerateCodes(order).Done();
            (await coupon.GenerateCodes(order).Done()).Wanted.ShouldBe(2_500);
            await Wait.Until(() => coupon.Get(), c => c.Value!.Codes == 2_500, TimeSpan.FromSeconds(60));
            (await coupon.Get().Done()).CodesWanted.ShouldBe(2_500);
        }
        var codes = new List<string>();
        using (_school.Teacher())
            for (string? cursor = null; ;)
            {
                var page = await coupon.Codes(cursor, 1_000).Done();
                codes.AddRange(page.Items.Select(c => c.Code));
                if ((cursor = page.Next) is null) break;
            }
        codes.Distinct().Count().ShouldBe(2_500);

        using var _ = _school.Platform();
        var found = await Queries.Find($"  {codes[1_234].ToLowerInvariant().Replace("-", " ").Replace('0', 'o')} ").Done();
        (found.CouponId, found.Code).ShouldBe(("bulk", codes[1_234].Replace("-", "")));
        var wrong = (codes[0][0] == '7' ? '8' : '7') + codes[0][1..];
        (await Queries.Find(wrong).Refused()).ShouldBe("coupons.mistyped");
        (await Queries.Find("NOSUCHCODE").Refused()).ShouldBe("coupons.unknown");
        (await Queries.Find("").Refused()).ShouldBe("coupons.unknown");
        (await Queries.Find("x\0y").Refused()).ShouldBe("coupons.unknown");

        // Each is good once.
        var applied = await Quote(coupon, found.Code).Done();
        await coupon.Reserve(new("o1", "sam", applied, InHalfAnHour)).Done();
        (await coupon.Reserve(new("o2", "kim", applied, InHalfAnHour)).Refused()).ShouldBe("coupons.reserved");
        await coupon.Confirm(new("o1")).Done();
        (await Quote(coupon, found.Code).Refused()).ShouldBe("coupons.used_up");
        (await Quote(coupon, codes[1].Replace("-", "")).Done()).Discount.Minor.ShouldBe(100);
        await coupon.Return(new("o1")).Done();
        (await Quote(coupon, found.Code).Done()).Discount.Minor.ShouldBe(100);
    }

    [Fact]
    public async Task A_code_belongs_to_one_coupon_of_a_tenant()
    {
        await Made("first", "Same-Code", TenPercent);
        using (_school.Teacher()) (await Coupon("second").Create(new("SAMECODE", TenPercent)).Refused()).ShouldBe("coupons.code_taken");
        var other = new School(hub);
        using (other.Teacher()) await other.Grains.Coupon(new(other.Tenant, "second")).Create(new("SAMECODE", TenPercent)).Done();
        using (_school.Platform()) (await Queries.Find("same code").Done()).CouponId.ShouldBe("first");
    }

    [Fact]
    public async Task A_coupon_is_its_sellers_business_alone()
    {
        var mine = await _school.Published();
        var coupon = await Made("k", "MINEONLY", TenPercent);
        using (ActorContext.As(new Actor(_school.Tenant, "otto", [Roles.Instructor], null)))
        {
            (await coupon.Get().Refused()).ShouldBe("coupons.not_found");
            (await coupon.Change(new(TenPercent)).Refused()).ShouldBe("coupons.not_found");
            (await coupon.Pause(new(true)).Refused()).ShouldBe("coupons.not_found");
            (await coupon.GenerateCodes(new(1)).Refused()).ShouldBe("coupons.not_found");
            (await coupon.Codes(null, 10).Refused()).ShouldBe("coupons.not_found");
            (await Coupon("o").Create(new("OTTO", TenPercent with { CourseIds = [mine] })).Refused()).ShouldBe("coupons.not_your_course");
            (await Queries.List(all: true, null, 10).Done()).Items.ShouldBeEmpty();
        }
        using (ActorContext.As(new Actor(_school.Tenant, "ada", [Roles.Admin], null)))
        {
            var receipt = await coupon.Pause(new(true)).Done();
            await hub.Passed("coupons", receipt);
            (await Queries.List(all: true, null, 10).Done()).Items.Single().ShouldSatisfyAllConditions(r => r.CouponId.ShouldBe("k"), r => r.Paused.ShouldBeTrue());
            (await Queries.List(all: false, null, 10).Done()).Items.ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task The_list_is_paged_newest_first()
    {
        var receipts = new List<Receipt>();
        using var _ = _school.Teacher();
        for (var n = 0; n < 5; n++) receipts.Add(await Coupon($"k{n}").Create(new($"CODE{n}", TenPercent)).Done());
        foreach (var receipt in receipts) await hub.Passed("coupons", receipt);
        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await Queries.List(false, cursor, 2).Done();
            seen.AddRange(page.Items.Select(i => i.CouponId));
            if ((cursor = page.Next) is null) break;
        }
        seen.ShouldBe(["k4", "k3", "k2", "k1", "k0"]);
        (await Queries.List(false, "nonsense", 2).Refused()).ShouldBe("common.bad_cursor");
    }
}
