using System.Collections.Immutable;
using LearningHub.Domain.Tests.Courses;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Orders;

namespace LearningHub.Domain.Tests.Orders;

/// <summary>Orders to begin tests with, and views of payments to show them.</summary>
internal static class OrderExamples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    public const string Buyer = "sam", OrderId = "0123456789abcdef0123456789abcdef";

    public static Money Eur(long minor) => new(minor, "EUR");

    public static OrderLine Line(string id, long total, int quantity = 1, long discount = 0, string seller = "ines") =>
        new(id, $"c-{id}", $"Course {id}", seller, quantity, Eur((total + discount) / quantity), Eur(discount), Eur(total));

    public static PlaceOrder Placing(params OrderLine[] lines) => new([.. lines], Money.Sum(lines.Select(l => l.Total), "EUR"), [], "test", Now.AddMinutes(30));

    public static OrderState Open() => Order.Open(OrderState.Empty, new(Buyer)).Ok();

    public static OrderState Placed(params OrderLine[] lines) => Order.Place(Open(), Placing(lines), Now).Ok();

    public static OrderState Fulfilled(params OrderLine[] lines)
    {
        var placed = Placed(lines);
        var paid = placed.IsPaid ? placed : Order.See(placed, Payment(placed.Total, PaymentStatus.Captured, 5), Now).Ok();
        return Order.Fulfil(paid, Now).Ok();
    }

    public static PaymentView Payment(Money amount, PaymentStatus status, long version, DisputeStatus dispute = DisputeStatus.None, string buyer = Buyer) => new(OrderId, OrderId, buyer, amount, status, "test", true,
        null, null, 1, false, Eur(0), Eur(0), [], dispute, [], Now, status is PaymentStatus.Captured ? Now : null, null, version);

    public static string[] Names<T>(this Decision<T> decision) where T : class => [.. decision.Events.Select(e => EventNames.Of(e.GetType()))];
}
