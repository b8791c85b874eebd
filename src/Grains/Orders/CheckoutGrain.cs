using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Carts;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;
using LearningHub.Grains.Interfaces.Payments;
using LearningHub.Grains.Interfaces.Settings;

namespace LearningHub.Grains.Orders;

/// <summary>Key <see cref="WorkflowKey"/>: tenant, buyer, order. See <see cref="ICheckoutGrain"/>. The steps are in <see cref="CheckoutSteps"/> (to the order) and
/// <see cref="PaymentSteps"/> and <see cref="FulfilmentSteps"/> (from the money on).</summary>
[GrainType("checkout")]
internal sealed class CheckoutGrain(IAggregateStore store, TimeProvider time, OrderPolicy policy, ILiveSettings settings) : WorkflowGrain<CheckoutInput>(store, time), ICheckoutGrain
{
    private readonly TimeProvider _time = time;

    protected override string Kind => Checkout.Kind;

    /// <summary>A refund that the provider is slow about is asked after for a day.</summary>
    protected override int MaxUndoAttempts => 1_500;

    protected override IReadOnlyList<WorkflowStep<CheckoutInput>> Steps
    {
        get
        {
            var (order, pay, access) = (new CheckoutSteps(GrainFactory, policy), new PaymentSteps(GrainFactory, _time), new FulfilmentSteps(GrainFactory));
            return
            [
                new("open", order.Open, order.Cancel),
                new("freeze", order.Freeze, order.Thaw) { Partial = true },
                new("seats", order.ReserveSeats, order.ReleaseSeats) { Partial = true },
                new("coupon", order.ReserveCoupons, order.ReleaseCoupons) { Partial = true },
                new("place", order.Place),
                new("pay", pay.Pay, pay.GiveBack) { Persists = true },
                new("confirm", access.Confirm, access.ReturnCoupons) { Persists = true, Partial = true },
                new("access", access.Open, access.Close) { Persists = true, Partial = true },
                new("receipt", access.IssueReceipt, access.CreditReceipt) { Persists = true, Stops = true },
                new("settle", access.Settle) { Persists = true, Stops = true },
            ];
        }
    }

    public async Task<Result<WorkflowStatus>> Start(StartCheckout command)
    {
        if (Actor.UserId != RunKey.Subject) return OrderErrors.NotFound;
        if (Checkout.Check(command) is { } refused) return refused;
        // Fixed at its beginning: what is set later is for others.
        var input = new CheckoutInput(command.Provider, command.Seen, policy.PayWithin ?? TimeSpan.FromMinutes(await settings.Get(RunKey.Tenant, SettingCatalogue.PayMinutes)));
        if (State.Kind.Length > 0 && State.Input! with { PayWithin = input.PayWithin } != input) return OrderErrors.StartedOtherwise;
        return await Begin(input);
    }

    public async Task<Result<WorkflowStatus>> Cancel()
    {
        if (Actor.UserId != RunKey.Subject || State.Kind.Length == 0) return OrderErrors.NotFound;
        if (State.Phase is WorkflowPhase.Compensating or WorkflowPhase.Compensated) return Status();
        if (State.Steps.First(s => s.Name == "pay").Done || State.Phase is WorkflowPhase.Completed or WorkflowPhase.Failed) return OrderErrors.Paid;
        // Until its order is its own, the payment of that id may be another's.
        if (!State.Steps.First(s => s.Name == "open").Done) return await TurnRound(new("", OrderErrors.CancelledByBuyer.Code, OrderErrors.CancelledByBuyer.Message, RunKey.Subject));
        using var _ = ActorContext.As(Actor.System(RunKey.Tenant));
        // Whoever is first at the payment decides: once it is closed nothing can come, and once the money came it is too late.
        var closed = await GrainFactory.Payment(new PaymentKey(RunKey.Tenant, RunKey.RunId)).Cancel(new CancelPayment { OperationId = $"{RunKey.RunId}/cancel" });
        if (closed.Error is { } error) return error.Code == "payments.captured" ? OrderErrors.Paid : error.Kind is ErrorKind.Unavailable ? OrderErrors.StillCancelling : error;
        return await TurnRound(new("", OrderErrors.CancelledByBuyer.Code, OrderErrors.CancelledByBuyer.Message, RunKey.Subject));
    }

    protected override Task Changed() => this.Publish(LiveTopics.User(RunKey.Subject), OrderPush.Kind, 0, new OrderPush(RunKey.RunId));
}

/// <param name="Provider">How the buyer pays.</param>
/// <param name="Seen">What the buyer agreed to.</param>
/// <param name="PayWithin">Null: begun before it was kept.</param>
internal sealed record CheckoutInput(string Provider, Money Seen, TimeSpan? PayWithin = null);

internal static class Checkout
{
    public const string Kind = "checkout";

    public static Error? Check(StartCheckout c)
    {
        if (!Currencies.IsSold(c.Seen.Currency) || c.Seen.IsNegative) return Error.Invalid("orders.bad_input", "The total that was seen is an amount in a currency we sell in.", "seen");
        // Nothing to pay needs no way to pay; anything else does.
        return c.Provider is { Length: <= 64 } && (c.Seen.IsZero ? c.Provider.Length == 0 || KeySegment.IsValid(c.Provider) : KeySegment.IsValid(c.Provider)) ? null : OrderErrors.BadInput;
    }

    /// <summary>The frozen cart, kept by the run itself: whatever becomes of the cart, what is bought stays.</summary>
    public static FrozenCart Frozen(this WorkflowContext<CheckoutInput> c) => JsonSerializer.Deserialize<FrozenCart>(c.Outcomes["freeze"], HubJson.Options)!;

    public static DateTimeOffset PayUntil(this WorkflowContext<CheckoutInput> c) => c.StartedAt + (c.Input.PayWithin ?? OrderPolicy.Standard);

    public static string OrderId(this WorkflowContext<CheckoutInput> c) => c.Key.RunId;
    public static string BuyerId(this WorkflowContext<CheckoutInput> c) => c.Key.Subject;
    public static OrderKey Order(this WorkflowContext<CheckoutInput> c) => new(c.Tenant, c.Key.RunId);
}
