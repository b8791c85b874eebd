using System.Collections.Immutable;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.Grains.Orders;

/// <summary>An order as it is stored: at most 30 lines and 20 refunds, about 40 KB.</summary>
/// <param name="PaymentVersion">Of the payment's view that was taken in last: what is older says nothing.</param>
internal sealed record OrderState(
    OrderStatus Status, string BuyerId, ImmutableArray<SoldLine> Lines, ImmutableArray<OrderCoupon> Coupons, string Currency, long TotalMinor, string Provider,
    ImmutableArray<OrderRefund> Refunds, OrderDispute Dispute, string? CancelReason,
    DateTimeOffset? PlacedAt, DateTimeOffset? PayUntil, DateTimeOffset? PaidAt, DateTimeOffset? FulfilledAt, DateTimeOffset? CancelledAt, bool PaidLate = false, long PaymentVersion = 0)
    : IAggregateState<OrderState>
{
    public static string AggregateType => "order";
    public static OrderState Empty { get; } = new(OrderStatus.None, "", [], [], "", 0, "", [], OrderDispute.None, null, null, null, null, null, null);

    public bool IsPaid => Status is OrderStatus.Paid or OrderStatus.Fulfilled;

    /// <summary>The money is, or was, here.</summary>
    public bool HadMoney => IsPaid || PaidLate || PaidAt is not null;

    public Money Total => new(TotalMinor, Currency);

    /// <summary>What can still be promised back of a line.</summary>
    public Money LeftOf(SoldLine line) => line.Total - Money.Sum(Standing.SelectMany(r => r.Shares).Where(s => s.LineId == line.LineId).Select(s => s.Amount), Currency);

    public Money Left => Money.Sum(Lines.Select(LeftOf), Currency);

    public Money Sum(OrderRefundStatus status) => Money.Sum(Refunds.Where(r => r.Status == status).Select(r => r.Amount), Currency);

    private IEnumerable<OrderRefund> Standing => Refunds.Where(r => r.Status is not OrderRefundStatus.Abandoned);
}

/// <param name="Closed">A refund has closed what it bought.</param>
internal sealed record SoldLine(string LineId, string CourseId, string Title, string SellerId, int Quantity, Money UnitPrice, Money Discount, Money Total, bool Closed = false);

internal sealed record OrderRefund(string RefundId, Money Amount, OrderRefundStatus Status, RefundTerms Terms, ImmutableArray<RefundShare> Shares, string By, string? Reason, DateTimeOffset At);
