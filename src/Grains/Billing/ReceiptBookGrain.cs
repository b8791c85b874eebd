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
    private const int MaxTries = 4;
    private PeopleNames? _names;

    private string Tenant => Key[..Key.IndexOf('/')];

    public async Task<Result<DocumentRef>> Issue(IssueReceipt command)
    {
        var buyer = await NameOf(command.BuyerId);
        var academy = (await GrainFactory.GetGrain<ITenantGrain>(new TenantKey(Tenant, "settings").ToString()).Get()).Name;
        return await Numbered(command, command.OrderId, (s, has) => Task.FromResult(ReceiptBook.Issue(s, command, has, buyer, academy, time.GetUtcNow())), d => d.Receipt);
    }

    public Task<Result<DocumentRef>> Credit(IssueCreditNote command) => Numbered(command, command.OrderId,
        async (s, has) => ReceiptBook.Credit(s, command, has, has is null ? null : await Document(has.Receipt), time.GetUtcNow()),
        d => d.Credits.First(c => c.RefundId == command.RefundId).Number);

    /// <summary>Looks what the order has, decides, and commits only if nobody gave out a number in between (another activation, while a cluster is
    /// being repaired): then it looks again.</summary>
    private async Task<Result<DocumentRef>> Numbered(Command command, string orderId, Func<ReceiptBookState, OrderDocuments?, Task<Decision<ReceiptBookState>>> decide, Func<OrderDocuments, string> numberOf)
    {
        for (var attempt = 1; ; attempt++)
        {
            var seen = Version;
            var decision = await decide(State, await Has(orderId));
            var given = decision.Records.Where(r => r.Type == ReceiptBookState.OrderRecord).Select(r => JsonSerializer.Deserialize<OrderDocuments>(r.Json!, HubJson.Options)!).FirstOrDefault();
            if (decision is { Error: null, IsNoChange: true }) given = await Has(orderId);
            var result = await Execute(command, s => Version == seen ? decision : Moved, (_, version) => new DocumentRef(numberOf(given!), version));
            if (result.IsOk || result.Error != Moved || attempt == MaxTries) return result;
        }
    }

    private static readonly Error Moved = new("billing.busy", "Another document was just numbered. Try again.", ErrorKind.Unavailable);

    private async Task<OrderDocuments?> Has(string orderId) =>
        await Store.LoadRecord(ReceiptBookState.OrderRecord, Key, orderId) is { } stored ? JsonSerializer.Deserialize<OrderDocuments>(stored.Json, HubJson.Options) : null;

    private async Task<BillingDocument?> Document(string number) =>
        await Store.LoadRecord(ReceiptBookState.DocumentRecord, Key, number) is { } stored ? JsonSerializer.Deserialize<BillingDocument>(stored.Json, HubJson.Options) : null;

    private async Task<string> NameOf(string userId)
    {
        _names ??= new(GrainFactory, Tenant, time);
        return KeySegment.IsValid(userId) ? (await _names.Of([userId]))[userId] : PeopleNames.Unknown;
    }
}
