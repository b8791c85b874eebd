using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Billing;

namespace LearningHub.WebFrontend.Billing;

/// <summary>Receipts and credit notes; the ledger for those who manage sales.</summary>
internal static class BillingApi
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.ApiGroup("Billing");
        api.MapGet("/orders/{orderId}/receipts", OfOrder).Access(Permission.SignedIn).WithName("billing.ofOrder")
            .WithSummary("The receipt and the credit notes of an order, oldest first, for its buyer and those who manage sales.").Produces<ImmutableArray<BillingDocument>>().ProducesProblem(404);
        api.MapGet("/receipts/{number}", Get).Access(Permission.SignedIn).WithName("billing.get")
            .WithSummary("A receipt or credit note by its number.").Produces<BillingDocument>().ProducesProblem(404);
        api.MapGet("/receipts/{number}/pdf", Pdf).Access(Permission.SignedIn).WithName("billing.pdf")
            .WithSummary("The same as a PDF.").Produces(200, contentType: "application/pdf").ProducesProblem(404).ProducesProblem(503);
        api.MapGet("/ledger/balance", Balance).Access(Permission.ManageSales).WithName("ledger.balance")
            .WithSummary("What stands on each account, per currency; debits and credits are equal.").Produces<ImmutableArray<AccountBalance>>();
        api.MapGet("/ledger/journal", Journal).Access(Permission.ManageSales).WithName("ledger.journal")
            .WithSummary("Postings, newest first; of one account or one order.").Produces<Page<Posting>>().ProducesProblem(422);
    }

    private static async Task<IResult> OfOrder(string orderId, HttpContext http, IGrainFactory grains) =>
        await grains.Queries<IReceiptQueriesGrain>(http.Viewer().Tenant).OfOrder(orderId) is { Value: { IsDefaultOrEmpty: false } documents } ? Results.Ok(documents) : Refusals.NotFound(http);

    private static async Task<IResult> Get(string number, HttpContext http, IGrainFactory grains) =>
        (await grains.Queries<IReceiptQueriesGrain>(http.Viewer().Tenant).Get(number)).ToApi();

    private static async Task<IResult> Pdf(string number, HttpContext http, IGrainFactory grains, PdfPrinter printer) =>
        await grains.Queries<IReceiptQueriesGrain>(http.Viewer().Tenant).Get(number) is { IsOk: true } found
            ? await http.Pdf(printer, ReceiptSheet.Of(found.Value!), $"{found.Value!.Number}.pdf") : Refusals.NotFound(http);

    private static async Task<IResult> Balance(HttpContext http, IGrainFactory grains) => Results.Ok(await grains.Queries<ILedgerQueriesGrain>(http.Viewer().Tenant).TrialBalance());

    private static async Task<IResult> Journal(HttpContext http, IGrainFactory grains, string? account = null, string? order = null, string? cursor = null, int? limit = null) =>
        (await grains.Queries<ILedgerQueriesGrain>(http.Viewer().Tenant).Journal(new(account, order, cursor, HttpInput.Limit(limit, 50)))).ToApi();
}
