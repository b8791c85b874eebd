using System.Net;
using System.Security.Cryptography;
using System.Text;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Web.Tests.Hosting;

namespace LearningHub.Web.Tests.Payments;

[Collection("payments-web")]
public sealed class PaymentsWebTests(PaymentsWebHub hub)
{
    private const string Webhooks = "/api/v1/payments/webhooks";

    [Fact]
    public async Task A_test_payment_is_approved_on_its_page_and_the_buyer_is_sent_back()
    {
        using var buyer = await hub.Hub.Visitor().Register();
        var id = await hub.Begin(buyer);
        var page = await Html(buyer.Get($"/test-payments/{id}-1"));
        page.ShouldContain("This is a test. No money moves");
        page.ShouldContain("Approve €49.50");

        using var pressed = await buyer.Http.PostAsync($"/test-payments/{id}-1/approve", null);
        pressed.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        pressed.Headers.Location!.ToString().ShouldBe($"/orders/{id}");
        await hub.Until(id, p => p.Status == PaymentStatus.Captured);

        var admin = await Html(hub.Hub.Admin.Get($"/admin/payments/{id}"));
        admin.ShouldContain("payment.captured");
        admin.ShouldContain("Test, no money");
        (await buyer.Post($"/api/v1/test-payments/{id}-1/approve", new { }).ExpectProblem(409)).ShouldBe("test_payments.not_now");
    }

