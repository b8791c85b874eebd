using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Email;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Tenants;
using LearningHub.Grains.Interfaces.Users;

namespace LearningHub.Grains.Orders;

/// <summary>Writes to the buyer when an order is fulfilled, and when money went back: pages are closed while banks think. The mail's id is the event's, so an
/// event delivered twice is one mail.</summary>
internal sealed class OrderMailReactor(IGrainFactory grains) : Reactor
{
    public override string Name => "order-mails";
    public override IReadOnlyList<string> EventNames => ["order.fulfilled", "order.refunded"];

    public override async Task React(EventRow e, CancellationToken cancellation)
    {
        var order = (await grains.Order(new OrderKey(e.Tenant, e.Id)).Get()).Value;
        if (order?.Total is null) return;
        var buyer = (await grains.User(new UserKey(e.Tenant, order.BuyerId)).Get()).Value;
        if (buyer is null || buyer.Suspended) return;
        var name = (await grains.GetGrain<ITenantGrain>(new TenantKey(e.Tenant, "settings").ToString()).Get()).Name;
        var academy = name.Length > 0 ? name : "Learning Hub";
        var mail = e.Name == "order.fulfilled" ? OrderMails.Fulfilled(academy, buyer, order) : OrderMails.Refunded(academy, buyer, order, e.Read<OrderRefunded>().Amount);
        if (mail is not null) Must(await grains.GetGrain<IMailGrain>($"{e.Tenant}/{e.EventId:n}").Queue(mail));
    }
}
