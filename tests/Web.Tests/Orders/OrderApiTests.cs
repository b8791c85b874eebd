using System.Text.Json.Nodes;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Orders;

[Collection("selling")]
public sealed class OrderApiTests(SellingAcademy shop)
{
    [Fact]
    public async Task A_cart_is_checked_out_paid_and_opens_the_course()
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        var answer = await shop.CheckOut(buyer, order);
        answer["next"]!.GetValue<string>().ShouldBe($"/test-payments/{order}-1");
        (await shop.Press(buyer, order, TestPaymentAction.Approve)).ShouldBeNull();
        var seen = await SellingAcademy.Fulfilled(buyer, order);
        seen["order"]!["status"]!.GetValue<string>().ShouldBe("fulfilled");
        (await buyer.Get($"/api/v1/courses/{shop.Course}/enrolment").Expect(200))["status"]!.GetValue<string>().ShouldBe("active");
        (await buyer.Get("/api/v1/me/orders").Expect(200))["items"]!.AsArray().Single()!["orderId"]!.GetValue<string>().ShouldBe(order);
    }

    [Fact]
    public async Task Wrong_input_is_refused_in_words_of_its_own()
    {
        var buyer = await shop.Buyer();
        (await buyer.Post("/api/v1/orders", SellingAcademy.Form("short")).ExpectProblem(422)).ShouldBe("orders.bad_id");
        (await buyer.Post("/api/v1/orders", SellingAcademy.Form(new string('x', 61))).ExpectProblem(422)).ShouldBe("orders.bad_id");
        (await buyer.Post("/api/v1/orders", SellingAcademy.Form("../../../../etc/passwd")).ExpectProblem(422)).ShouldBe("orders.bad_id");
        (await buyer.Post("/api/v1/orders", SellingAcademy.Form(SellingAcademy.NewOrder(), currency: "XXX")).ExpectProblem(422)).ShouldBe("orders.bad_input");
        (await buyer.Post("/api/v1/orders", SellingAcademy.Form(SellingAcademy.NewOrder(), minor: -1)).ExpectProblem(422)).ShouldBe("orders.bad_input");
        (await buyer.Post("/api/v1/orders", SellingAcademy.Form(SellingAcademy.NewOrder(), provider: "")).ExpectProblem(422)).ShouldBe("orders.bad_input");
        (await buyer.Post("/api/v1/orders", new { orderId = SellingAcademy.NewOrder(), provider = "test" }).ExpectProblem(422)).ShouldBe("orders.bad_input");
        await buyer.Post("/api/v1/orders", new { seen = "everything" }).Expect(400, 422);
        (await buyer.Get("/api/v1/orders/zzzzzzzzzzzzzzzzzzzz").ExpectProblem(404)).ShouldBe("orders.not_found");
        (await buyer.Post("/api/v1/orders/zzzzzzzzzzzzzzzzzzzz/cancellation", new { }).ExpectProblem(404)).ShouldBe("orders.not_found");
    }

    [Fact]
    public async Task Another_total_than_the_carts_is_told_and_nothing_is_charged()
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        var answer = await shop.CheckOut(buyer, order, minor: 100);
        (answer["phase"]!.GetValue<string>(), answer["refusal"]!["code"]!.GetValue<string>()).ShouldBe(("compensated", "orders.total_changed"));
        (await shop.CheckOut(buyer, SellingAcademy.NewOrder()))["next"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_one_order_and_with_another_total_refused()
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => shop.CheckOut(buyer, order)));
        (await buyer.Post("/api/v1/orders", SellingAcademy.Form(order, minor: 1)).ExpectProblem(409)).ShouldBe("orders.started_otherwise");
    }

    [Fact]
    public async Task Nobody_else_sees_pays_cancels_or_takes_an_order()
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        await shop.CheckOut(buyer, order);
        var mallory = await shop.Buyer();
        (await mallory.Get($"/api/v1/orders/{order}").ExpectProblem(404)).ShouldBe("orders.not_found");
        await mallory.Post($"/api/v1/orders/{order}/cancellation", new { }).Expect(404);
        await mallory.Post($"/api/v1/orders/{order}/attempts", new { provider = "test" }).Expect(404);
        var taken = await shop.CheckOut(mallory, order);
        taken["refusal"]!["code"]!.GetValue<string>().ShouldBe("orders.taken");
        taken["next"].ShouldBeNull();
        await shop.Hub.OtherAdmin.Get($"/api/v1/orders/{order}").Expect(404);
        (await (await mallory.Get($"/orders/{order}")).Content.ReadAsStringAsync()).ShouldNotContain("Film photography");

        (await shop.Press(buyer, order, TestPaymentAction.Approve)).ShouldBeNull();
        await SellingAcademy.Fulfilled(buyer, order);
    }

    [Fact]
    public async Task Sales_are_managed_by_admins_of_this_academy_alone()
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        await shop.Bought(buyer, order);
        var ines = await (await shop.Hub.Visitor().Register("Ines")).MadeInstructorBy(shop.Hub.Admin);
        foreach (var person in (HubClient[])[buyer, ines])
        {
            await person.Get("/api/v1/admin/orders").Expect(403);
            await person.Get($"/api/v1/admin/orders/{order}/refunds").Expect(403);
            await person.Post($"/api/v1/admin/orders/{order}/refund-quotes", new { keepAccess = false }).Expect(403);
            await person.Put($"/api/v1/admin/orders/{order}/refunds/refund-01", new { confirmed = new { minor = 4900, currency = "EUR" }, keepAccess = false }).Expect(403);
            await person.Post($"/api/v1/admin/orders/{order}/steps/compensate", new { }).Expect(403);
        }
        using var visitor = shop.Hub.Visitor();
        await visitor.Get("/api/v1/admin/orders").Expect(401);
        await shop.Hub.OtherAdmin.Post($"/api/v1/admin/orders/{order}/refund-quotes", new { keepAccess = false }).Expect(404);
        await shop.Hub.OtherAdmin.Post($"/api/v1/admin/orders/{order}/steps/retry", new { }).Expect(404);
        (await shop.Hub.OtherAdmin.Get("/api/v1/admin/orders").Expect(200))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_admin_sees_what_a_refund_does_confirms_it_and_access_is_closed()
    {
        var (buyer, order, admin) = (await shop.Buyer(), SellingAcademy.NewOrder(), shop.Hub.Admin);
        await shop.Bought(buyer, order);
        var quote = await admin.Post($"/api/v1/admin/orders/{order}/refund-quotes", new { keepAccess = false }).Expect(200);
        quote["amount"]!["minor"]!.GetValue<long>().ShouldBe(4900);
        quote["shares"]![0]!["closesAccess"]!.GetValue<bool>().ShouldBeTrue();

        (await admin.Put($"/api/v1/admin/orders/{order}/refunds/refund-01", Confirming(4800)).ExpectProblem(409)).ShouldBe("orders.quote_changed");
        (await admin.Put($"/api/v1/admin/orders/{order}/refunds/ext-0001", Confirming(4900)).ExpectProblem(422)).ShouldBe("orders.bad_id");
        (await admin.Put($"/api/v1/admin/orders/{order}/refunds/refund-01", new { keepAccess = false }).ExpectProblem(422)).ShouldBe("orders.refund_wrong");
        await admin.Put($"/api/v1/admin/orders/{order}/refunds/refund-01", Confirming(4900)).Expect(202);
        await admin.Put($"/api/v1/admin/orders/{order}/refunds/refund-01", Confirming(4900)).Expect(202);
        await SellingAcademy.Until(admin, order, o => o["order"]!["refunded"]!["minor"]!.GetValue<long>() == 4900);
        await admin.Until($"/api/v1/admin/orders/{order}/refunds", runs => runs[0]!["phase"]!.GetValue<string>() == "completed");
        (await buyer.Get($"/api/v1/courses/{shop.Course}/enrolment").Expect(200))["status"]!.GetValue<string>().ShouldBe("revoked");

        static object Confirming(long minor) => new { keepAccess = false, confirmed = new { minor, currency = "EUR" } };
    }

    [Fact]
    public async Task Pages_of_an_order_show_what_the_api_says()
    {
        var (buyer, order) = (await shop.Buyer(), SellingAcademy.NewOrder());
        (await Page(buyer, "/checkout")).ShouldContain("Pay €49.00");
        await shop.CheckOut(buyer, order);
        (await Page(buyer, $"/orders/{order}")).ShouldContain("One step is left");
        (await Page(buyer, "/checkout")).ShouldContain("being paid already");
        await shop.Press(buyer, order, TestPaymentAction.Approve);
        await SellingAcademy.Fulfilled(buyer, order);
        (await Page(buyer, $"/orders/{order}/state")).ShouldContain("Paid, €49.00.");
        (await Page(buyer, "/orders")).ShouldContain("Film photography");
        (await Page(shop.Hub.Admin, $"/admin/orders/{order}")).ShouldContain("Empty the cart");
        (await Page(shop.Hub.Admin, $"/admin/orders/{order}/refund?kind=amount&amount=9.50")).ShouldContain("Give back <span class=\"hub-num\">€9.50");
        (await Page(shop.Hub.Admin, "/admin/orders?q=Film")).ShouldContain("Sam Student");

        async Task<string> Page(HubClient who, string path)
        {
            using var answer = await who.Get(path);
            ((int)answer.StatusCode).ShouldBe(200, path);
            return System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }
    }
}
