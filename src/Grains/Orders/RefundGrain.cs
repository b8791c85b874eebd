using System.Collections.Immutable;
using System.Text.Json;
using LearningHub.Grains.Common;
using LearningHub.Grains.Interfaces.Common;
using LearningHub.Grains.Interfaces.Orders;

namespace LearningHub.Grains.Orders;

/// <summary>Key <see cref="WorkflowKey"/>: tenant, order, refund. See <see cref="IRefundGrain"/>. The promise in the order comes first, so that two refunds
/// at once never exceed it; the money second; only when the buyer has it are access, coupon and receipt touched.</summary>
[GrainType("refund")]
internal sealed class RefundGrain(IAggregateStore store, TimeProvider time) : WorkflowGrain<RefundInput>(store, time), IRefundGrain
{
    private readonly TimeProvider _time = time;

    protected override string Kind => Refunds.Kind;

    protected override IReadOnlyList<WorkflowStep<RefundInput>> Steps
    {
        get
        {
            var steps = new RefundSteps(GrainFactory, _time);
            return
            [
                new("promise", steps.Promise, steps.Abandon),
                new("money", steps.GiveBack) { Persists = true, IsPivot = true },
                new("close", steps.Complete) { Persists = true, Stops = true },
                new("access", steps.CloseAccess) { Persists = true, Stops = true },
                new("coupon", steps.ReturnCoupons) { Persists = true, Stops = true },
                new("credit", steps.CreditReceipt) { Persists = true, Stops = true },
            ];
        }
    }

    public async Task<Result<WorkflowStatus>> Start(StartRefund command)
    {
        var terms = command.Terms.LineIds.IsDefault ? command.Terms with { LineIds = [] } : command.Terms;
        var by = Actor.IsSystem ? "" : Actor.UserId;
        if (State.Kind.Length > 0) return Refunds.Same(State.Input!, terms, command.Confirmed) ? Status() : OrderErrors.RefundDiffers;
        // Refused at once what the order would refuse: the promise itself decides again.
        var order = GrainFactory.Order(new OrderKey(RunKey.Tenant, RunKey.Subject));
        if (by.Length > 0)
        {
            var quote = await order.QuoteRefund(terms);
            if (!quote.IsOk) return quote.Error;
            if (quote.Value.Amount != command.Confirmed) return OrderErrors.QuoteChanged;
        }
        return await Begin(new RefundInput(terms, command.Confirmed, by));
    }
}

internal sealed record RefundInput(RefundTerms Terms, Money Confirmed, string By);

internal static class Refunds
{
    public const string Kind = "refund";

    public static bool Same(RefundInput input, RefundTerms terms, Money confirmed) =>
        input.Confirmed == confirmed && input.Terms.KeepAccess == terms.KeepAccess && input.Terms.Amount == terms.Amount && input.Terms.LineIds.SequenceEqual(terms.LineIds);

    public static RefundQuote Quote(this WorkflowContext<RefundInput> c) => JsonSerializer.Deserialize<RefundQuote>(c.Outcomes["promise"], HubJson.Options)!;

    public static OrderKey Order(this WorkflowContext<RefundInput> c) => new(c.Tenant, c.Key.Subject);

    public static string Id(this WorkflowContext<RefundInput> c) => c.Key.RunId;
}
