using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Billing;

/// <summary>Key <c>tenant/queries</c>. Reads the records of the receipt book.</summary>
[StatelessWorker(4), GrainType("receipt-queries")]
internal sealed class ReceiptQueriesGrain(IAggregateStore store) : Grain, IReceiptQueriesGrain
{
    private static Actor Actor => ActorContext.Required;
    private string Book => new TenantKey(this.GetPrimaryKeyString().Split('/')[0], "receipts").ToString();

    public async Task<Result<BillingDocument>> Get(string number)
    {
        if (number is not { Length: > 0 and <= 30 } || !number.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return BillingErrors.NotFound;
        if (await Load(number) is not { } document || !MaySee(document)) return BillingErrors.NotFound;
        return document.Kind == DocumentKind.Receipt && await Of(document.OrderId) is { } has ? document with { CreditNotes = [.. has.Credits.Select(c => c.Number)] } : document;
    }

    public async Task<Result<ImmutableArray<BillingDocument>>> OfOrder(string orderId)
    {
        if (!KeySegment.IsValid(orderId)) return BillingErrors.OrderInvalid;
        if (await Of(orderId) is not { } has) return ImmutableArray<BillingDocument>.Empty;
        if (await Load(has.Receipt) is not { } receipt || !MaySee(receipt)) return BillingErrors.NotFound;
        var documents = ImmutableArray.CreateBuilder<BillingDocument>();
        documents.Add(receipt with { CreditNotes = [.. has.Credits.Select(c => c.Number)] });
        foreach (var credit in has.Credits)
            if (await Load(credit.Number) is { } note) documents.Add(note);
        return documents.ToImmutable();
    }

    private static bool MaySee(BillingDocument document) => document.BuyerId == Actor.UserId || Actor.May(Permission.ManageSales);

    private async Task<OrderDocuments?> Of(string orderId) =>
        await store.LoadRecord(ReceiptBookState.OrderRecord, Book, orderId) is { } stored ? JsonSerializer.Deserialize<OrderDocuments>(stored.Json, HubJson.Options) : null;

    private async Task<BillingDocument?> Load(string number) =>
        await store.LoadRecord(ReceiptBookState.DocumentRecord, Book, number) is { } stored ? JsonSerializer.Deserialize<BillingDocument>(stored.Json, HubJson.Options) : null;
}
