using LearningHub.Grains.Carts;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Tests.Courses;

namespace LearningHub.Grains.Tests.Carts;

[Collection("hub")]
public sealed class CartGrainTests(HubFixture hub)
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly CouponRules TenPercent = new("Autumn", CouponKind.Percentage, 1_000, [], [], null, null, "Europe/Berlin", null, null, [], true, true);
    private readonly School _school = new(hub);

    private ICartGrain Cart(string user) => _school.Grains.Cart(CartKey.OfPerson(_school.Tenant, user));
    private ICartGrain Guest(string secret = Secret) => _school.Grains.Cart(CartKey.OfGuest(_school.Tenant, secret)!.Value);

    private async Task Price(string course, long eur)
    {
        using var _ = _school.Teacher();
        var c = await _school.Course(course).Get().Done();
        await _school.Course(course).ChangeDetails(new(c.Title, c.Subtitle, c.Description, c.Subject, c.Level, c.Language, eur == 0 ? [] : [new(eur, "EUR")], c.SeatLimit)).Done();
    }

    private async Task Coupon(string code, CouponRules rules)
    {
        using var _ = _school.Teacher();
        await _school.Grains.Coupon(new(_school.Tenant, code.ToLowerInvariant())).Create(new(code, rules)).Done();
    }

    [Fact]
    public async Task Two_tabs_and_a_phone_that_change_a_cart_at_once_converge_on_what_it_holds()
    {
        var courses = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => _school.Published($"Course {n}", price: 1_000)));
        using var _ = _school.Student("sam");
        await Task.WhenAll(courses.SelectMany(c => Enumerable.Range(0, 3).Select(_ => Cart("sam").Add(new(c, 1, null)))));
        await Task.WhenAll(Cart("sam").Remove(new(courses[0])), Cart("sam").Remove(new(courses[0])), Cart("sam").SetQuantity(new(courses[1], 4)), Cart("sam").SetQuantity(new(courses[1], 4)));
        var views = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Cart("sam").Get().Done()));
        views.Select(v => v.Version).Distinct().Count().ShouldBe(1);
        views[0].Lines.Select(l => l.CourseId).Order().ShouldBe(courses[1..].Order());
        views[0].Lines.Single(l => l.CourseId == courses[1]).Quantity.ShouldBe(4);
        views[0].Total.ShouldBe(new Money(8_000, "EUR"));
    }

    [Fact]
    public async Task Nobody_reaches_anothers_cart_and_a_guest_only_the_one_they_know()
    {
        var course = await _school.Published(price: 1_000);
        using (_school.Student("sam")) await Cart("sam").Add(new(course, 1, null)).Done();
        using (_school.Student("kim"))
        {
            (await Cart("sam").Get().Refused()).ShouldBe("carts.not_yours");
            (await Cart("sam").Add(new(course, 1, null)).Refused()).ShouldBe("carts.not_yours");
            (await Cart("sam").Remove(new(course)).Refused()).ShouldBe("carts.not_yours");
            (await Cart("sam").Freeze(new("o1")).Refused()).ShouldBe("carts.not_yours");
            (await Cart("sam").Merge(new($"g-{Secret}")).Refused()).ShouldBe("carts.not_yours");
            (await Cart("sam").Count()).ShouldBe(0);
        }
        using (_school.Visitor())
        {
            (await Guest().Add(new(course, 1, null)).Done()).Total.ShouldBe(new Money(1_000, "EUR"));
            (await Guest().Count()).ShouldBe(1);
            await Should.ThrowAsync<ActorDeniedException>(() => Guest().HandOver(new("u-kim")));
        }
        using (_school.Student("kim")) (await Guest().Freeze(new("o1")).Refused()).ShouldBe("carts.sign_in");
    }

    [Fact]
    public async Task A_guests_cart_is_merged_once_however_often_it_is_asked_for()
    {
        var (bread, soup, owned) = (await _school.Published("Bread", price: 1_000), await _school.Published("Soup", price: 500), await _school.Published("Owned", price: 700));
        using (_school.Platform()) await _school.Enrolment(owned, "sam").Grant(new("order-0")).Done();
        using (_school.Visitor()) foreach (var course in (string[])[bread, soup, owned]) await Guest().Add(new(course, 1, null)).Done();
        using var _ = _school.Student("sam");
        await Cart("sam").Add(new(bread, 1, null)).Done();

        var merged = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Cart("sam").Merge(new($"g-{Secret}")).Done()));
        merged.ShouldAllBe(m => m.Added == 1);
        merged[0].Skipped.Select(s => (s.CourseId, s.Reason.Code)).ShouldBe([(bread, "carts.doubled"), (owned, "carts.owned")]);
        var cart = await Cart("sam").Get().Done();
        cart.Lines.Select(l => l.CourseId).ShouldBe([bread, soup]);
        cart.Skipped.Length.ShouldBe(2);
        (await Guest().Count()).ShouldBe(0);

        // Taken out afterwards, it does not come back with a late copy of the merge.
        await Cart("sam").Remove(new(soup)).Done();
        await Cart("sam").Merge(new($"g-{Secret}")).Done();
        (await Cart("sam").Get().Done()).Lines.Select(l => l.CourseId).ShouldBe([bread]);
        using (_school.Student("kim")) (await Cart("kim").Merge(new($"g-{Secret}")).Done()).Added.ShouldBe(0);
    }

    [Fact]
    public async Task A_price_that_rises_in_the_cart_is_shown_and_paid_only_with_consent()
    {
        var course = await _school.Published(price: 1_000);
        using var _ = _school.Student("sam");
        await Cart("sam").Add(new(course, 1, null)).Done();
        await Price(course, 1_200);
        (await Cart("sam").Get().Done()).ShouldSatisfyAllConditions(
            c => c.Obstacle!.Code.ShouldBe("carts.price_changed"), c => c.Lines[0].PriceAtAdd.Minor.ShouldBe(1_000), c => c.Lines[0].PriceNow!.Value.Minor.ShouldBe(1_200));
        (await Cart("sam").Freeze(new("o1")).Refused()).ShouldBe("carts.price_changed");
        (await Cart("sam").AcceptPrices(new(new(1_000, "EUR"))).Refused()).ShouldBe("carts.price_changed");
        (await Cart("sam").AcceptPrices(new(new(1_200, "EUR"))).Done()).Obstacle.ShouldBeNull();
        (await Cart("sam").Freeze(new("o1")).Done()).Total.Minor.ShouldBe(1_200);
        // Frozen: what is paid is what was frozen.
        await Price(course, 9_900);
        (await Cart("sam").Freeze(new("o1")).Done()).Total.Minor.ShouldBe(1_200);
    }

    [Fact]
    public async Task What_became_free_owned_or_unpublished_stands_in_the_way_of_the_checkout()
    {
        var (free, gone, owned) = (await _school.Published("A", price: 1_000), await _school.Published("B", price: 1_000), await _school.Published("C", price: 1_000));
        using var _ = _school.Student("sam");
        foreach (var course in (string[])[free, gone, owned]) await Cart("sam").Add(new(course, 1, null)).Done();
        await Price(free, 0);
        using (_school.Teacher()) await _school.Course(gone).Unpublish(new()).Done();
        using (_school.Platform()) await _school.Enrolment(owned, "sam").Grant(new("order-1")).Done();
        var cart = await Cart("sam").Get().Done();
        cart.Lines.Select(l => l.Problem!.Code).ShouldBe(["carts.free", "carts.gone", "carts.owned"]);
        cart.Total!.Value.Minor.ShouldBe(0);
        (await Cart("sam").Freeze(new("o1")).Refused()).ShouldBe("carts.free");
    }

    [Fact]
    public async Task A_coupon_takes_off_at_once_and_the_frozen_cart_adds_up()
    {
        var (bread, soup) = (await _school.Published("Bread", price: 999), await _school.Published("Soup", price: 1_000));
        await Coupon("AUTUMN", TenPercent);
        await Coupon("FIVER", TenPercent with { Kind = CouponKind.Fixed, BasisPoints = 0, Amounts = [new(500, "EUR")] });
        await Coupon("ALONE", TenPercent with { Combines = false });
        using var _ = _school.Student("sam");
        await Cart("sam").Add(new(bread, 1, null)).Done();
        await Cart("sam").Add(new(soup, 3, null)).Done();
        await Cart("sam").ApplyCoupon(new("fiver", null)).Done();
        var cart = await Cart("sam").ApplyCoupon(new("autumn", null)).Done();
        // 3,999: 10 % is 399.9, so 400; then 5.00 off what is left.
        (cart.Discount!.Value.Minor, cart.Total!.Value.Minor).ShouldBe((900, 3_099));
        cart.Coupons.Select(c => c.Code).ShouldBe(["AUTUMN", "FIVER"]);
        (await Cart("sam").ApplyCoupon(new("autumn", null)).Refused()).ShouldBe("carts.coupon_twice");
        // Whoever did not hear the answer asks again with the same key.
        await Cart("sam").RemoveCoupon(new("AUTUMN") { OperationId = "out" }).Done();
        await Cart("sam").ApplyCoupon(new("autumn", null) { OperationId = "in" }).Done();
        (await Cart("sam").ApplyCoupon(new("autumn", null) { OperationId = "in" }).Done()).Coupons.Select(c => c.Code).ShouldBe(["AUTUMN", "FIVER"]);
        (await Cart("sam").ApplyCoupon(new("ALONE", null)).Refused()).ShouldBe("coupons.does_not_combine");
        (await Cart("sam").ApplyCoupon(new("nope", null)).Refused()).ShouldBe("coupons.unknown");

        var frozen = await Cart("sam").Freeze(new("o1") { OperationId = "o1/freeze" }).Done();
        frozen.Lines.Sum(l => l.Total.Minor).ShouldBe(3_099);
        frozen.Lines.ShouldAllBe(l => l.UnitPrice.Times(l.Quantity) - l.Discount == l.Total);
        frozen.Coupons.Sum(c => c.Discount.Minor).ShouldBe(900);
        using (_school.Platform())
        {
            foreach (var coupon in frozen.Coupons)
                (await _school.Grains.Coupon(new(_school.Tenant, coupon.CouponId)).Reserve(new("o1", "sam", coupon, TimeProvider.System.GetUtcNow().AddMinutes(30))).Done()).Discount.ShouldBe(coupon.Discount);
            await Cart("sam").Settle(new("o1")).Done();
            await Cart("sam").Settle(new("o1")).Done();
        }
        (await Cart("sam").Get().Done()).ShouldSatisfyAllConditions(c => c.Lines.ShouldBeEmpty(), c => c.Coupons.ShouldBeEmpty(), c => c.OrderId.ShouldBeNull());
        // A late copy of the freeze answers as the first, and freezes nothing.
        (await Cart("sam").Freeze(new("o1") { OperationId = "o1/freeze" }).Done()).Total.Minor.ShouldBe(3_099);
        (await Cart("sam").Get().Done()).OrderId.ShouldBeNull();
    }

    [Fact]
    public async Task Guessing_codes_ends_soon_for_the_person_and_for_the_address()
    {
        var course = await _school.Published(price: 1_000);
        await Coupon("RIGHT", TenPercent);
        using (_school.Student("sam"))
        {
            await Cart("sam").Add(new(course, 1, null)).Done();
            for (var n = 0; n < 10; n++) (await Cart("sam").ApplyCoupon(new($"WRONG{n}", "a-here")).Refused()).ShouldBe("coupons.unknown");
            (await Cart("sam").ApplyCoupon(new("RIGHT", "a-here")).Refused()).ShouldBe("coupons.locked");
            (await Cart("sam").ApplyCoupon(new("RIGHT", "a-there")).Refused()).ShouldBe("coupons.locked");
        }
        using (_school.Student("kim"))
        {
            await Cart("kim").Add(new(course, 1, null)).Done();
            (await Cart("kim").ApplyCoupon(new("RIGHT", "a-here")).Refused()).ShouldBe("coupons.locked");
            (await Cart("kim").ApplyCoupon(new("RIGHT", "a-there")).Done()).Discount!.Value.Minor.ShouldBe(100);
        }
    }

    [Fact]
    public async Task The_places_of_a_course_are_told_in_the_cart()
    {
        var course = await _school.Published(price: 1_000);
        using (_school.Teacher())
        {
            var c = await _school.Course(course).Get().Done();
            await _school.Course(course).ChangeDetails(new(c.Title, c.Subtitle, c.Description, c.Subject, c.Level, c.Language, c.Prices, 2)).Done();
        }
        using var _ = _school.Student("sam");
        (await Cart("sam").Add(new(course, 3, null)).Refused()).ShouldBe("carts.sold_out");
        await Cart("sam").Add(new(course, 2, null)).Done();
        using (_school.Platform()) await _school.Grains.SeatPool(new(_school.Tenant, course)).Reserve(new("o9", 1, TimeProvider.System.GetUtcNow().AddMinutes(5))).Done();
        (await Cart("sam").Get().Done()).Obstacle!.Message.ShouldContain("Only 1 place is left");
    }
}
