using System.Collections.Immutable;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;

namespace LearningHub.WebFrontend.Orders;

/// <summary>What buyers and admins do with orders, from the pages as from the API.</summary>
internal static class OrderCalls
{
    /// <summary>How long an answer waits for a checkout to come to something the buyer can act on. What takes longer is shown live.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4), Glance = TimeSpan.FromMilliseconds(40);

    public static readonly Error BadId = Error.Invalid("orders.bad_id", "An order's id is 16 to 60 of a-z, 0-9, - and _, made by the caller, not beginning with free-, and never used before.", "orderId");

    /// <summary>Begins the checkout of the caller's own cart, and waits, bounded, until there is something to pay or something to say.</summary>
    public static async Task<Result<CheckoutAnswer>> Start(HttpContext http, IGrainFactory grains, string? orderId, string? provider, Money? seen)
    {
        // Places that no order pays for are called so.
        if (!KeySegment.IsValid(orderId) || orderId!.Length is < 16 or > 60 || orderId.StartsWith("free-", StringComparison.Ordinal)) return BadId;
        if (seen is not { Currency: not null } total) return Error.Invalid("orders.bad_input", "Say which total was agreed to.", "seen");
        var viewer = http.Viewer();
        var key = new OrderKey(viewer.Tenant, orderId);
        var started = await grains.Checkout(key, viewer.UserId).Start(new StartCheckout(provider ?? "", total));
        if (!started.IsOk) return started.Error;
        return await Settled(http, grains, key);
    }

    /// <summary>Where a checkout is, once it waits for somebody or has ended; or where it is when patience ends.</summary>
    public static async Task<Result<CheckoutAnswer>> Settled(HttpContext http, IGrainFactory grains, OrderKey key)
    {
        var (time, checkout) = (http.RequestServices.GetRequiredService<TimeProvider>(), grains.Checkout(key, http.Viewer().UserId));
        for (var started = time.GetTimestamp(); ; await Task.Delay(Glance, time, http.RequestAborted))
        {
            var status = await checkout.GetStatus();
            if (!status.IsOk) return status.Error;
            var answer = await Answer(grains, key, status.Value);
            if (!answer.IsUnderWay || time.GetElapsedTime(started) > Patience) return answer;
        }
    }

    private static async Task<CheckoutAnswer> Answer(IGrainFactory grains, OrderKey key, WorkflowStatus run)
    {
        var order = (await grains.Order(key).Get()).Value;
        var payment = order?.PlacedAt is null ? null : (await grains.Payment(new PaymentKey(key.Tenant, key.OrderId)).Get()).Value;
        return new(key.OrderId, run.Phase, order?.Status ?? OrderStatus.None, payment?.Status ?? PaymentStatus.None, payment is { Status: PaymentStatus.NeedsAction } ? payment.ActionUrl : null, payment?.FailureCode,
            run.Reason is null ? null : new Refusal(run.Reason.Code, run.Reason.Message));
    }

    /// <summary>Everything an order's page shows its buyer; for an order that is still being made, what its checkout says.</summary>
    public static async Task<Result<ShownOrder>> See(HttpContext http, IGrainFactory grains, string orderId)
    {
        var viewer = http.Viewer();
        var key = new OrderKey(viewer.Tenant, orderId);
        var order = await grains.Order(key).Get();
        var buyer = order.Value?.BuyerId ?? viewer.UserId;
        var run = (await grains.Checkout(key, buyer).GetStatus()).Value;
        if (!order.IsOk && run is null) return order.Error;
        var payment = order.Value?.PlacedAt is null ? null : (await grains.Payment(new PaymentKey(key.Tenant, orderId)).Get()).Value;
        return new ShownOrder(orderId, order.Value, run, payment);
    }

