using LearningHub.Grains.Interfaces.Billing;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.WebFrontend.Billing;

internal static class BillingWords
{
    public static string Order(string orderId) => OrderNumber.Of(orderId);

    public static string Provider(string provider) => provider switch { "" => "Nothing to pay", "stripe" => "Stripe", "test" => "Test payment", _ => provider };

    public static string Account(string account) => account switch
    {
        LedgerAccounts.Clearing => "Payment providers",
        LedgerAccounts.Received => "Received, not yet sold",
        LedgerAccounts.Sales => "Sales",
        LedgerAccounts.Refunds => "Refunds",
        LedgerAccounts.RefundsPayable => "Refunds to be paid",
        LedgerAccounts.Disputed => "Held in disputes",
        LedgerAccounts.DisputeLosses => "Lost in disputes",
        LedgerAccounts.Surplus => "Paid twice",
        _ => account,
    };

    public static string Cause(string cause) => cause switch
    {
        "order.paid" => "Sale",
        "order.paid_late" => "Paid after the order had run out",
        "order.refunded" => "Refund decided",
        "payment.captured" => "Payment captured",
        "payment.refunded" => "Refund paid",
        "payment.refund_reversed" => "Refund came back",
        "payment.disputed" => "Dispute opened",
        "payment.dispute_closed" => "Dispute closed",
        "payment.surplus_captured" => "Captured twice",
        "payment.surplus_returned" => "Second capture given back",
        _ => cause,
    };
}
