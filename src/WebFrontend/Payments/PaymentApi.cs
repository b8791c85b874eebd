using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Payments;
using Microsoft.AspNetCore.Mvc;

namespace LearningHub.WebFrontend.Payments;

/// <summary>Payments over the API: a buyer's own, and all of them for those who manage sales. Money moves only through orders.</summary>
internal static class PaymentApi
{
    private const int MaxBody = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Payments").MapGroup("").WithMetadata(new RequestSizeLimitAttribute(MaxBody));
        api.MapGet("/payments/providers", Providers).Access(Permission.Anyone).WithName("payments.providers")
            .WithSummary("The ways to pay this amount, in the order to offer them. Empty where none is set up.").Produces<ImmutableArray<PaymentProviderView>>();
        api.MapGet("/payments/{paymentId}", async (string paymentId, HttpContext http, IGrainFactory grains) => (await PaymentCalls.Payment(http, grains, paymentId).Get()).ToApi())
            .Access(Permission.SignedIn).WithName("payments.get").WithSummary("A payment, for its buyer and those who manage sales.").Produces<PaymentView>().ProducesProblem(404);
        api.MapPost("/payments/{paymentId}/confirmation", async (string paymentId, HttpContext http, IGrainFactory grains) => (await PaymentCalls.Payment(http, grains, paymentId).Confirm(new())).ToApi())
            .Access(Permission.SignedIn).WithName("payments.confirm").WithSummary("The buyer came back from the provider: what is not known yet is asked at once. Safe to repeat.").Produces<PaymentView>().ProducesProblem(404);
        api.MapPost("/payments/{paymentId}/attempts", Retry).Access(Permission.SignedIn).WithName("payments.retry")
            .WithSummary("Another attempt after a failed one; while one is open, that one. Safe to repeat.").Produces<PaymentView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422).ProducesProblem(429);

        var admin = api.MapGroup("/admin/payments");
        admin.MapGet("", List).Access(Permission.ManageSales).WithName("admin.payments")
            .WithSummary("Payments, last begun first. Search by the beginning of an id, the buyer's e-mail, or a provider's reference.").Produces<Page<PaymentRow>>().ProducesProblem(422);
        admin.MapGet("/{paymentId}", async (string paymentId, HttpContext http, IGrainFactory grains) => (await PaymentCalls.Payment(http, grains, paymentId).GetHistory()).ToApi())
            .Access(Permission.ManageSales).WithName("admin.payments.get").WithSummary("A payment with its attempts and everything that was heard from its provider.").Produces<PaymentHistory>().ProducesProblem(404);
        admin.MapPost("/{paymentId}/question", async (string paymentId, HttpContext http, IGrainFactory grains) => (await PaymentCalls.Payment(http, grains, paymentId).AskNow(new())).ToApi())
            .Access(Permission.ManageSales).WithName("admin.payments.ask").WithSummary("Asks the provider now what it knows of this payment. Safe to repeat.").Produces<PaymentView>().ProducesProblem(404).ProducesProblem(503);

        var test = api.MapGroup("/test-payments/{referenceId}");
        test.MapGet("", async (string referenceId, HttpContext http, IGrainFactory grains) => (await PaymentCalls.TestPayment(http, grains, referenceId).Get()).ToApi())
            .Access(Permission.SignedIn).WithName("testPayments.get").WithSummary("A payment of the built-in test provider, for its buyer and those who manage sales.").Produces<TestPaymentView>().ProducesProblem(404);
        test.MapPost("/{action}", Press).Access(Permission.SignedIn).WithName("testPayments.act")
            .WithSummary("Presses a button of the test provider's page: approve, decline, askConfirmation, confirm, approveLater, openDispute, holdWebhooks, releaseReversed, …").Produces<TestPaymentView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(429);
    }

    private static async Task<IResult> Providers(HttpContext http, IGrainFactory grains, long amount, string currency) =>
        Results.Ok(await grains.Queries<IPaymentProvidersGrain>(http.Viewer().Tenant).List(new Money(amount, currency)));

    private static async Task<IResult> Retry(string paymentId, HttpContext http, IGrainFactory grains, RetryRequest? body = null) =>
        (await PaymentCalls.Payment(http, grains, paymentId).Retry(new(body?.Provider) { OperationId = http.OperationId() })).ToApi();

    private static async Task<IResult> List(HttpContext http, IGrainFactory grains, string? search = null, string? status = null, bool disputed = false, bool attention = false, string? cursor = null, int? limit = null) =>
        (await grains.Queries<IPaymentQueriesGrain>(http.Viewer().Tenant).List(PaymentCalls.Query(search, status, disputed, attention, cursor, HttpInput.Limit(limit)))).ToApi();

    private static async Task<IResult> Press(string referenceId, string action, HttpContext http, IGrainFactory grains) =>
        PaymentCalls.Action(action) is { } pressed ? (await PaymentCalls.TestPayment(http, grains, referenceId).Act(new(pressed))).ToApi() : ProblemResults.NotFound();

    /// <param name="Provider">Null: the same as before.</param>
    internal sealed record RetryRequest(string? Provider);
}
