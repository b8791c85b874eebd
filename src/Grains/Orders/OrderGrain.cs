using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Orders;

/// <summary>Key <see cref="OrderKey"/>. Invariants: <see cref="Order"/> and <see cref="OrderRefunds"/>. About ten calls in its life. Calls the payment's
/// interleaved read and wakes workflows by their interleaved <c>Resume</c>: nobody it waits for waits for it.</summary>
[GrainType("order")]
internal sealed class OrderGrain(IAggregateStore store, ILiveSettings settings, TimeProvider time) : AggregateGrain<OrderState>(store), IOrderGrain
{
    private OrderKey Id => OrderKey.Parse(Key);

    public Task<Result<Receipt>> Open(OpenOrder command) => Execute(command, s => Order.Open(s, command));

    public Task<Result<Receipt>> Place(PlaceOrder command) => Told(Execute(command, s => Order.Place(s, command, time.GetUtcNow())));

    public async Task<Result<OrderView>> PaymentChanged()
    {
        if (State.PlacedAt is null) return OrderErrors.NotFound;
        var payment = await GrainFactory.Payment(new PaymentKey(Id.Tenant, Id.OrderId)).Get();
        if (payment.IsOk)
        {
            var seen = await Told(Execute(s => Order.See(s, payment.Value, time.GetUtcNow())));
            if (!seen.IsOk) return seen.Error;
        }
        else if (payment.Error.Kind is ErrorKind.Unavailable) return payment.Error;
        // Also when nothing is new to the order: the wake may be what was lost.
        await GrainFactory.Checkout(Id, State.BuyerId).Resume();
        foreach (var refund in State.Refunds.Where(r => r.Status is OrderRefundStatus.Pending)) await GrainFactory.Refund(Id, refund.RefundId).Resume();
        return View();
    }

    public Task<Result<Receipt>> Fulfil(FulfilOrder command) => Told(Execute(command, s => Order.Fulfil(s, time.GetUtcNow())));

    public Task<Result<Receipt>> Cancel(CancelOrder command) => Told(Execute(command, s => Order.Cancel(s, command, time.GetUtcNow())));

    public async Task<Result<RefundQuote>> QuoteRefund(RefundTerms terms)
    {
        var state = State;
        var days = await settings.Get(Id.Tenant, SettingCatalogue.RefundDays);
        var quote = OrderRefunds.Quote(state, terms, "", byPlatform: false);
        return quote.IsOk && OrderRefunds.IsTooLate(state, days, time.GetUtcNow()) ? OrderErrors.RefundTooLate(days) : quote;
    }

    public async Task<Result<RefundQuote>> BeginRefund(BeginRefund command)
    {
        var begun = await Told(Execute(command, s => OrderRefunds.Begin(s, command, command.By.Length == 0, time.GetUtcNow())));
        return begun.IsOk ? OrderRefunds.Promised(State, command.RefundId) : begun.Error;
    }

    public Task<Result<Receipt>> CompleteRefund(CompleteRefund command) => Told(Execute(command, s => OrderRefunds.Complete(s, command.RefundId)));

    public Task<Result<Receipt>> AbandonRefund(AbandonRefund command) => Told(Execute(command, s => OrderRefunds.Abandon(s, command)));

    public Task<Result<OrderView>> Get() => Task.FromResult<Result<OrderView>>(
        State.Status is not OrderStatus.None && (Actor.UserId == State.BuyerId || Actor.May(Permission.ManageSales)) ? View() : OrderErrors.NotFound);

    private OrderView View() => OrderViews.Of(State, Id.OrderId, Version);

    /// <summary>Pages that show the order read it again.</summary>
    private async Task<Result<Receipt>> Told(Task<Result<Receipt>> change)
    {
        var before = Version;
        var result = await change;
        if (result.IsOk && Version != before) await this.Publish(LiveTopics.User(State.BuyerId), OrderPush.Kind, 0, new OrderPush(Id.OrderId));
        return result;
    }
}