    [Fact]
    public async Task Two_hundred_times_confirm_and_webhook_with_duplicates_in_random_order_capture_once()
    {
        using var buyer = await hub.Hub.Visitor().Register();
        for (var round = 0; round < 20; round++)
        {
            var dice = new Random(round);
            var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => hub.Begin(buyer)));
            await Task.WhenAll(ids.Select(async id =>
            {
                await buyer.Post($"/api/v1/test-payments/{id}-1/approve", new { }).Expect(200);
                // Browser and provider at the same moment, each more than once.
                await Task.WhenAll(Enumerable.Range(0, 3).Select(n => dice.Next(2) == 0
                    ? buyer.Post($"/api/v1/payments/{id}/confirmation", new { }).Expect(200)
                    : Repeat(buyer, id)));
                await hub.Until(id, p => p.Status == PaymentStatus.Captured);
            }));
            foreach (var id in ids)
            {
                var history = await hub.Hub.Admin.Get($"/api/v1/admin/payments/{id}").Expect(200);
                history["events"]!.AsArray().Count(e => e!["effect"]!.GetValue<string>().Contains("payment.captured")).ShouldBe(1);
            }
        }
    }

    private static async Task<System.Text.Json.Nodes.JsonNode> Repeat(HubClient buyer, string id) => await buyer.Post($"/api/v1/test-payments/{id}-1/repeatAll", new { }).Expect(200, 409);

    [Fact]
    public async Task A_stranger_another_academy_and_a_visitor_see_and_press_nothing()
    {
        using var buyer = await hub.Hub.Visitor().Register();
        using var stranger = await hub.Hub.Visitor().Register();
        var id = await hub.Begin(buyer);
        await buyer.Get($"/api/v1/payments/{id}").Expect(200);
        foreach (var client in (HubClient[])[stranger, hub.Hub.OtherAdmin])
        {
            (await client.Get($"/api/v1/payments/{id}").ExpectProblem(404)).ShouldBe("payments.not_found");
            await client.Post($"/api/v1/payments/{id}/confirmation", new { }).ExpectProblem(404);
            await client.Post($"/api/v1/payments/{id}/attempts", new { }).ExpectProblem(404);
            await client.Post($"/api/v1/test-payments/{id}-1/approve", new { }).ExpectProblem(404);
        }
        await stranger.Get("/api/v1/admin/payments").ExpectProblem(403);
        await stranger.Get($"/api/v1/admin/payments/{id}").ExpectProblem(403);
        using var visitor = hub.Hub.Visitor();
        await visitor.Get($"/api/v1/payments/{id}").ExpectProblem(401);
        await visitor.Post($"/api/v1/test-payments/{id}-1/approve", new { }).ExpectProblem(401);
        using var page = await visitor.Get($"/test-payments/{id}-1");
        page.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
    }

    [Fact]
    public async Task Admins_find_a_payment_by_order_state_and_reference()
    {
        using var buyer = await hub.Hub.Visitor().Register("Paula Payer");
        var id = await hub.Begin(buyer);
        foreach (var search in (string[])[id, id[..20], $"{id}-1", buyer.UserId])
        {
            var found = await hub.Hub.Admin.Until($"/api/v1/admin/payments?search={search}", n => n["items"]!.AsArray().Any(i => i!["paymentId"]!.GetValue<string>() == id));
            found["items"]![0]!["buyerName"]!.GetValue<string>().ShouldBe("Paula Payer");
        }
        (await hub.Hub.Admin.Get($"/api/v1/admin/payments?search={id}&status=captured").Expect(200))["items"]!.AsArray().ShouldBeEmpty();
        (await hub.Hub.Admin.Get("/api/v1/admin/payments?cursor=nonsense").ExpectProblem(422)).ShouldBe("common.bad_cursor");
        (await Html(hub.Hub.Admin.Get($"/admin/payments?q={id}"))).ShouldContain("Paula Payer");
    }

    [Fact]
    public async Task A_webhook_is_taken_only_with_a_signature_over_its_very_bytes()
    {
        using var anybody = hub.Hub.Visitor();
        const string body = """{"id":"evt_1","type":"checkout.session.completed","created":1,"data":{"object":{"id":"cs_1","status":"complete","payment_status":"paid","metadata":{"shop":"another, žluťoučký"}}}}""";
        (await Send(anybody, "stripe", body, Sign(body))).ShouldBe((200, null));
        (await Send(anybody, "stripe", body + " ", Sign(body))).ShouldBe((403, "payments.bad_signature"));
        (await Send(anybody, "stripe", body, null)).ShouldBe((403, "payments.bad_signature"));
        (await Send(anybody, "stripe", body, "t=1,v1=00")).ShouldBe((403, "payments.bad_signature"));
        (await Send(anybody, "stripe", body, Sign(body, "whsec_other"))).ShouldBe((403, "payments.bad_signature"));
        (await Send(anybody, "nobody", body, Sign(body))).ShouldBe((404, "payments.unknown_provider"));
        (await Send(anybody, "stripe", "{}", Sign("{}"))).ShouldBe((422, "payments.bad_webhook"));
        (await Send(anybody, "stripe", "[", Sign("["))).ShouldBe((422, "payments.bad_webhook"));
        var large = new string(' ', 70_000);
        // Refused before it is read: a sender that is still sending may find the line closed instead of the answer.
        try { (await Send(anybody, "stripe", large, Sign(large))).Status.ShouldBe(413); }
        catch (HttpRequestException closed) { closed.InnerException.ShouldBeAssignableTo<IOException>(); }
        (await Send(anybody, "stripe", [0xff, 0xfe, 0xfd], "t=1,v1=00")).Status.ShouldBe(422);
    }

    [Fact]
    public async Task An_event_about_a_payment_of_ours_captures_it_over_HTTP()
    {
        using var buyer = await hub.Hub.Visitor().Register();
        // Nobody answers at Stripe's address: the attempt waits, and money that is told counts all the same.
        var id = await hub.Begin(buyer, "stripe");
        var body = """{"id":"evt_ID","type":"payment_intent.succeeded","created":1,"data":{"object":{"id":"pi_1","status":"succeeded","amount_received":4950,"currency":"eur","metadata":{"hub_tenant":"main","hub_payment":"ID","hub_attempt":"1"}}}}""".Replace("ID", id, StringComparison.Ordinal);
        using var anybody = hub.Hub.Visitor();
        (await Send(anybody, "stripe", body, Sign(body))).ShouldBe((200, null));
        (await Send(anybody, "stripe", body, Sign(body))).ShouldBe((200, null));
        (await hub.Until(id, p => p.Status == PaymentStatus.Captured)).CapturedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Ways_to_pay_are_those_that_take_the_amount()
    {
        using var visitor = hub.Hub.Visitor();
        (await visitor.Get("/api/v1/payments/providers?amount=4950&currency=EUR").Expect(200)).AsArray().Select(p => p!["id"]!.GetValue<string>()).ShouldBe(["stripe", "test"]);
        (await visitor.Get("/api/v1/payments/providers?amount=5124&currency=KWD").Expect(200)).AsArray().Select(p => p!["id"]!.GetValue<string>()).ShouldBe(["test"]);
        (await visitor.Get("/api/v1/payments/providers?amount=-1&currency=EUR").Expect(200)).AsArray().ShouldBeEmpty();
        (await visitor.Get("/api/v1/payments/providers?amount=1&currency=%00").Expect(200)).AsArray().ShouldBeEmpty();
    }

    private static string Sign(string body, string secret = PaymentsWebHub.StripeSecret)
    {
        var t = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return $"t={t},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{t}.{body}")))}";
    }

    private static Task<(int Status, string? Code)> Send(HubClient client, string provider, string body, string? signature) => Send(client, provider, Encoding.UTF8.GetBytes(body), signature);

    private static async Task<(int Status, string? Code)> Send(HubClient client, string provider, byte[] body, string? signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Webhooks}/{provider}") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        // Whoever is refused before all was read finds the line closed: the next one takes a line of its own.
        request.Headers.ConnectionClose = true;
        if (signature is not null) request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        using var response = await client.Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length > 0 ? System.Text.Json.Nodes.JsonNode.Parse(text)!["code"]?.GetValue<string>() : null);
    }

    private static async Task<string> Html(Task<HttpResponseMessage> sending)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return text;
    }
}
