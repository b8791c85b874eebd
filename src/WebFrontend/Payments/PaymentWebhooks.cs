using System.Text;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Payments;

/// <summary>The door for providers. Anybody may knock: what counts is the signature over the raw body, which is verified where the secrets are. 200 is answered
/// after the commit; anything else makes the provider send it again.</summary>
internal static class PaymentWebhooks
{
    private const int MaxBody = 64 * 1024, MaxSignature = 2000;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.ApiGroup("Payments").MapPost("/payments/webhooks/{provider}", Receive).Access(Permission.Anyone).WithName("payments.webhook").WithMetadata(new RequestSizeLimitAttribute(MaxBody))
            .WithSummary("Events of a payment provider, signed by it (header Stripe-Signature). In any order, any number of times.")
            .Produces<WebhookReceived>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422).ProducesProblem(503);

    private static async Task<IResult> Receive(string provider, HttpContext http, IGrainFactory grains)
    {
        var signature = http.Request.Headers["Stripe-Signature"].ToString();
        if (signature.Length is 0 or > MaxSignature || provider.Length > 64) return ProblemResults.Forbidden("payments.bad_signature", "The signature does not fit.");
        if (await Body(http.Request) is not { } body) return ProblemResults.Problem(413, "common.too_large", "The request is too large.");
        string text;
        // The signature is over bytes: what is not UTF-8 would become other bytes on the way.
        try { text = Strict.GetString(body); }
        catch (DecoderFallbackException) { return ProblemResults.Problem(422, "payments.bad_webhook", "This is no event that can be read."); }
        return (await grains.Queries<IPaymentProvidersGrain>(http.Viewer().Tenant).Receive(provider, text, signature)).ToApi();
    }

    private static async Task<byte[]?> Body(HttpRequest request)
    {
        if (request.ContentLength > MaxBody) return null;
        var buffer = new byte[MaxBody + 1];
        var read = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, request.HttpContext.RequestAborted);
        return read > MaxBody ? null : buffer[..read];
    }
}
