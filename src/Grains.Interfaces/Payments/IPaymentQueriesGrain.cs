using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Payments;

/// <summary>Lists of payments for admins. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IPaymentQueriesGrain : IGrainWithStringKey
{
    /// <summary>Last begun first. Errors: <c>common.bad_cursor</c>, <c>payments.search_too_long</c>.</summary>
    [Requires(Permission.ManageSales), ReadOnly, Alias("List")] Task<Result<Page<PaymentRow>>> List(PaymentQuery query);
}

/// <param name="Search">A payment's, order's or buyer's id, or a provider's reference: from its beginning.</param>
/// <param name="Status">Null: any.</param>
/// <param name="Disputed">Only those with a dispute.</param>
/// <param name="Attention">Only those a person must look at.</param>
[GenerateSerializer, Immutable, Alias("hub.payments.Query")]
public sealed record PaymentQuery(string Search, PaymentStatus? Status, bool Disputed, bool Attention, string? Cursor, int Limit);

[GenerateSerializer, Immutable, Alias("hub.payments.Row")]
public sealed record PaymentRow(string PaymentId, string OrderId, string BuyerId, string BuyerName, Money Amount, Money Refunded, PaymentStatus Status, DisputeStatus Dispute, string Provider, int Attempts, string? Attention, DateTimeOffset BegunAt);

/// <summary>The names of this room's projections.</summary>
public static class PaymentProjections
{
    public const string View = "payments";
}
