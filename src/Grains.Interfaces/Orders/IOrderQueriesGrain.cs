using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Common;
using Orleans.Concurrency;

namespace LearningHub.Grains.Interfaces.Orders;

/// <summary>Lists of orders. Key <c>tenant/queries</c>, a stateless worker.</summary>
public interface IOrderQueriesGrain : IGrainWithStringKey
{
    /// <summary>The caller's orders, newest first. Errors: <c>common.bad_cursor</c>.</summary>
    [Requires(Permission.SignedIn), Alias("Mine")] Task<Result<Page<OrderRow>>> Mine(string? cursor, int limit);

    /// <summary>All orders of the academy, newest first. Errors: <c>common.bad_cursor</c>, <c>orders.search_too_long</c>.</summary>
    [Requires(Permission.ManageSales), Alias("List")] Task<Result<Page<OrderRow>>> List(OrderQuery query);

    /// <summary>The runs of an order's refunds, newest first: for the admin's page.</summary>
    [Requires(Permission.ManageSales), Alias("Refunds")] Task<ImmutableArray<WorkflowStatus>> Refunds(string orderId);
}

/// <param name="Search">From the beginning of an order's id or number; a part of the buyer's name, address or of a course's title; a coupon code.</param>
/// <param name="Status">Null: any.</param>
/// <param name="Trouble">Only disputed ones and those whose checkout or refund stopped for a person.</param>
[GenerateSerializer, Immutable, Alias("hub.orders.Query")]
public sealed record OrderQuery(string Search, OrderStatus? Status, bool Trouble, string? Cursor, int Limit);

[GenerateSerializer, Immutable, Alias("hub.orders.Row")]
public sealed record OrderRow(string OrderId, string BuyerId, string BuyerName, string BuyerEmail, OrderStatus Status, OrderDispute Dispute, ImmutableArray<string> Titles, Money Total, Money Refunded,
    DateTimeOffset PlacedAt, bool Stopped)
{
    public string Number => OrderNumber.Of(OrderId);
}

/// <summary>The names of this room's projections.</summary>
public static class OrderProjections
{
    public const string View = "orders";
}
