using LearningHub.Grains.Interfaces.Billing;
using LearningHub.WebFrontend.Billing.Pages;
using LearningHub.WebFrontend.Common.Layout;

namespace LearningHub.WebFrontend.Billing;

internal static class BillingPages
{
    public const string Ledger = SitePaths.Administration + "/ledger";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.PageGroup("Billing");
        pages.MapGet("/receipts/{number}", Receipt).Access(Permission.SignedIn).WithName("page.receipt");
        pages.MapGet("/receipts/{number}/pdf", Pdf).Access(Permission.SignedIn).WithName("page.receipt.pdf");
        pages.MapGet(Ledger, ShowLedger).Access(Permission.ManageSales).WithName("page.ledger");
    }

    private static async Task<IResult> Receipt(string number, HttpContext http, IGrainFactory grains)
    {
        var found = await grains.Queries<IReceiptQueriesGrain>(http.Viewer().Tenant).Get(number);
        if (!found.IsOk) return Refusals.NotFound(http);
        var document = found.Value;
        return Common.Pages.Show<ReceiptPage>(new { Page = await http.Page($"{(document.Kind == DocumentKind.Receipt ? "Receipt" : "Credit note")} {document.Number}"), Document = document });
    }

    private static async Task<IResult> Pdf(string number, HttpContext http, IGrainFactory grains, PdfPrinter printer) =>
        await grains.Queries<IReceiptQueriesGrain>(http.Viewer().Tenant).Get(number) is { IsOk: true } found
            ? await http.Pdf(printer, ReceiptSheet.Of(found.Value!), $"{found.Value!.Number}.pdf") : Refusals.NotFound(http);

    private static async Task<IResult> ShowLedger(HttpContext http, IGrainFactory grains, string? account = null, string? order = null, string? cursor = null)
    {
        var ledger = grains.Queries<ILedgerQueriesGrain>(http.Viewer().Tenant);
        var asked = new JournalQuery(account is { Length: > 0 } ? account : null, order is { Length: > 0 } ? order : null, cursor is { Length: > 0 } ? cursor : null, 25);
        var journal = await ledger.Journal(asked);
        return Common.Pages.Show<LedgerPage>(new
        {
            Page = await http.Page("Ledger", Ledger), Balances = await ledger.TrialBalance(), Journal = journal.Value ?? Page<Posting>.Empty, Query = asked, Problem = journal.Error,
        }, journal.IsOk ? 200 : ProblemResults.Status(journal.Error.Kind));
    }
}
