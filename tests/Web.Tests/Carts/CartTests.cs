using System.Net;
using System.Text.Json.Nodes;
using LearningHub.Grains.Tests.Hosting;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Carts;

[Collection("web")]
public sealed class CartTests(WebHub hub)
{
    private async Task<HubClient> Instructor() => await (await hub.Visitor().Register("Ines Instructor")).MadeInstructorBy(hub.Admin);

    private static async Task<string> Sold(HubClient ines, string title, long minor, params object[] more)
    {
        var (course, _, _) = await ines.TeachCourse(title);
        await ines.Put($"/api/v1/courses/{course}", new
        {
            title, subtitle = "What it is about", description = "A description that is long enough to publish: fifty characters and more of it.",
            subject = "Software", level = "startingOut", language = "en", prices = (object[])[new { minor, currency = "EUR" }, .. more],
        }).Expect(200);
        return course;
    }

    [Fact]
    public async Task A_guest_fills_a_cart_signs_in_and_finds_it()
    {
        var ines = await Instructor();
        var course = await Sold(ines, "Sourdough", 4_900);
        var guest = hub.Visitor();
        using var added = await guest.Post("/api/v1/cart/lines", new { courseId = course });
        added.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = added.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("hub_cart=", StringComparison.Ordinal));
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=lax", Case.Insensitive);
        guest.Http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await guest.Get("/api/v1/cart").Expect(200))["total"]!["minor"]!.GetValue<long>().ShouldBe(4_900);
        (await guest.Post("/api/v1/cart/lines", new { courseId = course }).ExpectProblem(409)).ShouldBe("carts.doubled");

        await guest.Register("Gwen Guest");
        using var mine = await guest.Get("/api/v1/cart");
        JsonNode.Parse(await mine.Content.ReadAsStringAsync())!["lines"]!.AsArray().Count.ShouldBe(1);
        mine.Headers.GetValues("Set-Cookie").ShouldContain(c => c.StartsWith("hub_cart=;", StringComparison.Ordinal));
        // Another person with the old cookie finds nothing in it.
        var other = await hub.Visitor().Register("Otto Other");
        other.Http.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        (await other.Get("/api/v1/cart").Expect(200))["lines"]!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("hub_cart=../../system")]
    [InlineData("hub_cart=u-admin")]
    [InlineData("hub_cart=ABCDEF0123456789ABCDEF0123456789")]
    [InlineData("hub_cart=")]
    public async Task A_made_up_cookie_is_no_cart(string cookie)
    {
        var guest = hub.Visitor();
        guest.Http.DefaultRequestHeaders.Add("Cookie", cookie);
        (await guest.Get("/api/v1/cart").Expect(200))["lines"]!.AsArray().ShouldBeEmpty();
        (await guest.Put("/api/v1/cart/lines/x", new { quantity = 1 }).ExpectProblem(409)).ShouldBe("carts.empty");
    }

    [Fact]
    public async Task Money_has_the_decimals_of_its_currency_from_the_price_to_the_cart_page()
    {
        var ines = await Instructor();
        var course = await Sold(ines, "Ceramics", 4_900, new { minor = 9_800, currency = "JPY" }, new { minor = 21_505, currency = "BHD" });
        var sam = await hub.Visitor().Register();
        await sam.Post("/api/v1/cart/lines", new { courseId = course, currency = "BHD", quantity = 3 }).Expect(200);
        using var page = await sam.Get("/cart");
        var html = WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync());
        html.ShouldContain("64.515\u00a0BHD");
        html.ShouldContain("21.505\u00a0BHD each");
        (await sam.Put("/api/v1/cart/currency", new { currency = "JPY" }).Expect(200))["total"]!["minor"]!.GetValue<long>().ShouldBe(29_400);
        using var yen = await sam.Get("/cart");
        WebUtility.HtmlDecode(await yen.Content.ReadAsStringAsync()).ShouldContain("¥29,400");
        (await sam.Put("/api/v1/cart/currency", new { currency = "USD" }).ExpectProblem(409)).ShouldBe("carts.no_price");
    }

    [Theory]
    [InlineData("{}", 422, "carts.bad_course")]
    [InlineData("{\"courseId\":\"../x\"}", 422, "carts.bad_course")]
    [InlineData("{\"courseId\":\"nothing-here\"}", 404, "carts.gone")]
    public async Task What_cannot_be_bought_is_refused_with_its_reason(string body, int status, string code)
    {
        var sam = await hub.Visitor().Register();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await sam.Http.PostAsync("/api/v1/cart/lines", content);
        ((int)response.StatusCode).ShouldBe(status);
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["code"]!.GetValue<string>().ShouldBe(code);
    }

    [Fact]
    public async Task A_coupon_of_another_academy_is_unknown_here()
    {
        var ines = await Instructor();
        var course = await Sold(ines, "Weaving", 4_900);
        var coupon = (await ines.Post("/api/v1/coupons", new { code = "WEAVE-10", rules = new { name = "Weave", kind = "percentage", basisPoints = 1_000, zone = "Europe/Berlin" } }).Expect(201))["couponId"]!.GetValue<string>();
        var sam = await hub.Visitor().Register();
        await sam.Post("/api/v1/cart/lines", new { courseId = course }).Expect(200);
        (await sam.Post("/api/v1/cart/coupons", new { code = "weave10" }).Expect(200))["discount"]!["minor"]!.GetValue<long>().ShouldBe(490);
        (await sam.Delete("/api/v1/cart/coupons/WEAVE10").Expect(200))["coupons"]!.AsArray().ShouldBeEmpty();
        // A student has no business with coupons, another instructor none with this one.
        (await sam.Get($"/api/v1/coupons/{coupon}").ExpectProblem(403)).ShouldNotBeEmpty();
        var otto = await Instructor();
        (await otto.Get($"/api/v1/coupons/{coupon}").ExpectProblem(404)).ShouldBe("coupons.not_found");
        (await otto.Get($"/api/v1/coupons/{coupon}/codes.csv").ExpectProblem(404)).ShouldBe("coupons.not_found");
        (await otto.Put($"/api/v1/coupons/{coupon}", new { rules = new { name = "Mine now", kind = "percentage", basisPoints = 9_000, zone = "UTC" } }).ExpectProblem(404)).ShouldBe("coupons.not_found");
    }

    [Fact]
    public async Task Codes_are_ordered_made_and_exported()
    {
        var ines = await Instructor();
        var coupon = (await ines.Post("/api/v1/coupons", new { code = "", rules = new { name = "Bulk", kind = "fixed", amounts = new[] { new { minor = 500, currency = "EUR" } }, zone = "Asia/Tokyo" } }).Expect(201))["couponId"]!.GetValue<string>();
        await ines.Post($"/api/v1/coupons/{coupon}/codes", new { count = 1_500 }, "codes-1").Expect(202);
        await ines.Post($"/api/v1/coupons/{coupon}/codes", new { count = 1_500 }, "codes-1").Expect(202);
        (await ines.Post($"/api/v1/coupons/{coupon}/codes", new { count = 0 }).ExpectProblem(422)).ShouldBe("coupons.bad_count");
        await Wait.Until(async () => (await ines.Get($"/api/v1/coupons/{coupon}").Expect(200))["codes"]!.GetValue<int>() == 1_500);
        using var csv = await ines.Get($"/api/v1/coupons/{coupon}/codes.csv");
        csv.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        var lines = (await csv.Content.ReadAsStringAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("code,used");
        lines.Skip(1).Distinct().Count().ShouldBe(1_500);
    }
}
