using System.Collections.Immutable;
using LearningHub.Grains.Carts;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Coupons;
using LearningHub.Grains.Interfaces.Courses;
using LearningHub.Grains.Interfaces.Enrolments;

namespace LearningHub.Domain.Tests.Carts;

public sealed class CartTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly EnrolmentStanding Stranger = new(EnrolmentStatus.None, false), Owner = new(EnrolmentStatus.Active, true);

    private static CourseLook Course(long eur = 4_900, params Money[] more) => new(new(true, CourseStatus.Published, "ines", "Bread", [new(eur, "EUR"), .. more], null), Stranger, null, false);

    private static CartLook Look(params (string Id, CourseLook Course)[] courses) => new(courses.ToImmutableDictionary(c => c.Id, c => c.Course));

    private static PricedCart Priced(CartLook look) => new(look, []);

    private static CartState With(params (string Id, int Quantity, long Eur)[] lines) =>
        lines.Aggregate(CartState.Empty, (s, l) => Ok(Cart.Add(s, new(l.Id, l.Quantity, null), Course(l.Eur), Now)));

    private static CartState Ok(Decision<CartState> d) => d.Error is { } e ? throw new InvalidOperationException(e.Code) : d.State!;

    [Fact]
    public void A_course_is_in_a_cart_once_and_as_often_as_wished()
    {
        var state = With(("bread", 1, 4_900));
        Cart.Add(state, new("bread", 1, null), Course(), Now).Error!.Code.ShouldBe("carts.doubled");
        Ok(Cart.Add(state, new("bread", 5, null), Course(), Now)).Find("bread")!.Quantity.ShouldBe(5);
        Ok(Cart.SetQuantity(state, new("bread", 3), Course(), Now)).Find("bread")!.Quantity.ShouldBe(3);
        Cart.SetQuantity(state, new("bread", 0), Course(), Now).Error!.Code.ShouldBe("carts.bad_quantity");
        Cart.SetQuantity(state, new("bread", 101), Course(), Now).Error!.Code.ShouldBe("carts.bad_quantity");
        Cart.SetQuantity(state, new("soup", 2), Course(), Now).Error!.Code.ShouldBe("carts.no_line");
    }

    public static TheoryData<string, CourseOffer, EnrolmentStanding?, int?, bool, int, string?> Refusals()
    {
        var open = Course().Offer;
        return new()
        {
            { "open", open, Stranger, null, false, 1, null },
            { "for a guest", open, null, null, false, 1, null },
            { "a draft", open with { Status = CourseStatus.Draft }, Stranger, null, false, 1, "carts.gone" },
            { "no course", open with { Exists = false }, Stranger, null, false, 1, "carts.gone" },
            { "free", open with { Prices = [] }, Stranger, null, false, 1, "carts.free" },
            { "one's own course", open, Stranger, null, true, 1, "carts.own_course" },
            { "owned", open, Owner, null, false, 1, "carts.owned" },
            { "licences of an owned one", open, Owner, null, false, 2, null },
            { "left, may come back", open, new(EnrolmentStatus.Left, true), null, false, 1, "carts.owned" },
            { "refunded", open, new(EnrolmentStatus.Revoked, false), null, false, 1, null },
            { "removed", open, new(EnrolmentStatus.Removed, false), null, false, 1, "carts.removed" },
            { "sold out", open, Stranger, 0, false, 1, "carts.sold_out" },
            { "too few places", open, Stranger, 4, false, 5, "carts.sold_out" },
            { "just enough places", open, Stranger, 5, false, 5, null },
        };
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Who_cannot_buy_a_course_is_told_why(string what, CourseOffer offer, EnrolmentStanding? standing, int? seats, bool seller, int quantity, string? code) =>
        (Cart.Add(CartState.Empty, new("bread", quantity, null), new(offer, standing, seats, seller), Now).Error?.Code).ShouldBe(code, what);

    [Fact]
    public void A_cart_has_one_currency_the_first_wish_that_the_course_is_sold_in()
    {
        Ok(Cart.Add(CartState.Empty, new("a", 1, "JPY"), Course(100, new Money(9, "JPY")), Now)).Currency.ShouldBe("JPY");
        Ok(Cart.Add(CartState.Empty, new("a", 1, "USD"), Course(), Now)).Currency.ShouldBe("EUR");
        Cart.Add(CartState.Empty, new("a", 1, "XXX"), Course(), Now).Error!.Code.ShouldBe("carts.bad_currency");
        var yen = new CourseLook(new(true, CourseStatus.Published, "ines", "Sushi", [new(900, "JPY")], null), Stranger, null, false);
        Cart.Add(With(("a", 1, 100)), new("sushi", 1, null), yen, Now).Error!.Code.ShouldBe("carts.no_price");
        Cart.ChangeCurrency(With(("a", 1, 100)), new("JPY"), Look(("a", Course(100))), Now).Error!.Code.ShouldBe("carts.no_price");
        var changed = Ok(Cart.ChangeCurrency(With(("a", 1, 100)), new("JPY"), Look(("a", Course(100, new Money(9, "JPY")))), Now));
        (changed.Currency, changed.Lines[0].PriceSeen).ShouldBe(("JPY", new Money(9, "JPY")));
        Ok(Cart.Remove(changed, new("a"), Now)).Currency.ShouldBe("");
    }

    [Fact]
    public void A_changed_price_is_shown_and_only_what_was_seen_is_agreed_to()
    {
        var state = With(("bread", 2, 4_900));
        var look = Look(("bread", Course(5_900)));
        var view = CartViews.Of(state, Priced(look), 1);
        view.Lines[0].Problem!.Code.ShouldBe("carts.price_changed");
        (view.Lines[0].PriceAtAdd.Minor, view.Lines[0].PriceNow!.Value.Minor, view.Subtotal!.Value.Minor).ShouldBe((4_900, 5_900, 11_800));
        CartCheckout.Freeze(state, new("o"), Priced(look), Now).Error!.Code.ShouldBe("carts.price_changed");
        Cart.AcceptPrices(state, new(new(9_800, "EUR")), look, Now).Error!.Code.ShouldBe("carts.price_changed");
        var agreed = Ok(Cart.AcceptPrices(state, new(new(11_800, "EUR")), look, Now));
        CartCheckout.Freeze(agreed, new("o"), Priced(look), Now).State!.Frozen!.Total.ShouldBe(new Money(11_800, "EUR"));
        // A price that fell is told as well: what is paid is what was shown.
        CartViews.Of(state, Priced(Look(("bread", Course(3_900)))), 1).Obstacle!.Code.ShouldBe("carts.price_changed");
    }

    [Fact]
    public void A_frozen_cart_belongs_to_one_order_until_it_is_settled_or_thawed()
    {
        var look = Look(("bread", Course()), ("soup", Course(100)));
        var frozen = Ok(CartCheckout.Freeze(With(("bread", 1, 4_900)), new("o1"), Priced(look), Now));
        CartCheckout.Freeze(frozen, new("o1"), Priced(look), Now).IsNoChange.ShouldBeTrue();
        CartCheckout.Freeze(frozen, new("o2"), Priced(look), Now).Error!.Code.ShouldBe("carts.in_checkout");
        CartCheckout.Settle(frozen, new("o2")).IsNoChange.ShouldBeTrue();
        CartCheckout.Thaw(frozen, new("o2")).IsNoChange.ShouldBeTrue();

        var more = Ok(Cart.Add(frozen, new("soup", 1, null), Course(100), Now));
        var settled = Ok(CartCheckout.Settle(more, new("o1")));
        settled.Lines.Select(l => l.CourseId).ShouldBe(["soup"]);
        settled.Frozen.ShouldBeNull();
        CartCheckout.Settle(settled, new("o1")).IsNoChange.ShouldBeTrue();
        Ok(CartCheckout.Thaw(frozen, new("o1"))).Lines.Length.ShouldBe(1);
        CartCheckout.Freeze(CartState.Empty, new("o"), Priced(Look()), Now).Error!.Code.ShouldBe("carts.empty");
        CartCheckout.Freeze(frozen with { Frozen = null }, new("../o"), Priced(look), Now).Error!.Code.ShouldBe("carts.bad_order");
    }

    [Fact]
    public void A_guests_cart_comes_over_but_for_what_is_owned_doubled_or_gone()
    {
        var mine = With(("bread", 1, 4_900));
        var content = new CartContent("EUR", [new("bread", 1, new(4_000, "EUR")), new("soup", 2, new(90, "EUR")), new("owned", 1, new(5, "EUR")), new("gone", 1, new(5, "EUR"))],
            [new CartCode("k", "AUTUMN", CouponKind.Percentage)], 3);
        var look = Look(("bread", Course()), ("soup", Course(100)), ("owned", Course() with { Standing = Owner }), ("gone", Course() with { Offer = Course().Offer with { Status = CourseStatus.Draft } }));
        var (decision, merged) = Cart.Merge(mine, content, look, Now);
        merged.Added.ShouldBe(1);
        merged.Skipped.Select(s => (s.CourseId, s.Reason.Code)).ShouldBe([("bread", "carts.doubled"), ("owned", "carts.owned"), ("gone", "carts.gone")]);
        var state = Ok(decision);
        state.Lines.Select(l => (l.CourseId, l.Quantity, l.PriceSeen.Minor)).ShouldBe([("bread", 1, 4_900L), ("soup", 2, 90L)]);
        state.Coupons.Single().Code.ShouldBe("AUTUMN");
        state.Skipped.Length.ShouldBe(3);
        Ok(Cart.Remove(state, new("soup"), Now)).Skipped.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_handed_over_is_handed_over_again_to_the_same_cart_and_to_no_other()
    {
        var handed = Ok(Cart.HandOver(With(("bread", 1, 4_900)), new("u-sam"), 1));
        handed.IsEmpty.ShouldBeTrue();
        Cart.HandOver(handed, new("u-sam"), 2).IsNoChange.ShouldBeTrue();
        handed.Handed!.Items.Single().CourseId.ShouldBe("bread");
        var more = Ok(Cart.Add(handed, new("soup", 1, null), Course(100), Now));
        Ok(Cart.HandOver(more, new("u-sam"), 3)).Handed!.Items.Select(i => i.CourseId).ShouldBe(["soup", "bread"]);
        Ok(Cart.HandOver(more, new("u-kim"), 3)).Handed!.Items.Select(i => i.CourseId).ShouldBe(["soup"]);
    }

    [Fact]
    public void A_cart_that_is_left_alone_is_told_once_and_emptied_in_the_end()
    {
        var state = With(("bread", 1, 4_900));
        CartCheckout.Sweep(state, guest: true, Now.AddHours(23)).IsNoChange.ShouldBeTrue();
        var told = CartCheckout.Sweep(state, guest: true, Now.AddHours(24));
        told.Events.Single().ShouldBe(new CartAbandoned(((CartAbandoned)told.Events.Single()).CourseIds, 4_900, "EUR", Now));
        CartCheckout.Sweep(Ok(told), guest: true, Now.AddHours(25)).IsNoChange.ShouldBeTrue();
        // Touched again, it may be left alone again.
        var touched = Ok(Cart.SetQuantity(Ok(told), new("bread", 2), Course(), Now.AddDays(2)));
        CartCheckout.Sweep(touched, guest: true, Now.AddDays(3)).Events.Single().ShouldBeOfType<CartAbandoned>();
        CartCheckout.Sweep(state, guest: true, Now.AddDays(30)).Events.Single().ShouldBe(new CartExpired(1));
        CartCheckout.Sweep(state, guest: false, Now.AddDays(89)).Events.Single().ShouldBeOfType<CartAbandoned>();
        Ok(CartCheckout.Sweep(state, guest: false, Now.AddDays(90))).IsEmpty.ShouldBeTrue();
        CartCheckout.Sweep(Ok(CartCheckout.Freeze(state, new("o"), Priced(Look(("bread", Course()))), Now)), guest: false, Now.AddDays(99)).IsNoChange.ShouldBeTrue();
    }

    [Fact]
    public void Bounds_are_kept()
    {
        var full = With([.. Enumerable.Range(0, Cart.MaxLines).Select(i => ($"c{i}", 1, 100L))]);
        Cart.Add(full, new("one-more", 1, null), Course(), Now).Error!.Code.ShouldBe("carts.full");
        var coupons = Enumerable.Range(0, Cart.MaxCoupons).Aggregate(full, (s, i) => s with { Coupons = s.Coupons.Add(new($"k{i}", $"K{i}", CouponKind.Fixed)) });
        Cart.RefuseCoupon(coupons, new("k9", "K9", CouponKind.Fixed))!.Code.ShouldBe("carts.too_many_coupons");
        Cart.RefuseCoupon(coupons, new("k1", "OTHER", CouponKind.Fixed))!.Code.ShouldBe("carts.coupon_twice");
        Cart.RefuseCoupon(CartState.Empty, new("k1", "K1", CouponKind.Fixed))!.Code.ShouldBe("carts.empty");
    }
}