    public static async Task<Result<PaymentView>> PayAgain(HttpContext http, IGrainFactory grains, string orderId, string? provider)
    {
        if (provider is not null && !KeySegment.IsValid(provider)) return Error.Invalid("orders.bad_input", "Choose how to pay.", "provider");
        return await grains.Payment(new PaymentKey(http.Viewer().Tenant, orderId)).Retry(new RetryPayment(provider) { OperationId = http.OperationId() });
    }

    public static Task<Result<WorkflowStatus>> Cancel(HttpContext http, IGrainFactory grains, string orderId) =>
        grains.Checkout(new OrderKey(http.Viewer().Tenant, orderId), http.Viewer().UserId).Cancel();

    /// <summary>What a refund would do; terms as they come from outside.</summary>
    public static async Task<Result<RefundQuote>> Quote(HttpContext http, IGrainFactory grains, string orderId, RefundTerms terms) =>
        Check(terms) is { } refused ? refused : await grains.Order(new OrderKey(http.Viewer().Tenant, orderId)).QuoteRefund(terms);

    public static async Task<Result<WorkflowStatus>> Refund(HttpContext http, IGrainFactory grains, string orderId, string? refundId, RefundTerms terms, Money? confirmed)
    {
        // The platform's own refunds have names of their own, which nobody may take.
        if (!KeySegment.IsValid(refundId) || refundId!.Length is < 8 or > 60 || refundId.StartsWith("ext-", StringComparison.Ordinal) || refundId.StartsWith("surplus-", StringComparison.Ordinal))
            return Error.Invalid("orders.bad_id", "A refund's id is 8 to 60 of a-z, 0-9, - and _, made by the caller and never used before.", "refundId");
        if (confirmed is not { Currency: not null } amount) return Error.Invalid("orders.refund_wrong", "Say which amount was confirmed.", "confirmed");
        if (Check(terms) is { } refused) return refused;
        return await grains.Refund(new OrderKey(http.Viewer().Tenant, orderId), refundId).Start(new StartRefund(terms, amount));
    }

    private static Error? Check(RefundTerms terms) =>
        terms.LineIds.Length > 100 || terms.LineIds.Any(id => !KeySegment.IsValid(id)) || terms.Amount is { Currency: null }
            ? Error.Invalid("orders.refund_wrong", "Name lines of this order, or an amount above zero in its currency, not both.", "lineIds") : null;

    /// <summary>The run that makes an order, for admins, whoever bought it.</summary>
    public static async Task<Result<IWorkflowGrain>> Run(HttpContext http, IGrainFactory grains, string orderId, string? refundId)
    {
        var key = new OrderKey(http.Viewer().Tenant, orderId);
        var order = await grains.Order(key).Get();
        if (!order.IsOk) return order.Error;
        return new Result<IWorkflowGrain>(refundId is null ? grains.Checkout(key, order.Value.BuyerId) : grains.Refund(key, refundId), null);
    }
}

/// <param name="Next">Where the buyer goes to pay: a path on this site or an https address.</param>
/// <param name="FailureCode">Why the last try to pay failed.</param>
/// <param name="Refusal">Why it came to nothing.</param>
internal sealed record CheckoutAnswer(string OrderId, WorkflowPhase Phase, OrderStatus Status, PaymentStatus Payment, string? Next, string? FailureCode, Refusal? Refusal)
{
    /// <summary>Nobody but the platform can do anything at the moment.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsUnderWay => Phase is WorkflowPhase.Running or WorkflowPhase.Compensating || (Phase is WorkflowPhase.Waiting && Payment is PaymentStatus.None or PaymentStatus.Created);
}

internal sealed record Refusal(string Code, string Message);

/// <param name="Order">Null while the checkout has not got so far.</param>
public sealed record ShownOrder(string OrderId, OrderView? Order, WorkflowStatus? Run, PaymentView? Payment)
{
    public string Number => OrderNumber.Of(OrderId);

    /// <summary>Something will change without the reader doing anything.</summary>
    public bool IsUnderWay => Run is { IsUnfinished: true } || Order is { RefundPending.Minor: > 0 };
}
