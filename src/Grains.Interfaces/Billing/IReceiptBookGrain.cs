using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;

namespace LearningHub.Grains.Interfaces.Billing;

/// <summary>The one who gives out numbers. Key <c>tenant/receipts</c>. Numbers are gapless a kind and year (UTC), an order has one receipt, a
/// refund one credit note: whatever repeats, races or dies. A retry is always safe: it answers with the number that was given.</summary>
public interface IReceiptBookGrain : IGrainWithStringKey
{
    /// <summary>Errors: <c>billing.lines_wrong</c> (none, too many, two currencies, a sum that does not add up), <c>billing.differs</c> (the order has
    /// a receipt over another amount).</summary>
    [Requires(Permission.System), Alias("Issue")] Task<Result<DocumentRef>> Issue(IssueReceipt command);

    /// <summary>Errors: as <see cref="Issue"/>, <c>billing.no_receipt</c>, <c>billing.over_credited</c>.</summary>
    [Requires(Permission.System), Alias("Credit")] Task<Result<DocumentRef>> Credit(IssueCreditNote command);
}

/// <summary>Issued documents. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IReceiptQueriesGrain : IGrainWithStringKey
{
    /// <summary>For the buyer and those who manage sales; else <c>billing.not_found</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Get")] Task<Result<BillingDocument>> Get(string number);

    /// <summary>The receipt and the credit notes of an order, oldest first; empty while there is none. The same people.</summary>
    [Requires(Permission.SignedIn), Alias("OfOrder")] Task<Result<ImmutableArray<BillingDocument>>> OfOrder(string orderId);
}
