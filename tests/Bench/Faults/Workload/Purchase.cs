using System.Text.Json.Nodes;
using LearningHub.Bench.Common;

namespace LearningHub.Bench.Faults;

/// <summary>How a purchase goes on after its checkout.</summary>
internal enum Ending { Paid, DeclinedThenPaid, Refunded, Cancelled }

/// <summary>One purchase as a browser makes it: cart, coupon, checkout, the provider's page, the return from it; and what an admin does afterwards. The order's id is made here, so that
/// whatever is sent again is the same order.</summary>
internal sealed class Purchase(FaultClient client, Academy academy, Offer offer, Person buyer, string order, TimeSpan patience)
{
    private int _serial;

    public string Order => order;

    public async Task<bool> FillCart(CancellationToken cancellation) =>
        (await Send("cart", HttpMethod.Post, "/api/v1/cart/lines", new() { ["courseId"] = offer.Course, ["quantity"] = 1, ["currency"] = Shop.Currency }, cancellation)).IsOk
        && (await Send("coupon", HttpMethod.Post, "/api/v1/cart/coupons", new() { ["code"] = offer.Code }, cancellation)).IsOk;

    public async Task Make(Ending ending, CancellationToken cancellation)
    {
        if (await CheckOut(cancellation) is not null) return;
        if (ending == Ending.Cancelled) await Cancel(cancellation);
        else await Pay(ending == Ending.DeclinedThenPaid, cancellation);
        if (ending == Ending.Refunded) await Refund(cancellation);
    }

    /// <summary>Until there is something to pay: null. Else the code of the refusal.</summary>
    /// <param name="answered">Told when the request is answered.</param>
    public async Task<string?> CheckOut(CancellationToken cancellation, Action<long>? answered = null)
    {
        var answer = await Send("checkout", HttpMethod.Post, "/api/v1/orders", new() { ["orderId"] = order, ["provider"] = "test", ["seen"] = Shop.Money(offer.Total) }, cancellation);
        answered?.Invoke(TimeProvider.System.GetTimestamp());
        if (!answer.IsOk) return $"({answer.Status})";
        if (answer.Json["next"] is not null) return null;
        if (answer.Json["refusal"] is { } refusal) return refusal["code"]!.GetValue<string>();
        var seen = await Until("there is something to pay, or to say", o => Payment(o) == "needsAction" || Phase(o) is "compensated" or "failed", cancellation);
        return Payment(seen) == "needsAction" ? null : seen["checkout"]!["reason"]!["code"]!.GetValue<string>();
    }

    /// <summary>Until it is fulfilled.</summary>
    /// <param name="declinedFirst">The first try fails.</param>
    public async Task Pay(bool declinedFirst, CancellationToken cancellation)
    {
        if (declinedFirst)
        {
            await Press("decline", 1, cancellation);
            await Until("the try has failed", o => Payment(o) == "failed", cancellation);
            await Send("pay-again", HttpMethod.Post, $"/api/v1/orders/{order}/attempts", new() { ["provider"] = "test" }, cancellation);
            await Until("there is something to pay again", o => Payment(o) == "needsAction", cancellation);
        }
        await Press("approve", declinedFirst ? 2 : 1, cancellation);
        await Send("confirm", HttpMethod.Post, $"/api/v1/payments/{order}/confirmation", [], cancellation);
        await Until("it is fulfilled", o => Phase(o) == "completed", cancellation);
    }

    public async Task Cancel(CancellationToken cancellation)
    {
        await Send("cancel", HttpMethod.Post, $"/api/v1/orders/{order}/cancellation", [], cancellation);
        await Until("it is taken back", o => Phase(o) == "compensated", cancellation);
    }

    public async Task Refund(CancellationToken cancellation)
    {
        var quote = await Send("quote", HttpMethod.Post, $"/api/v1/admin/orders/{order}/refund-quotes", new() { ["keepAccess"] = false }, cancellation, academy.AdminToken);
        await Send("refund", HttpMethod.Put, $"/api/v1/admin/orders/{order}/refunds/refund-01", new() { ["keepAccess"] = false, ["confirmed"] = quote.Expect(200).Json["amount"]!.DeepClone() }, cancellation, academy.AdminToken);
        await Wait.Until($"the refund of {order} is done", patience, async () => (await client.Get($"/api/v1/admin/orders/{order}/refunds", academy.AdminToken, cancellation: cancellation)).Text,
            text => JsonNode.Parse(text) is JsonArray { Count: 1 } runs && runs[0]!["phase"]!.GetValue<string>() == "completed", cancellation);
    }

    /// <summary>A button of the provider's page.</summary>
    private Task<Answer> Press(string button, int attempt, CancellationToken cancellation) => Send(button, HttpMethod.Post, $"/api/v1/test-payments/{order}-{attempt}/{button}", [], cancellation);

    private Task<Answer> Send(string kind, HttpMethod method, string path, JsonObject body, CancellationToken cancellation, string? token = null) =>
        client.Send($"{order}-{kind}-{++_serial}", kind, method, path, new() { ["order"] = order, ["email"] = buyer.Email, ["course"] = offer.Course }, body, token ?? buyer.Token, cancellation: cancellation);

    private async Task<JsonNode> Until(string what, Func<JsonNode, bool> satisfied, CancellationToken cancellation) => JsonNode.Parse(await Wait.Until($"{what}: {order}", patience,
        async () => (await client.Get($"/api/v1/orders/{order}", buyer.Token, cancellation: cancellation)).Text, text => satisfied(JsonNode.Parse(text)!), cancellation))!;

    private static string? Payment(JsonNode answer) => answer["payment"]?["status"]?.GetValue<string>();
    private static string? Phase(JsonNode answer) => answer["checkout"]?["phase"]?.GetValue<string>();
}
