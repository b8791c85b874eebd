using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Tenants;

namespace LearningHub.Grains.Billing;

/// <summary>Key <c>tenant/receipts</c>. Invariants: <see cref="ReceiptBook"/>. State: one number a series. One call an order and a refund: a number
/// must not be given before the last one is committed, so this is the one place of a sale that goes in single file (some hundred a second).</summary>
[GrainType("receipt-book")]
internal sealed class ReceiptBookGrain(IAggregateStore store, TimeProvider time) : AggregateGrain<ReceiptBookState>(store), IReceiptBookGrain
{
    private PeopleNames? _names;

    private string Tenant => Key[..Key.IndexOf('/')];

    public async Task<Result<DocumentRef>> Issue(IssueReceipt command)
    {
        var buyer = await NameOf(command.BuyerId);
        var academy = (await GrainFactory.GetGrain<ITenantGrain>(new TenantKey(Tenant, "settings").ToString()).Get()).Name;
        return await Numbered(command, command.OrderId, (s, has) => ValueTask.FromResult(ReceiptBook.Issue(s, command, has, buyer, academy, time.GetUtcNow())), d => d.Receipt);
    }

    public Task<Result<DocumentRef>> Credit(IssueCreditNote command) => Numbered(command, command.OrderId,
        async (s, has) => ReceiptBook.Credit(s, command, has, has is null ? null : await Document(has.Receipt), time.GetUtcNow()),
        d => d.Credits.First(c => c.RefundId == command.RefundId).Number);

    private async Task<Result<DocumentRef>> Numbered(Command command, string orderId, Func<ReceiptBookState, OrderDocuments?, ValueTask<Decision<ReceiptBookState>>> decide, Func<OrderDocuments, string> numberOf)
    {
        OrderDocuments? has = null;
        return await Execute(command, async s =>
        {
            has = await Has(orderId);
            var decision = await decide(s, has);
            if (decision.Records.FirstOrDefault(r => r.Type == ReceiptBookState.OrderRecord) is { } put) has = Read<OrderDocuments>(put.Json!);
            return decision;
        }, (_, version) => new DocumentRef(numberOf(has!), version));
    }

    private async Task<OrderDocuments?> Has(string orderId) =>
        await Store.LoadRecord(ReceiptBookState.OrderRecord, Key, orderId) is { } stored ? Read<OrderDocuments>(stored.Json) : null;

    private async Task<BillingDocument?> Document(string number) =>
        await Store.LoadRecord(ReceiptBookState.DocumentRecord, Key, number) is { } stored ? Read<BillingDocument>(stored.Json) : null;

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, HubJson.Options)!;

    private async Task<string> NameOf(string userId)
    {
        _names ??= new(GrainFactory, Tenant, time);
        return KeySegment.IsValid(userId) ? (await _names.Of([userId]))[userId] : PeopleNames.Unknown;
    }
}
