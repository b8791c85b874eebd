using System.Globalization;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Orders;

/// <summary>The texts of mails about orders. Plain text.</summary>
internal static class OrderMails
{
    public static QueueMail Fulfilled(string academy, UserView buyer, OrderView order) => new(buyer.Email, buyer.Name, $"Your order {order.Number} at {academy}",
        $"""
        Hello {buyer.Name},

        thank you. This is yours now:

        {string.Join('\n', order.Lines.Select(l => l.Quantity == 1 ? $"- {l.Title}" : $"- {l.Title}, {l.Quantity} licences"))}

        Total: {Amount(order.Total!.Value)}. You find the courses under My courses, and the order with its receipt under My orders.

        {academy}
        """, "order-fulfilled");

    /// <summary>Null where no money went back: there is nothing to say of it.</summary>
    public static QueueMail? Refunded(string academy, UserView buyer, OrderView order, Money amount) => amount.IsZero ? null : new(buyer.Email, buyer.Name, $"Money back for your order {order.Number} at {academy}",
        $"""
        Hello {buyer.Name},

        {Amount(amount)} of your order {order.Number} went back to you, the way you paid. Depending on your bank it takes some days to arrive.
        The order, with its papers, is under My orders.

        {academy}
        """, "order-refunded");

    private static string Amount(Money money) =>
        $"{(money.Minor / (decimal)Currencies.MinorPerMajor(money.Currency)).ToString($"N{Currencies.Exponent(money.Currency)}", CultureInfo.InvariantCulture)} {money.Currency}";
}
